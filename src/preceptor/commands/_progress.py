"""One line on the terminal: how far, how fast, how many failures, how much time left."""

import sys
import time
from types import TracebackType

from preceptor.run import Tally

REDRAW_EVERY_S = 0.2
CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Redraws itself at most five times a second; draws nothing when not shown."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total, self._shown = total, shown
        self._started = self._drawn = time.monotonic()
        self._new = 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self._shown:
            sys.stderr.write(CLEAR_LINE)

    def note(self, arm: object, row: object, tally: Tally) -> None:
        """Count one finished case."""
        self._new += 1
        if self._shown and time.monotonic() - self._drawn > REDRAW_EVERY_S:
            self._drawn = time.monotonic()
            sys.stderr.write(CLEAR_LINE + self.line(tally))
            sys.stderr.flush()

    def line(self, tally: Tally) -> str:
        """Return the line."""
        done, elapsed = tally.finished, time.monotonic() - self._started
        rate = self._new / elapsed if elapsed else 0.0
        left = (self._total - done) / rate if rate else 0.0
        share = done / self._total if self._total else 0.0
        bar = "█" * round(20 * share) + "░" * (20 - round(20 * share))
        minutes, seconds = divmod(round(left), 60)
        lost = f"  judge lost {tally.judge_lost}" if tally.judge_lost else ""
        return f"{bar} {done}/{self._total}  {rate:.1f}/s  failed {tally.failed}{lost}  {minutes}:{seconds:02d} left"
