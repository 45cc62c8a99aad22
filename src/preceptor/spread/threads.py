"""Spread work over threads of this process, for work that waits: on a model server, a disk, a GPU.

In: a function and its items, read lazily. Out: the results, in the order in which they finish.
Threads share one Python interpreter, so they do not speed up work that computes in Python; `processes`
does. Items are taken from their iterator, and results handed over, in the calling thread only: neither
needs to be thread-safe, and Ctrl-C reaches the caller at once.

Threads are made as they are needed and are daemons: after an error, Ctrl-C or `close()`, calls that are
already with a server are not waited for; their results are dropped, and no further item is begun.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import TypeVar

from preceptor.spread._window import check_number, window

Item = TypeVar("Item")
Result = TypeVar("Result")
NAME = "spread"


def _work(
    function: Callable[[Item], Result],
    inbox: "SimpleQueue[tuple[Item] | None]",
    outbox: "SimpleQueue[tuple[Result | None, BaseException | None]]",
) -> None:
    while (given := inbox.get()) is not None:
        try:
            outcome = function(given[0]), None
        except BaseException as error:  # raised again in the calling thread
            outcome = None, error
        outbox.put(outcome)
        del given, outcome  # an idle thread must not keep its last case alive


def _result(result: Result | None, error: BaseException | None) -> Result:
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def spread(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int = 1, threads: int = 1
) -> Iterator[Result]:
    """Apply a function to every item on several threads.

    Args:
        workers: not used here; it keeps the call the same for every way of spreading.
        threads: calls at once, and items taken and not yet handed over at most.

    Returns:
        The results, in the order of finishing. Closing the iterator stops the threads.

    Raises:
        BadInput: no thread allowed; else whatever `function` or `items` raised.

    Example:
        >>> sorted(spread(abs, [-3, 1, -2], workers=1, threads=2))
        [1, 2, 3]
    """
    check_number("threads", threads)
    inbox: SimpleQueue[tuple[Item] | None] = SimpleQueue()
    outbox: SimpleQueue[tuple[Result | None, BaseException | None]] = SimpleQueue()
    started: list[threading.Thread] = []

    def submit(item: Item) -> None:
        inbox.put((item,))
        if len(started) < threads:
            thread = threading.Thread(target=_work, args=(function, inbox, outbox), name=NAME, daemon=True)
            started.append(thread)
            thread.start()

    def collect() -> Result:
        return _result(*outbox.get())

    try:
        yield from window(items, size=threads, submit=submit, collect=collect)
    finally:
        _dismiss(inbox, len(started))


def _dismiss(inbox: "SimpleQueue[tuple[Item] | None]", threads: int) -> None:
    """Take back what no thread has begun, then send every thread home."""
    try:
        while True:
            inbox.get_nowait()
    except Empty:
        pass
    for _ in range(threads):
        inbox.put(None)
