"""One input as the note gives it: what goes to the calculator, and the words that say so."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """An input's value with its place `text[start:end]`; `start` is -1 where no words of the note give it.

    Attributes:
        said: what `calculate` is given: a number, yes or no, a level, a day, or {"value", "unit"}.
        assertion: present, absent, historical ...; of a finding.
        note: what a clinician should know of how it was read.
        doubt: share of certainty taken off, in [0, 1].
    """

    said: float | str | bool | Mapping[str, float | str]
    start: int = -1
    end: int = -1
    unit: str = ""
    value: float | None = None
    time: str | None = None
    assertion: str | None = None
    note: str = ""
    doubt: float = 0.0

    @property
    def shown(self) -> str:
        """The value in words."""
        if isinstance(self.said, Mapping):
            return f"{self.said['value']:g} {self.said['unit']}".removesuffix(" 1")
        if isinstance(self.said, bool):
            return "yes" if self.said else "no"
        return f"{self.said:g}" if isinstance(self.said, float) else str(self.said)
