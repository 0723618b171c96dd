"""The words by which the columns of letters are understood, from `data/`."""

import re

from services.intake.letters.reference import commodities, district_spellings, table_of, words
from shared.province.serving import kept_for_each_province
from shared.tables.understanding.vocabulary import CellWords, Vocabulary, build_vocabulary

_WORD = re.compile(r"[a-z][a-z'-]*")
_SHORT_WORD = 3
_OF_ANY_PRODUCT = {"usaha", "dari", "utuh", "lain"}


@kept_for_each_province()
def vocabulary() -> Vocabulary:
    return build_vocabulary(table_of("headings.yaml"), _words_of_cells())


def _words_of_cells() -> CellWords:
    answers, lists = words(), table_of("evidence.yaml")
    listed = {name: frozenset(map(str, listing)) for name, listing in lists.items()}
    return CellWords(
        empty=answers.empty,
        yes_or_no=answers.yes | answers.no,
        legal_forms=listed["legal_forms"],
        names=listed["surnames"] | listed["given_names"],
        sizes=listed["sizes"],
        sexes=listed["sexes"],
        parts_of_people=frozenset(w for w, kind in answers.people.items() if kind != "all"),
        online=listed["online"],
        products=_words_of_products(),
        hs_codes=frozenset(commodities()),
        districts=frozenset(district_spellings()),
        certificates=frozenset(answers.certificates),
    )


def _words_of_products() -> frozenset[str]:
    named = " ".join(commodity.name for commodity in commodities().values()).lower()
    long = {word for word in _WORD.findall(named) if len(word) > _SHORT_WORD}
    return frozenset(long - _OF_ANY_PRODUCT)
