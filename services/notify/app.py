"""Puts notify together."""

from uuid_utils.compat import uuid7

from services.notify import api, consumers, jobs
from services.notify.channels import port
from services.notify.channels.mail import Mail, MailServer
from services.notify.channels.sink import FileSink
from services.notify.handlers.cases import NoticeHandlers
from services.notify.handlers.claims import ProcessClaims
from services.notify.handlers.dispatch import Dispatch
from services.notify.model.notices import Notice
from services.notify.model.recipients import Recipient
from services.notify.rules import notices, progress, recipients
from services.notify.settings import Settings, Tls
from services.notify.store.catalogue import load_catalogue
from services.notify.store.lookups import NOTICES, RECIPIENTS, NotifyStore
from shared.contracts.notify import Channel
from shared.plumbing.core.aggregate import Kind
from shared.plumbing.run.service import Service
from shared.province import load_province

SOURCE = "/sentra/notify"
NOTICE_KIND = Kind(
    name="notice",
    source=SOURCE,
    state=Notice,
    initial=Notice,
    decide=notices.decide,
    evolve=progress.evolve,
)
RECIPIENT_KIND = Kind(
    name="recipient",
    source=SOURCE,
    state=Recipient,
    initial=Recipient,
    decide=recipients.decide,
    evolve=recipients.evolve,
)


def create_service(settings: Settings) -> Service:
    """Build without I/O, except for the files of rules, templates, words and the province."""
    service = Service("notify", settings, "Events become notices to those concerned.")
    province = load_province(settings.province)
    catalogue = load_catalogue(settings.notices, settings.words, province)
    store = NotifyStore(service.database, province.office_by_id)
    desk = service.aggregates(NOTICES, NOTICE_KIND)
    dispatch = Dispatch(
        desk,
        store,
        ProcessClaims(uuid7().hex, settings.claim_seconds, desk, store),
        carriers(settings),
        catalogue.templates,
        within=settings.portion_seconds,
    )
    handlers = NoticeHandlers(
        notices=desk,
        recipients=service.aggregates(RECIPIENTS, RECIPIENT_KIND),
        store=store,
        catalogue=catalogue,
        dispatch=dispatch,
    )
    service.prepare(store.prepare)
    service.listen(consumers.subscription(handlers))
    service.serve(api.router(handlers))
    for name, job in jobs.timers(handlers).items():
        service.every_now_and_then(name, job)
    return service


def carriers(settings: Settings) -> dict[Channel, port.Carrier]:
    """The implementation of each channel."""
    password = settings.smtp_password
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        connections=settings.smtp_connections,
        answers_within=settings.portion_seconds / 4,
        encrypts_first=settings.smtp_tls is Tls.IMPLICIT,
        must_encrypt=settings.smtp_tls is not Tls.NONE,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
    )
    return {
        Channel.EMAIL: Mail(server),
        Channel.WHATSAPP: FileSink(Channel.WHATSAPP, settings.sink_dir),
        Channel.SMS: FileSink(Channel.SMS, settings.sink_dir),
    }
