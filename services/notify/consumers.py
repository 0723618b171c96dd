"""What notify hears on Kafka."""

from collections.abc import Iterable

from pydantic import TypeAdapter, ValidationError

from services.notify.handlers.cases import Handlers
from services.notify.model.recipients import EraseContact
from services.notify.rules.recipients import OWNER
from shared.contracts.envelope import Message as Data
from shared.contracts.ids import UmkmId
from shared.contracts.intake import ContactChanged
from shared.contracts.registry import all_messages
from shared.plumbing.aggregate import Message
from shared.plumbing.consumer import Incoming, Subscription, Task, no_tombstones
from shared.plumbing.failures import Invalid

_umkm_id = TypeAdapter(UmkmId)


def subscription(handlers: Handlers) -> Subscription:
    """Contacts, and every event that makes a notice."""
    notices, recipients = handlers.notices.runner, handlers.recipients.runner
    events = [all_messages()[each] for each in handlers.catalogue.rules]
    reads: list[type[Data]] = [ContactChanged, *events]

    def route(incoming: Incoming) -> Iterable[Task]:
        envelope, data = incoming.envelope, incoming.data
        if isinstance(data, ContactChanged):
            key = OWNER + data.umkm_id
            yield recipients, Message(key, envelope.id, data, envelope.correlationid)
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
        yield recipients, Message(OWNER + umkm_id, cause, EraseContact())

    return Subscription(
        group="notify",
        topics=sorted({message.topic for message in reads}),
        reads=reads,
        route=route,
        erase=erase,
    )
