"""Puts endorsement together."""

from collections.abc import Mapping
from functools import partial

from services.endorsement import consumers, jobs
from services.endorsement.api import ballots as ballots_api
from services.endorsement.api import downloads as downloads_api
from services.endorsement.api import lists as lists_api
from services.endorsement.api import policies as policies_api
from services.endorsement.api import votes_in_bulk as votes_api
from services.endorsement.handlers.ballots import Ballots
from services.endorsement.handlers.downloads import Downloads
from services.endorsement.handlers.finishing import Finishing
from services.endorsement.handlers.lists import Lists
from services.endorsement.model.ballots import Ballot
from services.endorsement.model.entries import ListEntry
from services.endorsement.model.lists import PriorityList, Register
from services.endorsement.model.policies import Policy, load_policies
from services.endorsement.rules.ballots import decide
from services.endorsement.rules.entries import decide_entry, evolve_entry
from services.endorsement.rules.evolution import evolve
from services.endorsement.rules.lists import decide_list, evolve_list
from services.endorsement.rules.register import decide_register, evolve_register
from services.endorsement.rules.votes import refuse_vote
from services.endorsement.settings import Settings
from services.endorsement.store.ballots import BALLOTS, BallotStore
from services.endorsement.store.lists import ENTRIES, LISTS, REGISTER, ListStore
from shared.plumbing.core.aggregate import Kind
from shared.plumbing.mongo import hold_to_versions
from shared.plumbing.run.service import Service
from shared.province import load_province

SOURCE = "/sentra/endorsement"


def create_service(settings: Settings) -> Service:
    """Build without any I/O but the files of policies and of the province."""
    service = Service("endorsement", settings, "Agency votes become decisions.")
    service.key_owner = "agency"
    province = load_province(settings.province)
    policies = load_policies(settings.policies, province.agencies)
    kept, listed = BallotStore(service.database), ListStore(service.database)
    service.prepare(kept.prepare)
    service.prepare(listed.prepare)
    voting = Ballots(service.aggregates(BALLOTS, ballots(policies)), kept, policies, province.zone)
    service.prepare(voting.check_policies)
    service.prepare(partial(hold_to_versions, service.database, policies))
    listing = Lists.of(
        Finishing(
            service.aggregates(LISTS, LIST_KIND),
            service.aggregates(ENTRIES, ENTRY_KIND, cached=0),  # each is met once or twice
            service.aggregates(REGISTER, REGISTER_KIND),
            listed,
            kept,
        )
    )
    service.listen(consumers.subscription(voting))
    service.serve(ballots_api.router(voting))
    service.serve(votes_api.router(voting))
    service.serve(policies_api.router(voting))
    service.serve(lists_api.router(listing))
    downloads = Downloads(listed, province)
    service.serve(downloads_api.router(downloads))
    for name, job in jobs.timers(voting, listing).items():
        service.every_now_and_then(name, job)
    return service


def ballots(policies: Mapping[int, Policy]) -> Kind[Ballot]:
    return Kind(
        name="ballot",
        source=SOURCE,
        state=Ballot,
        initial=Ballot,
        decide=lambda ballot, command, now: decide(ballot, command, policies, now),
        evolve=evolve,
        refusal=refuse_vote,
    )


LIST_KIND = Kind(
    name="priority-list",
    source=SOURCE,
    state=PriorityList,
    initial=lambda _key: PriorityList(),
    decide=decide_list,
    evolve=evolve_list,
)
ENTRY_KIND = Kind(
    name="priority-entry",
    source=SOURCE,
    state=ListEntry,
    initial=lambda _key: ListEntry(),
    decide=decide_entry,
    evolve=evolve_entry,
)
REGISTER_KIND = Kind(
    name="priority-register",
    source=SOURCE,
    state=Register,
    initial=lambda _key: Register(),
    decide=decide_register,
    evolve=evolve_register,
)
