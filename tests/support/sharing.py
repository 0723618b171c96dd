"""Which worker of a parallel run plays which tests, and the end of what a broken run leaves."""

import psutil
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Tests on the same engines are one part and stay on one worker: each further pair of engines costs
# memory and processor time. The longest parts come first, or the run would end with one of them.
PARTS = (
    "tests/e2e/test_story",
    "tests/integration/intake/",
    "tests/integration/",
    "tests/integration/intake/test_l",
    "tests/integration/endorsement/",
    "tests/integration/intake/test_i",
    "tests/integration/embedded/",
    "tests/e2e/test_pages.py",
    "tests/integration/endorsement/test_shared_work.py",
    "tests/integration/endorsement/test_list",
    "tests/integration/endorsement/test_outages.py",
    "tests/integration/subscriptions/",
    "tests/integration/endorsement/test_flood.py",
)
RUN = "PYTEST_XDIST_TESTRUNUID"


def part_of(test: str) -> str:
    """Return the part with the most exact name, or the file of a test that needs no engines."""
    file = test.partition("::")[0]
    return max((part for part in PARTS if file.startswith(part)), key=len, default=file)


class Sharing(LoadScopeScheduling):
    """The first worker begins with the tests without engines, the others with the rest."""

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        quick = [part for part in self.workqueue if part not in PARTS]
        long = [part for part in PARTS if part in self.workqueue]
        is_first = node.gateway.id == "gw0"
        chosen = [*quick, *long] if is_first else [*long, *quick]
        self.workqueue.move_to_end(chosen[0], last=False)
        super()._assign_work_unit(node)


def end_leftovers(run: str) -> None:
    """Kill every process of this run: a worker that was killed could not stop what it had begun."""
    for process in psutil.process_iter(["environ"]):
        if (process.info["environ"] or {}).get(RUN) == run:
            process.kill()
