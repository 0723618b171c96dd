"""python -m services.notify: settings, service, run."""

from services.notify.app import create_service
from services.notify.settings import Settings
from shared.plumbing.run.service import run

if __name__ == "__main__":
    run(create_service(Settings()))
