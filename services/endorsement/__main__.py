"""python -m services.endorsement: settings, service, run."""

from services.endorsement.app import create_service
from services.endorsement.settings import Settings
from shared.plumbing.run.service import run

if __name__ == "__main__":
    run(create_service(Settings()))
