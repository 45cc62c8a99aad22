"""A bounded window: items go out, results come back, never more than `size` on the way."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from preceptor.errors import BadInput

Item = TypeVar("Item")
Result = TypeVar("Result")


def check_number(name: str, number: int) -> None:
    """Refuse a number of workers or threads below 1."""
    if number < 1:
        raise BadInput(f"{name}={number} is not allowed; give at least 1")


def window(
    items: Iterable[Item], *, size: int, submit: Callable[[Item], None], collect: Callable[[], Result]
) -> Iterator[Result]:
    """Submit items and yield what is collected, in the order of finishing.

    One item is taken for each result that is handed over, so memory does not grow with their number.
    Where `items` raises, what it gave before comes first: a bad row loses no answer that was paid for.

    Args:
        submit: starts the work on an item; must not block.
        collect: waits for one result; raises what the work raised.
    """
    source = iter(items)
    fault: Exception | None = None
    more = True

    def feed() -> int:
        nonlocal more, fault
        if not more:
            return 0
        try:
            item = next(source)
        except StopIteration:
            more = False
            return 0
        except Exception as error:
            more, fault = False, error
            return 0
        submit(item)
        return 1

    busy = 0
    while busy < size and feed():
        busy += 1
    while busy:
        result = collect()
        busy += feed() - 1
        yield result
    if fault is not None:
        raise fault
