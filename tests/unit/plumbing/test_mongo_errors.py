"""What a failed bulk write means: a lost race, a database that is away, or a mistake of ours."""

from typing import Any

import pytest
from pymongo.errors import BulkWriteError

from shared.plumbing.core.failures import Retryable
from shared.plumbing.mongo.guarded import DUPLICATE_KEY, GUARD_FAILED, lost_operations


def a_failure(*codes: int, unconfirmed: bool = False) -> BulkWriteError:
    errors: list[dict[str, Any]] = [{"index": n, "code": code} for n, code in enumerate(codes)]
    concern = [{"code": 11602, "errmsg": "the primary steps down"}] if unconfirmed else []
    return BulkWriteError({"writeErrors": errors, "writeConcernErrors": concern})


def test_lost_races_are_told_by_their_places() -> None:
    failure = a_failure(DUPLICATE_KEY, GUARD_FAILED)

    assert lost_operations(failure, DUPLICATE_KEY, GUARD_FAILED) == [0, 1]


@pytest.mark.parametrize("codes", [(), (DUPLICATE_KEY,)])
def test_a_write_that_no_majority_confirmed_is_tried_again(codes: tuple[int, ...]) -> None:
    with pytest.raises(Retryable, match="could not confirm"):
        lost_operations(a_failure(*codes, unconfirmed=True), DUPLICATE_KEY)


@pytest.mark.parametrize("codes", [(), (17419,), (DUPLICATE_KEY, 17419)])
def test_any_other_failure_is_our_own(codes: tuple[int, ...]) -> None:
    failure = a_failure(*codes)

    with pytest.raises(BulkWriteError) as raised:
        lost_operations(failure, DUPLICATE_KEY)

    assert raised.value is failure
