"""Voting policies, and what another policy would change."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.endorsement.handlers.ballots import Ballots
from services.endorsement.model.policies import Policy
from services.endorsement.model.simulations import Simulation
from shared.plumbing.http import Problem


def router(handlers: Ballots) -> APIRouter:
    routes = APIRouter(tags=["endorsement"])

    @routes.get("/policies")
    async def list_policies() -> list[Policy]:
        """Every version, oldest first. New ballots use the last one."""
        return [policy for _, policy in sorted(handlers.policies.items())]

    @routes.get("/policies/{version}")
    async def get_policy(version: int) -> Policy:
        policy = handlers.policies.get(version)
        if policy is None:
            raise Problem(404, "no-policy", f"There is no policy version {version}.")
        return policy

    @routes.post("/policies/simulation")
    async def simulate_policy(
        policy: Policy, most: Annotated[int, Query(ge=0, le=10_000)] = 1000
    ) -> Simulation:
        """Apply a policy to the votes of all ballots. Nothing is saved.

        Lists the first `most` ballots that would end differently.
        """
        return await handlers.simulate(policy, most)

    return routes
