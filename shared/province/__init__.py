"""The province that this installation serves: one folder of data, read once at the start."""

from shared.province.model import District, Letterhead, Office, Province
from shared.province.reader import PackError, load_province

__all__ = ["District", "Letterhead", "Office", "PackError", "Province", "load_province"]
