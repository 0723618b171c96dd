"""The clients of the agency kit really vote, and read their answers, in each language."""

import ast
import io
import tokenize
from pathlib import Path

import orjson
import pytest

from cli.checking import check
from shared.contracts.intake import OfferedProduct
from tests.integration.endorsement.crowd import Worker
from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.messages import (
    BALLOTS,
    a_recommendation,
    altered,
    kind,
    votes_of,
)
from tests.integration.endorsement.outsiders import HTTP_CLIENT, running
from tests.integration.http.serving import a_process, answers
from tests.support.clients import LANGUAGES, PYTHON, Command, client_in
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]
COFFEE = OfferedProduct(name="Biji kopi", hs6="090111", commodity="Kopi").model_dump()


@pytest.fixture(scope="module", params=LANGUAGES)
async def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Command:
    return await client_in(request.param, tmp_path_factory.mktemp(request.param))


@pytest.mark.usefixtures("replica")
async def test_a_client_votes_on_what_it_is_asked_and_reads_its_answer(
    hall: Hall, client: Command
) -> None:
    [umkm, dubious] = hall.umkm("asked", 2)
    kafka, group = hall.engines.kafka_bootstrap, f"agency-bi-{umkm}"

    async with running(client, kafka, AGENCY="bi", GROUP=group) as agency:
        await hall.send(altered(a_recommendation(umkm), {"products": [COFFEE]}))
        await hall.send(a_recommendation(dubious))

        assert await agency.says("voted", umkm, "endorse")
        assert await agency.says("answered", umkm, "vote-cast")
        assert await agency.says("answered", dubious, "vote-cast")

    cast = [f["data"] for f in await hall.facts([umkm, dubious]) if kind(f) == "vote-cast"]
    assert {(each["umkm_id"], each["agency"], each["choice"]) for each in cast} == {
        (umkm, "bi", "endorse"),
        (dubious, "bi", "need-info"),
    }


@pytest.mark.usefixtures("replica")
async def test_a_client_that_lost_everything_reads_all_again_and_no_vote_counts_twice(
    hall: Hall, client: Command
) -> None:
    [umkm] = hall.umkm("again")
    kafka = hall.engines.kafka_bootstrap
    await hall.send(a_recommendation(umkm))
    for group in ("first", "second"):
        async with running(client, kafka, AGENCY="bi", GROUP=f"agency-bi-{group}-{umkm}") as agency:
            await agency.says("answered", umkm, "vote-cast")

    votes = [r.value for r in await hall.records(votes_of("bi")) if r.key == umkm.encode()]

    assert len({orjson.loads(vote)["id"] for vote in votes}) == 1
    assert [check(vote, votes_of("bi"), "bi").faults for vote in votes] == [()] * len(votes)
    assert len([f for f in await hall.facts([umkm]) if kind(f) == "vote-cast"]) == 1


async def test_an_agency_without_kafka_votes_and_goes_on_where_it_was(
    hall: Hall, tmp_path: Path
) -> None:
    [first, second] = hall.umkm("pulled", 2)
    worker = await Worker.begin(hall)
    await worker.ready()
    agency_of = {"AGENCY": "disperindag", "PLACE": str(tmp_path / "cursor")}
    kafka = hall.engines.kafka_bootstrap
    with a_process("subscriptions", hall.engines) as events:
        await answers(events)
        for umkm in (first, second):
            await hall.send(altered(a_recommendation(umkm), {"products": [COFFEE]}))

            where = agency_of | {"EVENTS": events, "VOTES": worker.url}
            async with running(HTTP_CLIENT, kafka, **where) as agency:
                await agency.says("answered", umkm, "cast")

    # What is told again, with the same id, may be asked again: it counts once.
    values = [r.value for r in await hall.records(BALLOTS) if r.key == first.encode()]
    repeats = len([raw for raw in values if raw and b"ballot-opened" in raw]) - 1
    assert len([line for line in agency.lines if line.startswith(f"asked     {first}")]) <= repeats

    async def both_are_cast() -> bool:
        cast = [fact for fact in await hall.facts([first, second]) if kind(fact) == "vote-cast"]
        voters = [(fact["subject"], fact["data"]["agency"]) for fact in cast]
        return sorted(voters) == sorted([(first, "disperindag"), (second, "disperindag")])

    await until("both votes are on the topic, once", both_are_cast)


@pytest.mark.parametrize(("command", "most"), [(PYTHON, 60), (HTTP_CLIENT, 60)])
def test_a_client_in_python_is_as_short_as_its_page_says(command: Command, most: int) -> None:
    assert lines_of_code(Path(command[-1]).read_text(encoding="utf-8")) <= most


def lines_of_code(text: str) -> int:
    """Without blank lines, comments and docstrings."""
    docstrings = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef)
        and ast.get_docstring(node)
        for line in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type in (tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING)
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - docstrings)
