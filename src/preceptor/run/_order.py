"""The order of a run's rows, worked out in flat arrays: a run may have a million rows."""

from array import array
from collections.abc import Iterator

PLACE_BITS = 32  # of an order number: the case's place in its split; above it epoch and arm
BITS_PER_KEY = 32  # of the bitmap that finds keys that may stand twice


def order_number(arm: int, epoch: int, place: int) -> int:
    """Return a number that sorts by arm, epoch and place; -1 is the place of a preparation.

    Example:
        >>> order_number(0, 0, -1) < order_number(0, 0, 0) < order_number(0, 1, 0) < order_number(1, 0, -1)
        True
    """
    return (arm << 44) + (epoch << PLACE_BITS) + place + 1


def in_order(orders: "array[int]") -> Iterator[int]:
    """Yield the positions of the rows that count, in the plan's order: the last row of each place.

    Example:
        >>> list(in_order(array("q", [order_number(0, 0, place) for place in (2, 0, 2, 1)])))
        [1, 3, 2]
    """
    blocks: dict[int, array[int]] = {}
    for position, order in enumerate(orders):
        block, place = order >> PLACE_BITS, order & ((1 << PLACE_BITS) - 1)
        places = blocks.setdefault(block, array("q"))
        if place >= len(places):
            places.extend(array("q", [-1]) * (place + 1 - len(places)))
        places[place] = position
    for block in sorted(blocks):
        yield from (position for position in blocks[block] if position >= 0)


def at_two_places(keys: "array[int]", orders: "array[int]") -> int | None:
    """Return the position of a row whose key stands at another place too, None where there is none.

    Example:
        >>> at_two_places(array("q", [7, 8, 7]), array("q", [1, 2, 1])) is None
        True
        >>> at_two_places(array("q", [7, 8, 7]), array("q", [1, 2, 3]))
        2
    """
    size = max(8, len(keys) * BITS_PER_KEY)
    seen = bytearray(size // 8 + 1)
    suspects: dict[int, int] = {}
    for key in keys:
        byte, bit = divmod(key % size, 8)
        if seen[byte] >> bit & 1:
            suspects[key % size] = 0
        seen[byte] |= 1 << bit
    first: dict[int, int] = {}
    for position, key in enumerate(keys):
        if key % size in suspects and first.setdefault(key, orders[position]) != orders[position]:
            return position
    return None
