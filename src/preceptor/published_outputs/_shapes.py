"""What a published output is: one row of a file, and the run that it belongs to."""

from dataclasses import dataclass
from typing import Literal

from preceptor.records import Usage

Mark = Literal["", "right", "wrong", "out", "unclear"]
NOT_TOLD = Usage()


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedRun:
    """One model under one method on one set of cases, as far as a file tells.

    Attributes:
        task: the case table to join, as the catalogue spells it; "" where the format does not say.
        set: the set in the authors' own spelling, such as `mmlu-pro`.
        version: tells apart runs that agree in all the rest.
        printed: the figure that stands in the run's own file name.
        marked: the authors scored by marks that no rule over the text can give again.
        note: what the reader mended.
    """

    model: str
    task: str = ""
    set: str = ""
    method: str = ""
    split: str = ""
    version: str = ""
    printed: str = ""
    marked: bool = False
    note: str = ""

    @property
    def label(self) -> str:
        """Name the run in one line."""
        parts = (self.model, self.method, self.set, self.split, self.version)
        return " / ".join(part for part in parts if part)


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """One answer that somebody published.

    Attributes:
        id: of the case, as the task spells it.
        text: what the model wrote, or all that was kept of it; None where the file holds no reply.
        choice: the letter, where the file keeps nothing but letters.
        extracted: what the authors' own extraction made of the text, where they publish it.
        mark: the authors' verdict on this row; "out" takes it out of their denominator, "unclear" is a verdict
            that is none of theirs, which counts as wrong.
        key: the right letter according to the file.
    """

    run: PublishedRun
    id: str
    text: str | None
    choice: str | None = None
    extracted: str | None = None
    mark: Mark = ""
    key: str = ""
    usage: Usage = NOT_TOLD

    @property
    def scored_text(self) -> str:
        """Return what the authors' rule was applied to."""
        return (self.text or "") if self.extracted is None else self.extracted
