"""Where reading goes on: a cursor against what the topics hold now."""

from services.subscriptions.model.cursors import Extent, ForeignCursor, Offsets, OutdatedCursor


def locate(at: Offsets, extent: Extent) -> Offsets:
    """Find the place of a cursor in the present topics. New partitions start at their beginning.

    Raises ForeignCursor and OutdatedCursor.
    """
    if any(tp not in extent or offset > extent[tp][1] for tp, offset in at.items()):
        raise ForeignCursor
    place = {tp: max(begin, at.get(tp, begin)) for tp, (begin, _) in extent.items()}
    if any(place[tp] > offset for tp, offset in at.items()):
        raise OutdatedCursor(place)
    return place


def ends(extent: Extent) -> Offsets:
    return {tp: end for tp, (_, end) in extent.items()}
