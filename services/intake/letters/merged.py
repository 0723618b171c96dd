"""One business over two lines: the second line holds a further product, and nothing else."""

from dataclasses import replace

from services.intake.letters.commodities import propose
from services.intake.letters.row import Row

_OF_A_PRODUCT = frozenset({"product", "hs", "capacity", "unit", "certificates"})


def is_further_product(row: Row, above: Row) -> bool:
    """A note or a signature in the column of products names no commodity."""
    product = row.cells.get("product")
    if product is None or "business_name" in row.cells or "product" not in above.cells:
        return False
    return _OF_A_PRODUCT.issuperset(row.cells) and bool(propose(product).codes)


def with_product(row: Row, further: Row) -> Row:
    """A code or a capacity of the second product alone could be taken for the first one's."""
    more = {
        field: f"{row.cells[field]};{cell}"
        for field, cell in further.cells.items()
        if field in row.cells
    }
    return replace(row, cells={**row.cells, **more})
