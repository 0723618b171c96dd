"""`./sentra contract`: checks messages before they are sent."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cli.checking import Verdict, check

app = App(
    name="contract",
    help="Hold messages against the contract before they are sent.",
    default_parameter=Parameter(negative=""),
)
STDIN = "-"
File = Annotated[str, Parameter(allow_leading_hyphen=True)]
ALL_GOOD, SOME_BAD, UNREADABLE = 0, 1, 2


@app.command(name="check")
def check_(*files: File, topic: str | None = None, agency: str | None = None) -> int:
    """Say of each message whether the platform would take it, and all that is wrong with it.

    The answer is 0 where all would be taken, 1 where one would be put aside, 2 where a file cannot
    be read.

    Parameters
    ----------
    files
        One structured CloudEvent each; `-` is the standard input.
    topic
        Where it is meant to be sent: then it is checked that it belongs there.
    agency
        Who is meant to send it there: then it is checked that this agency may.

    """
    if not files:
        return _unreadable("Name a file with a message, or `-` for the standard input.")
    bad = 0
    for file in files:
        try:
            value = _read(file)
        except OSError as error:
            return _unreadable(f"{file} cannot be read: {error.strerror}.")
        verdict = check(value, topic, agency)
        _show(file, verdict)
        bad += bool(verdict.faults)
    if len(files) > 1:
        print(f"{len(files) - bad} of {len(files)} messages keep the contract.")
    return SOME_BAD if bad else ALL_GOOD


def _read(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()


def _show(file: str, verdict: Verdict) -> None:
    if verdict.faults:
        print(f"{file}: does not keep the contract")
    else:
        print(f"{file}: keeps the contract ({verdict.type} about {verdict.subject})")
    for path, sentence in verdict.faults:
        print(f"  fault  {path}: {sentence}")
    for path, sentence in verdict.notes:
        print(f"  note   {path}: {sentence}")


def _unreadable(sentence: str) -> int:
    sys.stderr.write(f"sentra: {sentence}\n")
    return UNREADABLE
