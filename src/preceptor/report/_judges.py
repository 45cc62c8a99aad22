"""What is known of the judges of a report's runs, to stand beside the scores that they gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from preceptor.calibration import corrected_line, measured_line, read_in_run
from preceptor.records import Json
from preceptor.rows import Run


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgeNotes:
    """The judge of one run: its measured accuracy and the scores corrected for its error; empty where unmeasured."""

    run: str
    judge: str
    measured: tuple[str, ...]
    corrected: tuple[str, ...]

    def lines(self) -> list[str]:
        """Return what is said beside the scores."""
        if not self.measured:
            return [
                f"Judge {self.judge}: unmeasured. Its agreement with people is not known (preceptor judge calibrate)."
            ]
        return [
            *(f"Judge {line}." for line in self.measured),
            *(f"Corrected: {line}." for line in self.corrected),
        ]


def judge_notes(sources: Sequence[tuple[str, Path, Run]]) -> tuple[JudgeNotes, ...]:
    """Read the calibration of every run that a judge graded."""
    found = []
    for name, folder, run in sources:
        judge = run.get("judge")
        kept = read_in_run(folder)
        if not judge and kept is None:
            continue
        entries = {
            part: cast("list[Mapping[str, Json]]", (kept or {}).get(part) or [])
            for part in ("measured", "corrected")
        }
        found.append(
            JudgeNotes(
                run=name,
                judge=str(judge.get("name", "")) if isinstance(judge, Mapping) else str(judge or ""),
                measured=tuple(measured_line(entry) for entry in entries["measured"]),
                corrected=_corrected(folder, kept, entries["corrected"]),
            )
        )
    return tuple(found)


def _corrected(
    folder: Path, kept: Mapping[str, Json] | None, entries: Sequence[Mapping[str, Json]]
) -> tuple[str, ...]:
    """Write the corrected scores; those of rows that have changed since say nothing of the rows that are there."""
    size = (kept or {}).get("rows")
    if entries and size is not None and size != (folder / "cases.jsonl").stat().st_size:
        return ("the run's rows have changed since its judge was calibrated; calibrate again",)
    return tuple(corrected_line(entry) for entry in entries)
