"""One event loop in one thread: calls from many threads are multiplexed over one connection pool."""

import asyncio
import atexit
import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Generic, TypeVar

T = TypeVar("T")
_loops: dict[int, asyncio.AbstractEventLoop] = {}
_closers: list[Callable[[], Coroutine[None, None, None]]] = []
_lock = threading.Lock()
CLOSE_WITHIN_S, TURN_S = 2.0, 0.01


def event_loop() -> asyncio.AbstractEventLoop:
    """Return this process's loop, started at first use and never stopped."""
    pid = os.getpid()
    with _lock:
        if pid not in _loops:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="model-requests", daemon=True).start()
            _loops[pid] = loop
            atexit.register(_stop, loop)
        return _loops[pid]


def at_stop(close: Callable[[], Coroutine[None, None, None]]) -> None:
    """Have a connection pool closed on the loop before the process ends."""
    _closers.append(close)


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    async def close_all() -> None:
        for close in _closers:
            await close()

    with contextlib.suppress(TimeoutError):
        asyncio.run_coroutine_threadsafe(close_all(), loop).result(CLOSE_WITHIN_S)
    loop.call_soon_threadsafe(loop.stop)


class Turn:
    """Who of the asking threads computes now, from one reply until its next question.

    When many replies arrive together, their threads would all run Python at once and keep the loop from
    sending. With a turn they run one after the other. It is a courtesy, not a lock: whoever keeps it
    longer than `patience_s`, waiting for something else or gone, loses it to the next.
    """

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._owner = 0

    def take(self) -> None:
        """Wait for the turn, at most `patience_s`, and have it."""
        self._lock.acquire(timeout=self._patience_s)
        self._owner = threading.get_ident()

    def give(self) -> None:
        """Let the next thread go on, where the turn is still this thread's."""
        if self._owner == threading.get_ident():
            self._owner = 0
            with contextlib.suppress(RuntimeError):
                self._lock.release()


_turn = Turn(TURN_S)


class Ticket(Generic[T]):
    """A result to come: `wait` blocks the asking thread; one lock is cheaper than a Future."""

    __slots__ = ("_error", "_lock", "_result", "work")

    def __init__(self, work: Callable[[], Coroutine[None, None, T]]) -> None:
        self.work = work
        self._lock = threading.Lock()
        self._lock.acquire()
        self._result: T | None = None
        self._error: BaseException | None = None

    def done(self, result: T | None, error: BaseException | None) -> None:
        """Hand over the result; wakes the waiting thread."""
        self._result, self._error = result, error
        self._lock.release()

    def wait(self) -> T:
        """Block until the result is there; raises what the work raised."""
        _turn.give()
        self._lock.acquire()
        _turn.take()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]


class Gate:
    """Runs submitted coroutines on the loop, at most `limit` at a time, in the order submitted."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._loop = event_loop()
        self._queue: deque[Ticket] = deque()
        self._running = 0
        self._woken = False
        self._tasks: set[asyncio.Task] = set()

    def submit(self, work: Callable[[], Coroutine[None, None, T]]) -> Ticket[T]:
        """Queue work from any thread; the loop is woken only when it is not about to look anyway."""
        ticket = Ticket(work)
        self._queue.append(ticket)
        if not self._woken:
            self._woken = True
            self._loop.call_soon_threadsafe(self._drain)
        return ticket

    def _drain(self) -> None:
        self._woken = False
        while self._queue and self._running < self._limit:
            ticket = self._queue.popleft()
            self._running += 1
            task = self._loop.create_task(self._carry_out(ticket))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, ticket: Ticket) -> None:
        while True:
            try:
                result, error = await ticket.work(), None
            except BaseException as fault:
                result, error = None, fault
            ticket.done(result, error)
            if not self._queue:
                self._running -= 1
                return
            try:
                ticket = self._queue.popleft()
            except IndexError:
                self._running -= 1
                return
