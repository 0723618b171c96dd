"""Wrong data is refused at start."""

import shutil
from pathlib import Path

import pytest
import yaml

from services.notify.model.wording import Catalogue
from services.notify.settings import Settings
from services.notify.store.catalogue import load_catalogue
from tests.support.provinces import SUMUT

SETTINGS = Settings()
GOOD_RULE = {"event": "mentoring.export-ready.v1", "to": "owner", "template": "export-ready"}


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    return shutil.copytree(SETTINGS.notices, tmp_path / "notices")


def load(notices: Path) -> Catalogue:
    return load_catalogue(notices, SETTINGS.words, SUMUT)


def rewrite(notices: Path, **changes: str) -> None:
    (notices / "rules.yaml").write_text(yaml.safe_dump([GOOD_RULE | changes]))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"event": "mentoring.unknown.v1"}, "is no event"),
        ({"event": "endorsement.cast-vote.v1"}, "is no event"),
        ({"event": "intake.contact-changed.v1"}, "private, or our own"),
        ({"event": "notify.notice-sent.v1"}, "private, or our own"),
        ({"template": "no-such"}, "is not there"),
        ({"event": "intake.round-opened.v1"}, "has no umkm_id"),
        ({"event": "endorsement.priority-list-published.v1", "to": "district"}, "has no district"),
        ({"template": "stage-overdue"}, "does not say"),
        ({"to": "everybody"}, "owner"),
        ({"urgency": "now"}, "urgent"),
        ({"unless": "corrected"}, "has no corrected"),
    ],
)
def test_a_rule_that_could_fail_later_is_refused_at_start(
    notices: Path, changes: dict[str, str], complaint: str
) -> None:
    rewrite(notices, **changes)

    with pytest.raises(ValueError, match=complaint):
        load(notices)


def test_a_rule_with_a_field_twice_is_refused(notices: Path) -> None:
    (notices / "rules.yaml").write_text("- {event: x, to: owner, to: district}")

    with pytest.raises(ValueError, match="'to' is there twice"):
        load(notices)


def test_a_template_with_a_lone_dollar_is_refused(notices: Path) -> None:
    path = notices / "templates" / "export-ready.2.yaml"
    path.write_text(yaml.safe_dump({"subject": "USD $ 5", "body": "x", "short": "x"}))

    with pytest.raises(ValueError, match="lone"):
        load(notices)


def test_a_template_asks_for_a_stage_and_not_for_the_field_with_its_names(notices: Path) -> None:
    path = notices / "templates" / "stage-completed.2.yaml"
    path.write_text(yaml.safe_dump({"subject": "$stage_name", "body": "x", "short": "x"}))

    with pytest.raises(ValueError, match="stage_name"):
        load(notices)


def test_a_template_without_a_version_is_refused(notices: Path) -> None:
    (notices / "templates" / "export-ready.1.yaml").rename(notices / "templates" / "ready.yaml")

    with pytest.raises(ValueError, match="version"):
        load(notices)


def test_the_newest_version_is_used_and_the_older_one_is_kept(notices: Path) -> None:
    path = notices / "templates" / "export-ready.10.yaml"
    path.write_text(yaml.safe_dump({"subject": "x", "body": "x", "short": "x"}))

    catalogue = load(notices)

    assert catalogue.newest("export-ready") == 10
    assert ("export-ready", 1) in catalogue.templates


def test_a_template_names_the_province(notices: Path) -> None:
    path = notices / "templates" / "export-ready.2.yaml"
    path.write_text(yaml.safe_dump({"subject": "Ekspor ${province}", "body": "x", "short": "x"}))

    template = load(notices).templates["export-ready", 2]

    assert template.subject == f"Ekspor {SUMUT.name}"
