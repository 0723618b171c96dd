"""Puts endorsement together."""

from services.endorsement import api, consumers, jobs
from services.endorsement.handlers import Handlers
from services.endorsement.model import Ballot, Place, Policy, PriorityList, ReceiveVote
from services.endorsement.rules.ballots import decide
from services.endorsement.rules.evolution import evolve
from services.endorsement.rules.lists import (
    decide_list,
    decide_place,
    evolve_list,
    evolve_place,
)
from services.endorsement.settings import Settings
from services.endorsement.store import BALLOTS, LISTS, PLACES, EndorsementStore
from shared.contracts.endorsement import VoteRefusal, VoteRefused
from shared.plumbing.aggregate import Kind
from shared.plumbing.failures import Refused
from shared.plumbing.service import Service
from shared.plumbing.versioned import load_versions

SOURCE = "/sentra/endorsement"


def create_service(settings: Settings) -> Service:
    """Build without any I/O but the policy files."""
    service = Service("endorsement", settings, "Agency votes become decisions.")
    store = EndorsementStore(service.database)
    handlers = Handlers(
        ballots=service.aggregates(BALLOTS, ballots(settings)),
        lists=service.aggregates(LISTS, LIST_KIND),
        places=service.aggregates(PLACES, PLACE_KIND),
        store=store,
    )
    service.prepare(store.prepare)
    service.listen(consumers.subscription(handlers))
    service.serve(api.router(handlers))
    for name, job in jobs.timers(handlers).items():
        service.every_now_and_then(name, job)
    return service


def ballots(settings: Settings) -> Kind[Ballot]:
    policies = load_versions(settings.policies, Policy)
    return Kind(
        name="ballot",
        source=SOURCE,
        state=Ballot,
        initial=Ballot,
        decide=lambda ballot, command, now: decide(ballot, command, policies, now),
        evolve=evolve,
        refusal=refuse_vote,
    )


def refuse_vote(command: object, refused: Refused) -> VoteRefused | None:
    """An agency gets an answer to each vote, on the topic that it reads."""
    if not isinstance(command, ReceiveVote):
        return None
    return VoteRefused(
        umkm_id=command.vote.umkm_id,
        agency=command.agency,
        vote_id=command.vote_id,
        code=VoteRefusal(refused.code),
        detail=refused.detail,
    )


LIST_KIND = Kind(
    name="priority-list",
    source=SOURCE,
    state=PriorityList,
    initial=lambda _key: PriorityList(),
    decide=decide_list,
    evolve=evolve_list,
)
PLACE_KIND = Kind(
    name="priority-place",
    source=SOURCE,
    state=Place,
    initial=lambda _key: Place(),
    decide=decide_place,
    evolve=evolve_place,
)
