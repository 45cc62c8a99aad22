"""Spreading over threads: completeness, bounds, endings."""

import gc
import os
import signal
import threading
import time
import weakref

import pytest

from preceptor.errors import BadInput
from preceptor.spread.threads import NAME, spread


def _spread_threads() -> int:
    return sum(thread.name == NAME for thread in threading.enumerate())


def _settled(deadline_s: float = 60.0) -> bool:
    """Whether every thread of spread is gone within the deadline."""
    end = time.monotonic() + deadline_s
    while _spread_threads() and time.monotonic() < end:
        time.sleep(0.005)
    return not _spread_threads()


@pytest.fixture(autouse=True)
def _none_left():
    """Every test ends, and so the next begins, without a thread."""
    yield
    assert _settled()


@pytest.mark.parametrize("threads", [1, 4, 64])
def test_every_item_once(threads) -> None:
    assert sorted(spread(lambda n: n * n, range(1000), threads=threads)) == [n * n for n in range(1000)]


def test_results_come_as_they_finish() -> None:
    late = threading.Event()

    def work(n: int) -> int:
        if n == 0:
            assert late.wait(60)
        return n

    results = spread(work, range(3), threads=3)
    assert sorted((next(results), next(results))) == [1, 2]
    late.set()
    assert list(results) == [0]


def test_calls_run_at_once() -> None:
    meet = threading.Barrier(8, timeout=60)
    assert len(list(spread(lambda _: meet.wait(), range(16), threads=8))) == 16


def test_few_items_start_few_threads() -> None:
    seen = list(spread(lambda _: _spread_threads(), range(2), threads=64))
    assert max(seen) <= 2


def test_at_most_threads_items_taken_and_not_returned() -> None:
    taken = 0

    def items():
        nonlocal taken
        for n in range(200):
            taken += 1
            yield n

    for returned, _ in enumerate(spread(lambda n: n, items(), threads=4), 1):
        assert taken - returned <= 4


def test_an_error_of_the_function_is_raised_and_no_further_item_begun() -> None:
    begun = []

    def work(n: int) -> int:
        begun.append(n)
        if n == 3:
            raise KeyError("three")
        return n

    with pytest.raises(KeyError, match="three"):
        list(spread(work, range(100_000), threads=2))
    assert len(begun) < 1000


def test_closing_drops_what_no_thread_has_begun() -> None:
    running, release = threading.Semaphore(0), threading.Event()

    def work(n: int) -> int:
        running.release()
        if n:
            assert release.wait(60)
        return n

    results = spread(work, range(10), threads=3)
    assert next(results) == 0
    results.close()
    assert _spread_threads()  # which wait for the release
    release.set()


def test_interrupt_reaches_the_caller_at_once() -> None:
    # an event loop of another test may have left the signal restarting what it interrupts
    signal.signal(signal.SIGINT, signal.default_int_handler)
    release = threading.Event()

    def work(n: int) -> None:
        if n == 0:
            time.sleep(0.1)  # the caller waits by now
            os.kill(os.getpid(), signal.SIGINT)
        release.wait(60)

    with pytest.raises(KeyboardInterrupt):
        list(spread(work, range(4), threads=2))
    assert _spread_threads()  # which wait for the release
    release.set()


def test_items_are_let_go() -> None:
    class Case:
        pass

    seen: list[weakref.ref[Case]] = []

    def items():
        for _ in range(50):
            case = Case()
            seen.append(weakref.ref(case))
            yield case
            del case

    results = spread(lambda case: None, items(), threads=4)
    for _ in range(50):
        next(results)
    gc.collect()
    alive = sum(ref() is not None for ref in seen)
    assert alive <= 4
    assert list(results) == []


def test_no_thread_is_refused() -> None:
    with pytest.raises(BadInput, match="threads=0"):
        list(spread(abs, [1], threads=0))
