"""Whose protocol a world explores: the real one, or one with a part left out."""

from dataclasses import dataclass

from shared.plumbing.core.runner import Runner
from shared.plumbing.kafka.publisher import KafkaPublisher
from tests.support.counting import Counted
from tests.support.engine import MemoryHistories


class ShortRunner(Runner[Counted]):
    """Entries leave the document early, so that the archive takes part; batches are split."""

    PORTION = 1
    KEPT = 3
    SLACK = 1
    LOOK_EVERY_SECONDS, LOOKS = 0, 2


@dataclass(frozen=True)
class Design:
    """Whose protocol is explored; the tests weaken one part at a time."""

    runner: type[Runner[Counted]] = ShortRunner
    publisher: type[KafkaPublisher] = KafkaPublisher
    histories: type[MemoryHistories[Counted]] = MemoryHistories
    relay: bool = True
    commit_first: bool = False
