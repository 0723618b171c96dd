"""What a district recommends: one UMKM, checked, and the identity that recognises it again."""

import hmac
import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from shared.contracts.intake import OfferedProduct, SizeClass

# Nobody types a control character; a database or a spreadsheet may stumble over it.
_TYPED = r"^[^\x00-\x08\x0e-\x1f]*$"
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_TYPED)
]
LongText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=_TYPED)
]
# Kemendagri code with its dot: without it "1201" is Tapanuli Tengah to one office, Nias to another.
DistrictCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}\.[0-9]{2}$")]
# Area, birthday (of a woman: day + 40), serial number; there is no checksum.
Nik = Annotated[
    str,
    StringConstraints(
        pattern=r"^[1-9][0-9]{5}"
        r"(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(?:0[1-9]|1[0-2])[0-9]{6}$"
    ),
]


def _of_somebody(number: str) -> str:
    if not number.strip("0"):  # all who wrote noughts would be one UMKM
        raise ValueError("noughts alone are no number of anybody")
    return number


Nib = Annotated[str, StringConstraints(pattern=r"^[0-9]{13}$"), AfterValidator(_of_somebody)]
Npwp = Annotated[str, StringConstraints(pattern=r"^[0-9]{15,16}$")]
Pirt = Annotated[str, StringConstraints(pattern=r"^[0-9]{15,17}$")]
Kbli = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
Email = Annotated[
    str,
    StringConstraints(
        to_lower=True,
        max_length=254,
        pattern=r"^[A-Za-z0-9._%+\-]{1,64}@"
        r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$",
    ),
]

# MongoDB holds 64 bits; a thousand times the limit of a medium business is a slip of the finger.
Rupiah = Annotated[int, Field(ge=0, le=10**15)]


class KbliVersion(StrEnum):
    """KBLI 2020 (Peraturan BPS 2/2020) or 2025 (Peraturan BPS 7/2025): codes have moved."""

    V2020 = "2020"
    V2025 = "2025"


class Recommendation(BaseModel):
    """One UMKM as a district recommends it; holds personal data (UU 27/2022)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    business_name: Text
    owner_name: Text
    nik: Nik | None = None
    nib: Nib | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
    email: Email | None = None
    address: LongText | None = None
    village: Text | None = None
    district: DistrictCode
    products: Annotated[tuple[OfferedProduct, ...], Field(min_length=1, max_length=20)]
    npwp: Npwp | None = None
    """Tax number: 16 digits, or the 15 of its old form (PMK 112/2022)."""
    pirt: Pirt | None = None
    """Licence of home-made food, SPP-IRT: 15 digits at least, the last two the year it ends in."""
    kbli: Kbli | None = None
    kbli_version: KbliVersion | None = None
    """Of which list the code is; None where nobody said so, for many codes are in both."""
    size_class: SizeClass | None = None
    yearly_sales: Rupiah | None = None
    """Rupiah."""
    capital: Rupiah | None = None
    """Rupiah, without land and buildings; decides on the size where there are no sales yet."""
    export_experience: LongText | None = None
    reason: LongText | None = None
    rank: Annotated[int, Field(ge=1, le=999_999)] | None = None
    """The district's own order of preference, 1 first."""
    consent_on: Annotated[date, Field(ge=date(2000, 1, 1))]
    """When the owner agreed to the processing of personal data: required by UU 27/2022."""


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Two characters at once: three ids are made for each row of a file.
_PAIRS = tuple(first + second for first in _CROCKFORD for second in _CROCKFORD)
_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc\u02bb\u00b4]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(r"\b(?:u ?d|c ?v|p ?t)\b")


def identities(recommendation: Recommendation) -> tuple[str, ...]:
    """All that may recognise this UMKM, the strongest first: its NIB, its NIK, its name.

    NIK and NPWP can be one string for one person, so NPWP is no key of its own.
    """
    business = _without_legal_form(normalised(recommendation.business_name))
    name = f"name:{business}|{normalised(recommendation.owner_name)}|{recommendation.district}"
    numbers = (("nib", recommendation.nib), ("nik", recommendation.nik))
    return (*(f"{kind}:{number}" for kind, number in numbers if number), name)


def identity(recommendation: Recommendation) -> str:
    """What gives a UMKM its id when it is heard of for the first time."""
    return identities(recommendation)[0]


def umkm_id(recommendation: Recommendation, key: SecretStr) -> str:
    """Give the id of a UMKM that is new; of one that is known, `rules.identities` gives it."""
    return _id(identity(recommendation), key.get_secret_value().encode())


def identity_keys(recommendation: Recommendation, key: SecretStr) -> tuple[str, ...]:
    """`nib/U...`, `nik/U...`, `name/U...`: what recognises a UMKM, readable for nobody."""
    secret = key.get_secret_value().encode()
    return tuple(
        f"{each.partition(':')[0]}/{_id(each, secret)}" for each in identities(recommendation)
    )


def _id(identity: str, secret: bytes) -> str:
    """`U` and 60 bits: of a million UMKM any two meet with a chance below 1 in 2 million.

    Keyed, because the id travels on open topics: a NIK has so few values that without a secret
    anyone could try them all and read it out of the id (UU 27/2022).
    """
    keyed = _keyed(secret).copy()
    keyed.update(identity.encode())
    bits = int.from_bytes(keyed.digest()[:8], "big") >> 4
    return "U" + "".join([_PAIRS[bits >> shift & 1023] for shift in (50, 40, 30, 20, 10, 0)])


@lru_cache(maxsize=4)
def _keyed(secret: bytes) -> hmac.HMAC:
    """Take in the key once: it costs as much as all the rest, and lets go of the interpreter."""
    return hmac.new(secret, digestmod="sha256")


_TELLING_LETTERS = 3


def normalised(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces: the way people recognise a name.

    Where hardly anything would be left of it (C++, an emoji), what was typed is the name.
    """
    plain = _plain(text)
    return plain if len(plain) >= _TELLING_LETTERS else " ".join(text.casefold().split())


def _plain(text: str) -> str:
    if text.isascii():  # nine of ten, at a fifth of the time
        words = text.lower().split()
        if "".join(words).isalnum():
            return " ".join(words)
        return _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", text.lower())).strip()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def business_words(name: str) -> list[str]:
    """The words that tell one business from another."""
    return _without_legal_form(normalised(name)).split()


def _without_legal_form(name: str) -> str:
    # A business called only "UD" keeps its name: an empty one would match every other empty one.
    return " ".join(_LEGAL_FORM.sub(" ", name).split()) or name
