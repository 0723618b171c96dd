"""How a private value is shown to somebody who has to recognise it and nothing more."""

SHOWN_BEFORE, SHOWN_AFTER = 4, 2
_NUMBERS = frozenset({"nik", "npwp", "phone"})  # the NPWP of a person is the NIK
_NAMES = frozenset({"owner_name", "address", "village"})


def shown(field: str, given: str) -> str:
    """The value itself, or its mask where the field is private (UU 27/2022)."""
    if field in _NUMBERS:
        return masked(given)
    if field == "email":
        return f"{given[:1]}***@{given.rpartition('@')[2]}" if "@" in given else "***"
    return f"{given[:1]}***" if field in _NAMES else given


def masked(number: str) -> str:
    """Enough to recognise a number that one knows: `+628*******67`."""
    if len(number) <= SHOWN_BEFORE + SHOWN_AFTER:
        return "*" * len(number)
    hidden = len(number) - SHOWN_BEFORE - SHOWN_AFTER
    return number[:SHOWN_BEFORE] + "*" * hidden + number[-SHOWN_AFTER:]
