"""Spread work over a Ray cluster, for runs that outgrow one machine; needs the extra `ray`.

In: a function and its items, read lazily in the calling process; Ray pickles both (closures too), and the
packages that they need are installed on every node. Out: the results, in the order in which they finish.
Each of the `workers` actors calls the function on `threads` threads.

RAY_ADDRESS says which cluster to join. Without it a local one is started on this machine, without a
dashboard and without usage reports to Ray's makers (unless RAY_USAGE_STATS_ENABLED asks for them), and
shut down at the end; a cluster that was joined, or that this process had joined before, is left running.
Ray is told not to restart a dead actor or repeat its calls: a call that ran twice unseen would be paid
and counted twice. A dead actor is an error, and the run's next start asks what is missing.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

import ray
from ray.exceptions import RayError, RayTaskError

from preceptor.errors import BadInput, ComponentError
from preceptor.spread._window import check_number, window

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Caller(Generic[Item, Result]):
    """What an actor does: call the function."""

    def __init__(self, function: Callable[[Item], Result]) -> None:
        self._function = function

    def call(self, item: Item) -> Result:
        return self._function(item)


def _join(workers: int) -> bool:
    """Join or start a cluster; returns whether it was started here."""
    if ray.is_initialized():
        return False
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    address = os.environ.get("RAY_ADDRESS")
    try:
        if address:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        else:
            ray.init(
                address="local",
                num_cpus=workers,
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
    except (ConnectionError, RuntimeError, ValueError) as fault:
        where = f"the Ray cluster at RAY_ADDRESS={address}" if address else "a local Ray cluster"
        raise BadInput(f"cannot reach {where}: {fault}; check the address, or run without --ray") from fault
    return not address


def _original(error: RayError) -> BaseException:
    """Return what the function raised, with a note of where; a ComponentError where Ray itself failed."""
    if isinstance(error, RayTaskError) and isinstance(error.cause, BaseException):
        error.cause.add_note(f"in a Ray actor:\n{error}")
        return error.cause
    return ComponentError(f"a Ray actor failed: {error}; finished cases are kept, run the same command again")


def spread(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int, threads: int = 1
) -> Iterator[Result]:
    """Apply a function to every item on a Ray cluster.

    Args:
        workers: actors.
        threads: calls at once in each; at most `workers * threads` items are taken and not yet
            handed over.

    Returns:
        The results, in the order of finishing. Closing the iterator ends the actors.

    Raises:
        BadInput: no worker or thread allowed, no such cluster, or something cannot be pickled.
        ComponentError: an actor died.
        Exception: whatever `function` or `items` raised; a note has the traceback of the actor.
    """
    check_number("workers", workers)
    check_number("threads", threads)
    started = _join(workers)
    try:
        yield from _on_cluster(function, items, workers, threads)
    finally:
        if started:
            ray.shutdown()


def _on_cluster(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int, threads: int
) -> Iterator[Result]:
    actor_class = ray.remote(_Caller).options(max_concurrency=threads, scheduling_strategy="SPREAD")
    try:
        handle = ray.put(function)
    except TypeError as fault:
        raise BadInput(f"cannot send {function!r} to Ray actors: {fault}") from fault
    actors = [actor_class.remote(handle) for _ in range(workers)]
    busy = [0] * workers
    waiting: dict[ray.ObjectRef, int] = {}

    def submit(item: Item) -> None:
        number = busy.index(min(busy))
        try:
            waiting[actors[number].call.remote(item)] = number  # type: ignore[attr-defined]
        except TypeError as fault:
            raise BadInput(f"cannot send {type(item).__name__} to a Ray actor: {fault}") from fault
        busy[number] += 1

    def collect() -> Result:
        done = ray.wait(list(waiting), num_returns=1)[0][0]
        busy[waiting.pop(done)] -= 1
        try:
            return ray.get(done)
        except RayError as error:
            raise _original(error) from None

    try:
        yield from window(items, size=workers * threads, submit=submit, collect=collect)
    finally:
        for actor in actors:
            ray.kill(actor)  # type: ignore[arg-type]
