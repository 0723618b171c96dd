"""One business over two lines: the second line holds a further product, and nothing else."""

from dataclasses import replace

from services.intake.letters.commodities import propose
from services.intake.letters.row import Row

_OF_A_PRODUCT = frozenset({"product", "hs", "capacity", "unit", "certificates"})


def is_further_product(row: Row, above: Row) -> bool:
    """A note or a signature in the column of products names no commodity."""
    product = row.given.get("product")
    if product is None or "business_name" in row.given or "product" not in above.given:
        return False
    return _OF_A_PRODUCT.issuperset(row.given) and bool(propose(product).codes)


def with_product(row: Row, further: Row) -> Row:
    """A code or a capacity of the second product alone could be taken for the first one's."""
    more = {
        field: f"{row.given[field]};{cell}"
        for field, cell in further.given.items()
        if field in row.given
    }
    return replace(row, given={**row.given, **more})
