"""What the tests of notify take for granted."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from services.notify.app import NOTICE_KIND, RECIPIENT_KIND
from services.notify.model.notices import Content, Notice, NoticeStatus, Urgency
from services.notify.model.wording import Catalogue
from services.notify.settings import Settings
from services.notify.store.catalogue import load_catalogue
from shared.contracts import endorsement, intake, mentoring
from shared.contracts.envelope import CloudEvent, Event, envelope_of
from shared.contracts.names import Names
from tests.support.deciders import Deciders
from tests.support.provinces import SUMUT

NOW = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
given = Deciders(NOTICE_KIND, RECIPIENT_KIND, now=NOW).given
DIGEST = "0" * 64
JOURNEY = {"umkm_id": "umkm-1", "business_name": "Kopi Lintong", "district": "12.16"}
LICENSING = Names(id="Perizinan", en="Licensing")
NIB = Names(id="Nomor Induk Berusaha (NIB)", en="Business identification number (NIB)")
DECIDED = JOURNEY | {
    "round_id": "r-1",
    "policy_version": 1,
    "tally": endorsement.Tally(endorse=("bi",)),
    "decided_at": NOW,
}


def events() -> list[Event]:
    """One of each kind that makes a notice."""
    return [
        intake.RoundOpened(
            round_id="r-1", title="Putaran I", district="12.16", opens_at=NOW, closes_at=NOW
        ),
        intake.DistrictReminded(
            round_id="r-1", district="12.16", days_before_closing=3, closes_at=NOW
        ),
        intake.UmkmRecommended(**JOURNEY, round_id="r-1", recommended_by="12.16"),
        intake.UmkmReturned(
            umkm_id="umkm-1", round_id="r-1", district="12.16", reason_code="no-products"
        ),
        endorsement.UmkmEndorsed(**DECIDED, score=80.0),
        endorsement.UmkmRejected(**DECIDED),
        endorsement.BallotLapsed(**DECIDED, due_at=NOW),
        endorsement.PriorityListPublished(
            list_number=1, capacity=1000, placed=1000, content_sha256=DIGEST
        ),
        mentoring.JourneyStarted(
            **JOURNEY,
            programme="siap-ekspor",
            programme_name=Names(id="Siap Ekspor", en="Export ready"),
            programme_version=1,
            stages=("packaging", "licensing"),
            stage_names=(Names(id="Kemasan", en="Packaging"), LICENSING),
        ),
        mentoring.StageCompleted(**JOURNEY, stage="licensing", stage_name=LICENSING),
        mentoring.StageOverdue(
            **JOURNEY,
            stage="licensing",
            stage_name=LICENSING,
            due_at=NOW,
            missing=("nib", "halal"),
            missing_names=(NIB, Names(id="Sertifikat halal", en="Halal certificate")),
        ),
        mentoring.ExportReady(**JOURNEY),
        mentoring.ExportRecorded(
            **JOURNEY, peb_number="000123", destination="JP", value_usd=12500.5, exported_on=NOW
        ),
        mentoring.JourneyLeft(**JOURNEY, reason="Pemilik pindah."),
    ]


def an_envelope(event: Event, event_id: str = "ballot/umkm-1:3:0") -> CloudEvent[Any]:
    return envelope_of(type(event))(
        id=event_id,
        source="/sentra/test",
        type=event.type,
        subject=event.subject(),
        time=NOW,
        correlationid="c-1",
        data=event,
    )


def a_contact_change(**changes: Any) -> intake.ContactChanged:
    fields = {
        "umkm_id": "umkm-1",
        "business_name": "Kopi Lintong",
        "owner_name": "Tiurma Sihombing",
        "phone": "+6281234567890",
        "email": "tiurma@kopi.example",
    }
    return intake.ContactChanged(**fields | changes)


def a_notice(status: NoticeStatus = NoticeStatus.QUEUED, **changes: Any) -> Notice:
    content = Content(
        about="umkm-1",
        recipient="umkm:umkm-1",
        template="umkm-endorsed",
        template_version=1,
        urgency=Urgency.NORMAL,
        fields={"business_name": "Kopi Lintong"},
    )
    return Notice("ballot/umkm-1:3:0@umkm:umkm-1", status, content, NOW, **changes)


@cache
def the_catalogue() -> Catalogue:
    """The data that is delivered."""
    settings = Settings()
    return load_catalogue(settings.notices, settings.words, SUMUT)
