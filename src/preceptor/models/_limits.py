"""Requests and tokens per minute, kept by spacing requests on one event loop."""

import asyncio


class RateLimit:
    """A leaky bucket: each unit taken moves the time at which the next may be taken.

    Args:
        per_minute: units per minute; 0 is no limit.
        burst_s: how many seconds' worth may be taken at once after a pause.
    """

    def __init__(self, per_minute: float, *, burst_s: float = 1.0) -> None:
        self._gap_s = 60.0 / per_minute if per_minute else 0.0
        self._burst_s = burst_s
        self._free_at = 0.0

    async def take(self, units: float = 1.0) -> None:
        """Wait until that many units may be used."""
        if not self._gap_s:
            return
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now - self._burst_s) + units * self._gap_s
        wait = self._free_at - units * self._gap_s - now
        if wait > 0:
            await asyncio.sleep(wait)

    def settle(self, units: float) -> None:
        """Correct an estimate: positive where more was used than taken."""
        self._free_at += units * self._gap_s
