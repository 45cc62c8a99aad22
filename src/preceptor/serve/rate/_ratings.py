"""Every state of every rating, appended and flushed as it is given: nothing that a rater did is lost.

The last row of a (rater, item) counts; `revision` numbers its states, so that a second tab cannot write
over what it has not seen. A torn last line, left by a process that was killed, is dropped on opening.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

import orjson

from preceptor.errors import BadData, BadInput
from preceptor.files import PRIVATE_FILE

RATINGS = "ratings.jsonl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating:
    """What one person has found on one item so far.

    Attributes:
        findings: criterion -> met, not_met, cannot_judge, not_applicable, a point of its scale, or a, b, tie
            with the sides as the study has them, not as the rater saw them.
        words: criterion -> the rater's reason.
        seconds: time with the page in view and in use.
        at: when, ISO 8601.
    """

    rater: str
    item: str
    revision: int = 0
    done: bool = False
    findings: Mapping[str, str | float] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    at: str = ""


class Ratings:
    """The ratings of a study, in memory and on disk.

    Args:
        folder: of the study.
        writing: open for appending; whoever does holds the study's lock.
    """

    def __init__(self, folder: Path, *, writing: bool) -> None:
        self._path = folder / RATINGS
        self._last: dict[tuple[str, str], Rating] = {}
        self.count = 0
        size = self._read()
        self._handle = -1
        if writing:
            self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            os.ftruncate(self._handle, size)
        self._size = size

    def _read(self) -> int:
        size = 0
        if not self._path.exists():
            return size
        with self._path.open("rb") as handle:
            for number, line in enumerate(handle, 1):
                if not line.endswith(b"\n"):
                    break
                try:
                    self._keep(Rating(**orjson.loads(line)))
                except (orjson.JSONDecodeError, TypeError, KeyError) as error:
                    raise BadData(
                        f"{self._path}, line {number} is damaged: {error}; mend or remove it"
                    ) from error
                size += len(line)
        return size

    def _keep(self, rating: Rating) -> None:
        self._last[rating.rater, rating.item] = rating
        self.count += 1

    def of(self, rater: str, item: str) -> Rating:
        """Return the present state of one rating; an empty one of revision 0 where it is not begun."""
        return self._last.get((rater, item)) or Rating(rater=rater, item=item)

    def by(self, rater: str) -> list[Rating]:
        """Return what one person rated, in the order in which items were begun."""
        return [rating for (name, _), rating in self._last.items() if name == rater]

    def append(self, rating: Rating) -> None:
        """Write one state; it is on the disk when this returns.

        Raises:
            BadInput: the disk is full or the folder went away; all earlier ratings are kept.
        """
        line = orjson.dumps(asdict(rating), option=orjson.OPT_APPEND_NEWLINE)
        try:
            written = os.write(self._handle, line)
            while written < len(line):
                written += os.write(self._handle, line[written:])
            os.fsync(self._handle)
        except OSError as error:
            os.ftruncate(self._handle, self._size)
            raise BadInput(
                f"the rating cannot be written ({error.strerror}); all earlier ones are kept"
            ) from error
        self._size += len(line)
        self._keep(rating)

    def close(self) -> None:
        """Close the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def findings_of(rating: Rating) -> dict[str, str | float]:
    """Return the findings of a finished rating, none of an unfinished one."""
    return dict(cast("Mapping[str, str | float]", rating.findings)) if rating.done else {}
