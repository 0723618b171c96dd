"""Puts the HTTP app of a service together: its doors, and the doorkeeper before them."""

from functools import partial
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

from shared.plumbing.access.authenticating import Authenticator
from shared.plumbing.http import build_app
from shared.plumbing.http.gate import Doorkeeper
from shared.plumbing.run.operations import router as operations

if TYPE_CHECKING:
    from shared.plumbing.run.service import Service


def app_of(service: "Service") -> FastAPI:
    """Build it. Raises OSError or ValueError if the files of accounts cannot be read."""
    settings = service.settings
    served = [(operations(service), []), *service.doors]
    app = build_app(
        f"Sentra {service.name}",
        service.description,
        service.uploads,
        settings.http_names,
        gate=partial(
            Doorkeeper,
            doors=[door for doors, _ in served for door in doors.doors],
            authenticate=Authenticator(settings.keys, settings.issuers),
        ),
        lifespan=service.lifespan,
    )
    app.state.key_owner, app.state.key_names = service.key_owner, service.requests.key_names
    for doors, before in served:
        # Once, with everything: FastAPI builds all routes again for each router around them.
        app.include_router(doors.router, dependencies=[Depends(each) for each in before])
    return app
