"""Messages that can never succeed. An operator finds them here with the reason."""

from shared.plumbing.dead_letters.burying import DeadLetters
from shared.plumbing.dead_letters.dead_letter import DeadLetter, parse
from shared.plumbing.dead_letters.opened import PORTION, OpenDeadLetters, open_dead_letters

__all__ = ["PORTION", "DeadLetter", "DeadLetters", "OpenDeadLetters", "open_dead_letters", "parse"]
