"""Answers that a browser saves as a file."""

from urllib.parse import quote

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(name: str) -> dict[str, str]:
    """Headers that give a file its name, in any script (RFC 8187)."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
