"""The bounded window, without any worker."""

from collections import deque

import pytest

from preceptor.errors import BadInput
from preceptor.spread._window import check_number, window


def _through(items, size):
    waiting = deque()
    return window(items, size=size, submit=waiting.append, collect=waiting.popleft)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 10])
@pytest.mark.parametrize("size", [1, 3])
def test_every_item_comes_back_once(count, size) -> None:
    assert list(_through(range(count), size)) == list(range(count))


@pytest.mark.parametrize("size", [1, 2, 5])
def test_at_most_size_items_are_taken_and_not_returned(size) -> None:
    taken, most = 0, 0

    def items():
        nonlocal taken
        for item in range(20):
            taken += 1
            yield item

    for returned, _ in enumerate(_through(items(), size), 1):
        most = max(most, taken - returned)
    assert most == size


def test_nothing_is_taken_before_it_is_wanted() -> None:
    def items():
        raise AssertionError("taken")
        yield

    _through(items(), 2)


def test_items_that_raise_lose_no_result() -> None:
    def items():
        yield from range(5)
        raise ValueError("row 5")

    results = _through(items(), 3)
    assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="row 5"):
        next(results)


def test_numbers_below_one_are_refused() -> None:
    with pytest.raises(BadInput, match=r"workers=0 .* at least 1"):
        check_number("workers", 0)
