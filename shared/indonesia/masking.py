"""Masks of private data (UU 27/2022): enough for a person to recognise a value that they know."""

SHOWN_BEFORE, SHOWN_AFTER = 4, 2


def masked(number: str) -> str:
    """`+628*******67`."""
    if len(number) <= SHOWN_BEFORE + SHOWN_AFTER:
        return "*" * len(number)
    hidden = len(number) - SHOWN_BEFORE - SHOWN_AFTER
    return number[:SHOWN_BEFORE] + "*" * hidden + number[-SHOWN_AFTER:]


def masked_email(address: str) -> str:
    """`t***@usaha.example`."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"


def masked_name(name: str) -> str:
    """`T***`."""
    return f"{name[:1]}***"
