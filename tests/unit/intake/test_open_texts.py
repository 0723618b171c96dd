"""What goes into an event names no person by a number: topics never forget."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from services.endorsement.api.ballots import MovingOrder, ReopeningOrder
from services.intake.api.likenesses import Merger
from services.intake.api.nominations import Returned, Withdrawn
from services.intake.api.single import SingleRecommendation
from services.mentoring.model.commands import LeaveProgramme, OverrideStage
from tests.unit.intake.builders import a_recommendation
from tests.unit.intake.rows import accepted, codes, left_out

PRIVATE = "Ibu Tiur, 0812-6000-1234"
MERGER = {"officer": "Rina", "into": "U5SFB3HF2YM48"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (Returned, {"reason_code": "photo"}),
        (Withdrawn, {}),
        (Merger, MERGER),
        (ReopeningOrder, {"by": "Rina"}),
        (MovingOrder, {"by": "Rina", "policy_version": 2}),
        (LeaveProgramme, {}),
        (OverrideStage, {"stage": "licensing", "by": "rina"}),
    ],
)
def test_a_reason_with_a_telephone_number_is_refused_with_a_sentence(
    body: type[BaseModel], fields: dict[str, Any]
) -> None:
    body.model_validate(fields | {"reason": "kurang lengkap"})

    with pytest.raises(ValidationError, match="holds a NIK, a telephone number"):
        body.model_validate(fields | {"reason": PRIVATE})


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": PRIVATE},
        {"business_name": f"UD Kopi {PRIVATE}"},
        {"products": [{"name": f"Kopi, {PRIVATE}"}]},
    ],
)
def test_a_typed_recommendation_with_one_in_an_open_field_is_refused(
    changes: dict[str, Any],
) -> None:
    typed = a_recommendation().model_dump(mode="json")
    SingleRecommendation.model_validate(typed)

    with pytest.raises(ValidationError):
        SingleRecommendation.model_validate(typed | changes)


def test_in_a_letter_such_a_reason_is_left_out_and_such_a_product_refuses_its_row() -> None:
    assert left_out("reason", PRIVATE, "personal-data")
    assert codes(product=f"Kopi, {PRIVATE}") == ["personal-data"]


def test_a_note_stays_in_the_dossier_so_it_may_hold_a_second_number() -> None:
    assert accepted(note=PRIVATE).note == PRIVATE
