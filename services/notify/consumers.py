"""What notify reads from Kafka."""

from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter, ValidationError

from services.notify.handlers.cases import NoticeHandlers
from services.notify.model.recipients import EraseContact
from services.notify.model.wording import Audience, Rule
from services.notify.rules.recipients import OWNER
from shared.contracts.envelope import Message
from shared.contracts.ids import UmkmId
from shared.contracts.intake import ContactChanged
from shared.contracts.registry import all_messages
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.failures import Invalid
from shared.plumbing.kafka.consumer import Incoming, Subscription, Task, no_tombstones

_umkm_id = TypeAdapter(UmkmId)
AUDIENCES = {
    Audience.OWNER: "the owner",
    Audience.DISTRICT: "the office of the district",
    Audience.EVERY_DISTRICT: "the office of every district",
    Audience.EVERY_AGENCY: "every agency",
}


def subscription(handlers: NoticeHandlers) -> Subscription:
    """Read contacts, and every event that makes a notice."""
    notices, recipients = handlers.notices.runner, handlers.recipients.runner
    wanted = handlers.catalogue.rules
    reads: dict[type[Message], str] = {
        ContactChanged: "keeps how the owner is reached; an empty record erases it",
        **{all_messages()[event]: _in_words(rules) for event, rules in wanted.items()},
    }

    def route(incoming: Incoming) -> Iterable[Task]:
        envelope, data = incoming.envelope, incoming.data
        if isinstance(data, ContactChanged):
            key = OWNER + data.umkm_id
            yield recipients, Input(key, envelope.id, data, envelope.correlationid)
        else:
            for message in handlers.notify(envelope):
                yield notices, message

    def erase(topic: str, key: str, cause: str) -> Iterable[Task]:
        if topic != ContactChanged.topic:
            yield from no_tombstones(topic, key, cause)
            return
        try:
            umkm_id = _umkm_id.validate_python(key)
        except ValidationError as error:
            raise Invalid("the key is no UMKM id") from error
        yield recipients, Input(OWNER + umkm_id, cause, EraseContact())

    return Subscription(
        group="notify",
        topics=sorted({message.topic for message in reads}),
        reads=reads,
        route=route,
        erase=erase,
    )


def _in_words(rules: Sequence[Rule]) -> str:
    return "; ".join(
        f"sends `{rule.template}` to {AUDIENCES[rule.to]}"
        + (f", unless `{rule.unless}`" if rule.unless else "")
        for rule in rules
    )
