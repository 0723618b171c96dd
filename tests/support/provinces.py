"""The provinces of the tests: the first one, and a made-up second one."""

from pathlib import Path

from shared.province import load_province

SUMUT = load_province("sumut")
MINI_FOLDER = Path(__file__).parents[1] / "packs" / "mini"
MINI = load_province(MINI_FOLDER)
