"""`docs/codes.md`: every code with which a service refuses, and what to do about it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from cli.events.sources import ROOT
from shared.yaml_files import read_yaml

OF_ALL = "shared/plumbing"
AGAIN = {"later": "unchanged, later", "mended": "after a change", "no": "no"}
SENTENCES = "shared/tables/unreadable.yaml", "services/intake/data/problems.yaml"
HEAD = """# Codes

`./sentra docs` writes this page from `codes.yaml` beside each service, and from the sentences of
intake. A problem (RFC 9457) has its code in `title` and at the end of `type`
(`urn:sentra:problem:<code>`); `vote-refused` and the rows of a report have it in `code`. New codes
may come at any time ([ADR 0015](adr/0015-codes-of-refusals-are-an-open-set.md)): treat an unknown
one by its status.

*Again* says when the same request may succeed: *unchanged, later*; *after a change*; or *no*. Keep
the `Idempotency-Key` if nothing changes.
"""
OF_ROWS = """A row of a report, or a problem around a file, has both sentences. They say what to do;
then send the mended file, or the request, again. If a sentence says that the system is at fault, or
that something takes too long, send the same one again later. `{...}` stands for a value.
"""


Words = Annotated[str, Field(min_length=1)]


class Code(BaseModel, extra="forbid"):
    """One code that a service may answer."""

    status: int
    again: Literal["later", "mended", "no"]
    means: Words
    do: Words
    kafka: bool = False
    """`vote-refused` has it too."""


class Bilingual(BaseModel):
    """What is said of a file or of a row, in both languages."""

    id: Words
    en: Words


_codes = TypeAdapter(dict[str, Code])
_sentences = TypeAdapter(dict[str, Bilingual])


def codes_of(folder: str) -> Mapping[str, Code]:
    """The declared codes of `services/<name>` or of `shared/plumbing`."""
    path = ROOT / folder / "codes.yaml"
    return _codes.validate_python(read_yaml(path))


def sentences_in(path: str) -> Mapping[str, Bilingual]:
    return _sentences.validate_python(read_yaml(ROOT / path))


def codes_page(services: list[str]) -> str:
    parts = [HEAD, "## Every service\n", *_table(codes_of(OF_ALL))]
    for name in services:
        parts += [f"\n## {name}\n", *_table(codes_of(f"services/{name}"))]
    parts += ["\n## Files and rows of intake\n", *_of_rows(), ""]
    return "\n".join(parts)


def _table(codes: Mapping[str, Code]) -> Iterator[str]:
    yield "| code | status | what it means | what to do | again |"
    yield "|---|---|---|---|---|"
    for name, code in sorted(codes.items()):
        status = f"{code.status}, `vote-refused`" if code.kafka else str(code.status)
        yield f"| `{name}` | {status} | {code.means} | {code.do} | {AGAIN[code.again]} |"


def _of_rows() -> Iterator[str]:
    yield OF_ROWS
    yield "| code | Indonesian | English |"
    yield "|---|---|---|"
    pairs = {**sentences_in(SENTENCES[0]), **sentences_in(SENTENCES[1])}
    for name, pair in sorted(pairs.items()):
        yield f"| `{name}` | {_cell(pair.id)} | {_cell(pair.en)} |"


def _cell(sentence: str) -> str:
    plain = " ".join(sentence.split()).replace("|", "\\|")
    return plain.replace("{{", "{").replace("}}", "}")  # of a sentence with blanks
