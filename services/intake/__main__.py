"""python -m services.intake: settings, service, run."""

from services.intake.app import create_service
from services.intake.settings import Settings
from shared.plumbing.run.service import run

if __name__ == "__main__":
    run(create_service(Settings()))
