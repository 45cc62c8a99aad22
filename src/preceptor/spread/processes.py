"""Spread work over processes of this machine, for work that is bound by Python itself.

In: a function and its items, read lazily in the calling process; both must be picklable, so the function
stands at the top level of a module. Out: the results, in the order in which they finish. Each of the
`workers` processes calls the function on `threads` threads.

Processes are spawned, not forked: the asking process has threads, an event loop and open databases, and
perhaps a GPU, none of which survive a fork. A fork server would start each process 0.1 s sooner and leave
one more process behind. As always with spawned processes, a script that calls this at its top level must
do so under `if __name__ == "__main__":`.

A process that dies is an error at once, never a wait without end. When the caller ends in whatever way,
`kill -9` included, the processes see the end of their pipe and leave.
"""

import multiprocessing
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from typing import Generic, NoReturn, TypeVar

from preceptor.errors import BadInput, ComponentError
from preceptor.spread._window import check_number, window

Item = TypeVar("Item")
Result = TypeVar("Result")
LEAVE_S = 5.0  # for a process to run its exit functions (caches that are flushed), before it is killed
ADVICE = "functions stand at the top level of a module; functions, items and results must be picklable"


def _outcome(function: Callable[[Item], Result], packed: bytes) -> bytes:
    """Carry out one call and pickle (result, error); what cannot be pickled becomes a ComponentError."""
    result, error = None, None
    try:
        result = function(pickle.loads(packed))
    except BaseException as fault:
        fault.add_note("in a worker process:\n" + "".join(traceback.format_exception(fault)))
        error = fault
    try:
        outcome = pickle.dumps((result, error))
        if error is not None:
            pickle.loads(outcome)  # some errors can be pickled and not be read again
        return outcome
    except Exception as fault:
        what = f"raised {error!r}" if error is not None else f"returned a {type(result).__name__}"
        message = f"a call {what}, which cannot be sent back ({fault}); {ADVICE}"
        return pickle.dumps((None, ComponentError(message)))


def _loaded(packed: bytes) -> Callable[[object], object]:
    """Load the function; where that fails, one that says so for every item."""
    try:
        return pickle.loads(packed)
    except Exception as fault:
        message = f"a worker process cannot load the function ({fault}); {ADVICE}"

    def refuse(_: object) -> object:
        raise BadInput(message)

    return refuse


def _work(pipe: Connection, packed: bytes, threads: int) -> None:
    """Live in a worker process: read items until the pipe ends, answer from `threads` threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the caller handles it
    function = _loaded(packed)
    inbox: SimpleQueue[bytes] = SimpleQueue()
    sending = threading.Lock()

    def answer() -> None:
        while True:
            outcome = _outcome(function, inbox.get())
            with sending:
                pipe.send_bytes(outcome)

    for _ in range(threads):
        threading.Thread(target=answer, daemon=True).start()
    try:
        while True:
            inbox.put(pipe.recv_bytes())
    except (EOFError, OSError):
        return


class _Worker(Generic[Item, Result]):
    """One process, the caller's end of its pipe, and how many items are in its hands."""

    def __init__(self, packed: bytes, threads: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=_work, args=(theirs, packed, threads), daemon=True
        )
        self.process.start()
        theirs.close()
        self.busy = 0

    def send(self, item: Item) -> None:
        try:
            packed = pickle.dumps(item)
        except Exception as fault:
            raise BadInput(f"cannot send {type(item).__name__} to a worker ({fault}); {ADVICE}") from fault
        self.busy += 1
        try:
            self.pipe.send_bytes(packed)
        except OSError:
            self._died()

    def receive(self) -> Result:
        try:
            result, error = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError):
            self._died()
        self.busy -= 1
        if error is not None:
            raise error
        return result

    def _died(self) -> NoReturn:
        self.process.join(LEAVE_S)
        code = self.process.exitcode
        how = (
            f"was killed by {signal.Signals(-code).name}" if code and code < 0 else f"ended with code {code}"
        )
        raise ComponentError(
            f"worker process {self.process.pid} {how} with {self.busy} items in its hands; "
            f"if memory ran out, use fewer --workers; finished cases are kept, run the same command again"
        ) from None


def spread(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int, threads: int = 1
) -> Iterator[Result]:
    """Apply a function to every item in several processes.

    Args:
        workers: processes.
        threads: calls at once in each; at most `workers * threads` items are taken and not yet
            handed over.

    Returns:
        The results, in the order of finishing. Closing the iterator ends the processes.

    Raises:
        BadInput: no worker or thread allowed, or the function or an item cannot be pickled.
        ComponentError: a process died, or a result cannot be pickled.
        Exception: whatever `function` or `items` raised; a note has the traceback of the process.
    """
    check_number("workers", workers)
    check_number("threads", threads)
    try:
        packed = pickle.dumps(function)
    except Exception as fault:
        raise BadInput(f"cannot send {function!r} to worker processes ({fault}); {ADVICE}") from fault
    staff: list[_Worker[Item, Result]] = []

    def submit(item: Item) -> None:
        if len(staff) < workers and all(worker.busy for worker in staff):
            staff.append(_Worker(packed, threads))
        min(staff, key=lambda worker: worker.busy).send(item)

    def collect() -> Result:
        ready = wait([worker.pipe for worker in staff if worker.busy])
        return next(worker for worker in staff if worker.pipe is ready[0]).receive()

    try:
        yield from window(items, size=workers * threads, submit=submit, collect=collect)
    finally:
        _dismiss(staff)


def _dismiss(staff: "list[_Worker[Item, Result]]") -> None:
    """Close every pipe, so that all leave at once, then see to it that they have left."""
    for worker in staff:
        worker.pipe.close()
    for worker in staff:
        worker.process.join(LEAVE_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()
