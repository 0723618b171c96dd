"""Voting policies, and what another policy would change."""

from typing import Annotated

from fastapi import Query

from services.endorsement.handlers.ballots import Ballots
from services.endorsement.model.policies import Policy
from services.endorsement.model.simulations import Simulation
from shared.plumbing.access import ANYBODY, PROVINCE
from shared.plumbing.http import Problem
from shared.plumbing.http.doors import Doors


def router(handlers: Ballots) -> Doors:
    routes = Doors("endorsement")

    @routes.get("/policies", to=[ANYBODY])
    async def list_policies() -> list[Policy]:
        """Every version, oldest first. New ballots use the last one."""
        return [policy for _, policy in sorted(handlers.policies.items())]

    @routes.get("/policies/{version}", to=[ANYBODY])
    async def get_policy(version: int) -> Policy:
        policy = handlers.policies.get(version)
        if policy is None:
            raise Problem(404, "no-policy", f"There is no policy version {version}.")
        return policy

    @routes.post("/policies/simulation", to=[PROVINCE])
    async def simulate_policy(
        policy: Policy, most: Annotated[int, Query(ge=0, le=10_000)] = 1000
    ) -> Simulation:
        """Apply a policy to the votes of all ballots. Nothing is saved.

        Lists the first `most` ballots that would end differently.
        """
        return await handlers.simulate(policy, most)

    return routes
