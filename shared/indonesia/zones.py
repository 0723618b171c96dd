"""The three time zones of Indonesia."""

from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class Zone(StrEnum):
    """A zone by its short name, as people write it behind an hour."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(_ZONES[self])

    def day_of(self, moment: datetime) -> date:
        return self.local(moment).date()

    def midnight(self, day: date) -> datetime:
        """The moment at which the day begins."""
        return datetime.combine(day, time(), _ZONES[self])


def day_begun_at(midnight: datetime) -> date:
    """The day that begins at this moment in one of the zones."""
    return Zone.WIT.day_of(midnight)


_ZONES = {
    Zone.WIB: ZoneInfo("Asia/Jakarta"),
    Zone.WITA: ZoneInfo("Asia/Makassar"),
    Zone.WIT: ZoneInfo("Asia/Jayapura"),
}
