"""Which worker of a parallel run plays which tests, and the end of what a broken run leaves."""

from collections.abc import Iterable, Mapping

import psutil
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Tests on the same engines are one part and stay on one worker: each further pair of engines costs
# memory and processor time. The longest parts come first, or the run would end with one of them.
PARTS = (
    "tests/e2e/test_story",
    "tests/integration/intake/",
    "tests/integration/",
    "tests/integration/intake/test_i",
    "tests/integration/endorsement/",
    "tests/integration/intake/test_l",
    "tests/e2e/test_pages.py",
    "tests/integration/endorsement/test_list",
    "tests/integration/endorsement/test_shared_work.py",
    "tests/integration/embedded/",
    "tests/integration/endorsement/test_outages.py",
    "tests/integration/endorsement/test_flood.py",
    "tests/integration/subscriptions/",
)
LONGER_PARTS = ("tests/letters/test_letters.py", "tests/model/test_letters.py", "tests/foreign/")
"""Without engines; the last installs its tools once. Other files are short, and fill the gaps."""
RUN = "PYTEST_XDIST_TESTRUNUID"


def part_of(test: str) -> str:
    """Return the part with the most exact name, or the file of a test that needs no engines."""
    file = test.partition("::")[0]
    parts = (*PARTS, *LONGER_PARTS)
    return max((part for part in parts if file.startswith(part)), key=len, default=file)


class Sharing(LoadScopeScheduling):
    """Long parts first; the first worker begins with the longer files without engines."""

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)

    def _reschedule(self, node: WorkerController) -> None:
        """Give out work as late as possible. A worker begins its last test when more work comes."""
        if self._pending_of(self.assigned_work[node]) <= 1:
            super()._reschedule(node)

    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(self._next_for(node), last=False)
        super()._assign_work_unit(node)

    def _next_for(self, node: WorkerController) -> str:
        longer = [file for file in LONGER_PARTS if file in self.workqueue]
        with_engines = [part for part in PARTS if part in self.workqueue]
        short = [part for part in self.workqueue if part not in (*longer, *with_engines)]
        unfinished = [part for part, tests in self._work_of(node) if not all(tests.values())]
        if unfinished and unfinished[-1] in PARTS:  # its last test may be long: nothing waits there
            return [*short, *with_engines, *longer][0]
        if node.gateway.id == "gw0":
            return [*longer, *with_engines, *short][0]
        return [*with_engines, *longer, *short][0]

    def _work_of(self, node: WorkerController) -> Iterable[tuple[str, Mapping[str, bool]]]:
        return self.assigned_work.get(node, {}).items()


def end_leftovers(run: str) -> None:
    """Kill every process of this run: a worker that was killed could not stop what it had begun."""
    for process in psutil.process_iter(["environ"]):
        if (process.info["environ"] or {}).get(RUN) == run:
            process.kill()
