"""Calls from many threads, gathered into batches for one worker thread."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Given = TypeVar("Given")


class Batches(Generic[Asked, Given]):
    """Gathers what is submitted until a batch is full or nothing more has come for a moment.

    Args:
        answer: answers one batch, in order; called in one thread only. An error in the place of an
            answer is raised where that entry was asked, an error raised in every such place.
        size: most entries of a batch.
        quiet_s: how long without a newcomer before a batch that is not full is begun. Callers whose
            replies have just been handed back need a moment to come with their next question.
    """

    def __init__(
        self, answer: Callable[[Sequence[Asked]], Sequence[Given | Exception]], *, size: int, quiet_s: float
    ) -> None:
        self._answer, self._size, self._quiet_s = answer, size, quiet_s
        self._queue: SimpleQueue[tuple[Asked, Future[Given]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="local-model", daemon=True)
        self._thread.start()

    def submit(self, asked: Asked) -> "Future[Given]":
        """Queue one entry, from any thread; the future holds its answer or the batch's error."""
        future: Future[Given] = Future()
        self._queue.put((asked, future))
        return future

    def close(self, wait_s: float) -> None:
        """Stop after the batch in hand."""
        self._queue.put(None)
        if threading.current_thread() is not self._thread:  # the collector of garbage runs in any thread
            self._thread.join(wait_s)

    def _gather(self) -> tuple[list[tuple[Asked, "Future[Given]"]], bool]:
        """Wait for a batch; the second value says whether more may come."""
        entry = self._queue.get()
        batch: list[tuple[Asked, Future[Given]]] = []
        while entry is not None:
            batch.append(entry)
            if len(batch) == self._size:
                return batch, True
            try:
                entry = self._queue.get(timeout=self._quiet_s)
            except Empty:
                return batch, True
        return batch, False

    def _work(self) -> None:
        more = True
        while more:
            batch, more = self._gather()
            if not batch:
                continue
            try:
                answers = self._answer([asked for asked, _ in batch])
                for (_, future), given in zip(batch, answers, strict=True):
                    if isinstance(given, Exception):
                        future.set_exception(given)
                    else:
                        future.set_result(given)
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
