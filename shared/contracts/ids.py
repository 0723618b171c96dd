"""The identifiers that travel in messages."""

from typing import Annotated, NamedTuple, Self

from pydantic import Field

UmkmId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
"""Made by intake. The same in all rounds and districts."""
RoundId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
DistrictCode = Annotated[str, Field(pattern=r"^\d\d\.\d\d$")]
"""Kemendagri code with the dot, `12.01`. Without the dot it looks like a code of BPS."""
AgencyId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
RecommenderId = Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,39}|\d\d\.\d\d)$")]
"""The agency or the district that recommends. One pattern, because generators know no choice."""
HsCode = Annotated[str, Field(pattern=r"^\d{6}$")]
StageId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
AnyId = Annotated[str, Field(max_length=200)]
"""An id that a caller copies from an answer. Its form is not promised."""


class EventId(NamedTuple):
    """The id of an event: `<kind>/<key>:<version>:<n>`, such as `ballot/U1:3:0`.

    This form is a promise to readers. Events of one aggregate about one subject come in the order
    of (version, n) on their topic. An event may come again, but no newer one comes before it.
    Numbers may be missing: refusals have a version too, and some events stay in their service.
    """

    kind: str
    """The kind of the aggregate, `ballot`. It has no slash."""
    key: str
    """The id of the aggregate. It may hold slashes and colons."""
    version: int
    """Counts the messages that the aggregate took, from 1."""
    n: int
    """Counts the events of one version, from 0."""

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}:{self.version}:{self.n}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError if the text is not the id of an event."""
        if event_id := cls._split(text):
            return event_id
        raise ValueError(f"{text!r} does not read <kind>/<key>:<version>:<n>")

    @classmethod
    def _split(cls, text: str) -> Self | None:
        try:
            aggregate, version, n = text.rsplit(":", 2)
            kind, key = aggregate.split("/", 1)
            event_id = cls(kind, key, int(version), int(n))
        except ValueError:
            return None
        # `int` also takes signs, spaces, leading zeros and other digits. Then the texts differ.
        is_same = str(event_id) == text and min(event_id.version, event_id.n) >= 0
        return event_id if is_same and kind and key else None
