"""python -m services.mentoring: settings, service, run."""

from services.mentoring.app import create_service
from services.mentoring.settings import Settings
from shared.plumbing.run.service import run

if __name__ == "__main__":
    run(create_service(Settings()))
