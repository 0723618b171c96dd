"""How a parallel run shares the tests between its workers."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tests.support.sharing import LONGER_PARTS, PARTS, Sharing, part_of

STORY, LETTERS = PARTS[0], LONGER_PARTS[0]


@dataclass(eq=False)
class Worker:
    """What the run sends to a worker."""

    name: str
    received: list[int] = field(default_factory=list)
    ends: bool = False

    @property
    def gateway(self) -> Any:
        return SimpleNamespace(id=self.name)

    @property
    def workerinput(self) -> Any:
        return {"workerid": self.name}

    @property
    def shutting_down(self) -> bool:
        return self.ends

    def send_runtest_some(self, tests: list[int]) -> None:
        self.received += tests

    def shutdown(self) -> None:
        self.ends = True


def a_run(*tests: str) -> tuple[Any, Worker, Worker]:
    """Begin a run of these tests on two workers."""
    option = SimpleNamespace(loadscopereorder=True, debug=False)
    config: Any = SimpleNamespace(option=option, getvalue=lambda _: ["2*popen"])
    sharing: Any = Sharing(config, None)
    workers = Worker("gw0"), Worker("gw1")
    for worker in workers:
        sharing.add_node(worker)
        sharing.add_node_collection(worker, list(tests))
    sharing.schedule()
    return sharing, *workers


def files(worker: Worker, tests: tuple[str, ...]) -> list[str]:
    """The parts that a worker received, in order."""
    return list(dict.fromkeys(part_of(tests[at]) for at in worker.received))


def test_the_longest_part_and_the_longer_file_begin() -> None:
    of_each = (*["tests/unit/test_a.py"] * 9, *[LETTERS] * 2, *[f"{STORY}.py"] * 2)
    tests = tuple(f"{file}::{number}" for number, file in enumerate(of_each))

    _, first, second = a_run(*tests)

    assert (files(first, tests), files(second, tests)) == ([LETTERS], [STORY])


def test_no_part_with_engines_waits_behind_the_last_test_of_another() -> None:
    tests = tuple(f"{part}::{n}" for part in PARTS for n in range(3))
    tests += tuple(f"tests/unit/test_{n}.py::1" for n in range(20))
    sharing, _, second = a_run(*tests)

    for test in second.received[:2]:
        sharing.mark_test_complete(second, test)

    assert files(second, tests) == [PARTS[1], part_of("tests/unit/test_0.py::1")]


def test_every_test_is_played_once_and_every_worker_ends() -> None:
    tests = tuple(f"{part}::{n}" for part in PARTS for n in range(2))
    tests += tuple(f"tests/unit/test_{n}.py::1" for n in range(5))
    sharing, *workers = a_run(*tests)

    done: list[int] = []
    while waiting := [(w, at) for w in workers for at in w.received if at not in done]:
        worker, test = waiting[0]
        done.append(test)
        sharing.mark_test_complete(worker, test)

    assert sorted(done) == list(range(len(tests)))
    assert [worker.ends for worker in workers] == [True, True]
