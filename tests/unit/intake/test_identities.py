"""A UMKM stays the same one, whatever it is named by, in every round and from every district."""

from dataclasses import replace

import pytest

from services.intake.model.identities import Holders
from services.intake.model.nominations import Nomination
from services.intake.rules.identities import Known, Recognised
from services.intake.rules.nominations import learn_from_refused
from tests.unit.intake.builders import a_nomination, given, to_recommend

NIB, NIK, NAME = "nib/UB", "nik/UK", "name/UN"


def test_a_new_umkm_has_the_id_of_its_strongest_key() -> None:
    assert Known().recognise((NIK, NAME)) == Recognised("UK", (NIK, NAME), is_new=True)


def test_a_nib_that_comes_after_a_nik_is_attached_and_makes_no_new_umkm() -> None:
    recognised = Known(Holders({"UK": [NIK, NAME]})).recognise((NIB, NIK, "name/U2"))

    assert recognised == Recognised("UK", (NIB, NIK, "name/U2"))


def test_a_nib_that_comes_after_a_mere_name_is_attached() -> None:
    assert Known(Holders({"UN": [NAME]})).recognise((NIB, NAME)).umkm_id == "UN"


def test_who_gave_a_nib_first_is_recognised_later_by_nik_or_name_alone() -> None:
    known = Known(Holders({"UB": [NIB, NIK, NAME]}))

    assert {known.recognise(keys).umkm_id for keys in ((NIK, "name/U2"), (NAME,))} == {"UB"}


@pytest.mark.parametrize(
    ("held", "keys", "umkm"),
    [
        ([NIB, NIK, NAME], ("nib/UB2", NIK, "name/UN2"), "UB2"),  # one owner, two businesses
        ([NIB, NIK, NAME], ("nib/UB2", NAME), "UB2"),
        ([NIK, NAME], ("nik/UK2", NAME), "UK2"),  # two people of one name
    ],
)
def test_another_number_is_another_umkm_and_takes_no_key_of_the_first(
    held: list[str], keys: tuple[str, ...], umkm: str
) -> None:
    recognised = Known(Holders({"U1": held})).recognise(keys)

    assert recognised.umkm_id == umkm
    assert not set(recognised.keys) & set(held)


@pytest.mark.parametrize("mended", [("nib/UB2", NIK, NAME), (NIB, "nik/UK2", NAME)])
def test_a_number_that_is_mended_in_what_was_returned_makes_no_other_umkm(
    mended: tuple[str, ...],
) -> None:
    known = Known(Holders({"U1": ["nib/UB1", "nik/UK1", NAME]}, returned=frozenset({"U1"})))

    assert known.recognise(mended).umkm_id == "U1"


def test_rows_of_one_letter_recognise_each_other() -> None:
    known = Known()

    ids = [known.recognise(keys).umkm_id for keys in ((NAME,), (NIK, NAME), (NIB, NIK, "name/U2"))]

    assert ids == ["UN", "UN", "UN"]


def test_a_umkm_remembers_every_key_it_was_recommended_by() -> None:
    state = given(Nomination("U1")).when(replace(to_recommend(), keys=(NIK, NAME))).state

    assert state.keys == (NIK, NAME)


def test_a_refused_duplicate_still_tells_of_a_nib() -> None:
    again = replace(to_recommend(), keys=(NIB,))

    outcome = given(a_nomination()).when(again)

    learned = learn_from_refused(again, outcome.refusal)
    assert learned is not None
    assert not learned.topic
    assert learned.model_dump()["keys"] == (NIB,)


def test_whatever_names_a_merged_umkm_speaks_of_the_one_that_stays() -> None:
    known = Known(Holders({"UK": [NIK, NAME]}, {"UK": "U9"}))

    assert known.recognise((NIB, NIK, "name/U2")) == Recognised("U9", (NIB, "name/U2"))
    assert known.recognise((NIB,)).umkm_id == "U9"
