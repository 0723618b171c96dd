"""A product's words point to one code of the programme, or its code stays open."""

import pytest

from services.intake.letters import reference
from services.intake.letters.commodities import Proposal, propose

TABLE = sorted(reference.commodity_words().commodities.items())
CLEAR = [(code, phrase) for code, words in TABLE for phrase in words["clear"]]


@pytest.mark.parametrize(("code", "phrase"), CLEAR)
def test_every_phrase_of_the_table_is_clear_for_its_own_code_alone(code: str, phrase: str) -> None:
    assert propose(phrase) == Proposal((code,), is_clear=True)


@pytest.mark.parametrize("word", sorted({w for _, words in TABLE for w in words.get("maybe", ())}))
def test_a_word_that_only_may_point_to_a_code_is_never_clear(word: str) -> None:
    proposal = propose(word)

    assert proposal.codes
    assert not proposal.is_clear


def test_every_commodity_of_the_programme_has_words() -> None:
    assert reference.commodities().keys() == reference.commodity_words().commodities.keys()


@pytest.mark.parametrize(
    ("product", "code"),
    [
        ("kopy bubuk", "090121"),
        ("Kopi Bubuk Arabika Sidikalang 250gr", "090121"),
        ("Kopi bubuk cap Opung", "090121"),
        ("Roasted coffee beans", "090121"),
        ("Green Bean Arabica", "090111"),
        ("Kopi luwak biji", "090111"),
        ("kripik singkong balado", "200899"),
        ("Banana chips", "200899"),
        ("sambel andaliman", "210390"),
        ("Bumbu andaliman", "210390"),
        ("Bubuk andaliman", "091099"),
        ("Coconut charcoal briquette", "440220"),
        ("Gula semut aren", "170290"),
        ("Kain ulos ragi hotang", "621490"),
        ("Frozen tilapia fillet", "030461"),
        ("Haminjon", "130190"),
        ("Kulit kayu manis", "090619"),
        ("Sirup terong belanda", "220299"),
        ("Tas anyaman pandan", "460219"),
        ("SIR 20", "400122"),
        ("Jahe merah segar", "091011"),
        ("Kerupuk udang", "190590"),
        ("Keripik singkong/ubi", "200899"),
        ("Kue dan roti", "190590"),
        ("Bubuk kulit manis", "090620"),
        ("Gula semut 500 g", "170290"),
    ],
)
def test_a_product_in_the_words_of_an_office_is_clear(product: str, code: str) -> None:
    assert propose(product) == Proposal((code,), is_clear=True)


@pytest.mark.parametrize(
    "product",
    [
        *("Kopi", "Kopi arabika", "Kopi bubuk dan biji", "Kopi jahe", "Sabun kopi", "Coffee scrub"),
        *("Pupuk kulit kopi", "Kulit kopi (cascara)", "Kopi bubur", "Jahe sachet", "Olahan jahe"),
        *("Permen jahe", "Ginger candy", "Jahe merah bubuk instan", "Jahe 250gr", "Dodol kentang"),
        *("Kentang beku", "Keripik singkong, kentang", "Briket arang", "Arang kayu kelapa"),
        *("Tas ulos", "Jaket ulos", "Ulos, songket", "Songket", "Ikan nila", "Abon ikan nila"),
        *("Jus markisa", "Markisa", "Madu salak", "Pancake durian", "Sabun mandi cair", "Kakao"),
        *("Meja kursi rotan", "Anyaman bambu", "Tikar pandan", "Furniture", "Kayu manis"),
        *("Minyak sawit mentah, minyak inti sawit", "Kayu manis batang dan bubuk", "Briket kubus"),
        *("Cabai kering", "Kerupuk kulit", "Gula merah", "Minyak goreng", "Kelapa", "Rotan"),
    ],
)
def test_a_product_that_may_be_something_else_is_not_clear(product: str) -> None:
    assert not propose(product).is_clear


@pytest.mark.parametrize("product", ["VCO", "Ikan asin", "Dodol", "Teh", "Batik", "Gulai", "Topi"])
def test_a_product_that_no_code_fits_has_no_candidate(product: str) -> None:
    assert propose(product) == Proposal(())


def test_a_crop_is_not_clear_where_its_business_makes_something_else() -> None:
    assert propose("Jahe", "Pertanian").is_clear
    assert propose("Jahe", "Minuman herbal") == Proposal(("091011",))


def test_kbli_orders_candidates_and_makes_none_clear() -> None:
    assert propose("Kopi", kbli="10761").codes == ("090121", "210111", "090111")
    assert propose("Oleh-oleh", kbli="10710") == Proposal(("190590",))
