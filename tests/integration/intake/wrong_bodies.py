"""Bodies of recommendations that are wrong, unreadable, or only odd."""

from typing import Any

import orjson

from tests.unit.intake.builders import a_recommendation

GOOD = a_recommendation().model_dump(mode="json")


TWO_MEGABYTES = 2 * 1024 * 1024


def without(field: str) -> dict[str, Any]:
    return {name: value for name, value in GOOD.items() if name != field}


def product(**fields: Any) -> dict[str, Any]:
    return GOOD | {"products": [GOOD["products"][0] | fields]}


WRONG: dict[str, tuple[bytes | dict[str, Any] | list[Any] | str, str]] = {
    "empty": (b"", "body"),
    "not JSON": (b"nama=Kopi", "body"),
    "half of JSON": (orjson.dumps(GOOD)[:-20], "body"),
    "a list": ([GOOD], "body"),
    "a word": ("kopi", "body"),
    "null": (b"null", "body"),
    "no name": (without("business_name"), "business_name"),
    "a name of spaces": (GOOD | {"business_name": "   "}, "business_name"),
    "a name that is a number": (GOOD | {"business_name": 7}, "business_name"),
    "a name of two megabytes": (GOOD | {"business_name": "x" * TWO_MEGABYTES}, "business_name"),
    "no consent": (without("consent_on"), "consent_on"),
    "consent on a day that does not exist": (GOOD | {"consent_on": "2026-02-30"}, "consent_on"),
    "consent as a number of Excel": (GOOD | {"consent_on": "46000 hari"}, "consent_on"),
    "a NIK of fifteen digits": (GOOD | {"nik": "121101450380000"}, "nik"),
    "a NIK born on the 35th": (GOOD | {"nik": "1211013503800001"}, "nik"),
    "a NIB of letters": (GOOD | {"nib": "belum"}, "nib"),
    "an NPWP of five digits": (GOOD | {"npwp": "12345"}, "npwp"),
    "a KBLI of another year": (GOOD | {"kbli_version": "2015"}, "kbli_version"),
    "no product": (GOOD | {"products": []}, "products"),
    "a thousand products": (GOOD | {"products": GOOD["products"] * 1000}, "products"),
    "an HS code of a chapter that does not exist": (product(hs6="999999"), "products"),
    "a capacity below nothing": (product(capacity=-1), "products"),
    "a capacity that is no number": (product(capacity="NaN kg"), "products"),
    "a capacity without end": (product(capacity=float("inf")), "capacity"),
    "a capacity as text, which may be a thousand": (product(capacity="1.500"), "capacity"),
    "a capacity that is a yes": (product(capacity=True), "capacity"),
    "no capacity at all": (product(capacity=0), "capacity"),
    "a rank that is a yes": (GOOD | {"rank": True}, "rank"),
    "consent as a number": (GOOD | {"consent_on": 0}, "consent_on"),
    "consent before the law was thought of": (GOOD | {"consent_on": "1926-01-01"}, "consent_on"),
    "a NIB of zeros": (GOOD | {"nib": "0" * 13}, "nib"),
    "a field that nobody knows": (GOOD | {"nibb": "0220123456789"}, "nibb"),
    "sales beyond 64 bits": (GOOD | {"yearly_sales": 10**30}, "yearly_sales"),
    "sales below nothing": (GOOD | {"yearly_sales": -5}, "yearly_sales"),
    "sales beyond the law": (GOOD | {"yearly_sales": 10**12}, "body"),
    "rank nought": (GOOD | {"rank": 0}, "rank"),
    "a phone of words": (GOOD | {"phone": "hubungi kantor"}, "phone"),
    "an e-mail without a place": (GOOD | {"email": "ina@"}, "email"),
    "a district without its dot that means two": (GOOD | {"district": "1201"}, "district"),
    "a district that is nowhere": (GOOD | {"district": "99.99"}, "district"),
}


UNREADABLE = {
    "not UTF-8": orjson.dumps(GOOD).replace(b"Tiurma", b"Ti\xff\xfema"),
    "nested beyond all measure": b"[" * 100_000 + b"]" * 100_000,
}


TAKEN = {
    "an apostrophe": "Ulos Ni Si'Boru",
    "an emoji": "Kopi \u2615 Ina",
    "a formula": '=HYPERLINK("x")',
    "Batak letters": "Ulos \u1bc2\u1bd6\u1bcb",
}
