"""python -m services.subscriptions: settings, service, run."""

from services.subscriptions.app import create_service
from services.subscriptions.settings import Settings
from shared.plumbing.run.service import run

if __name__ == "__main__":
    run(create_service(Settings()))
