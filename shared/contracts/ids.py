"""The identifiers that travel in messages."""

from typing import Annotated

from pydantic import Field

UmkmId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
"""Made by intake. The same in all rounds and districts."""
RoundId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
DistrictCode = Annotated[str, Field(pattern=r"^\d\d\.\d\d$")]
"""Kemendagri code with the dot, `12.01`. Without the dot it looks like a code of BPS."""
AgencyId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
HsCode = Annotated[str, Field(pattern=r"^\d{6}$")]
StageId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
