"""Who graded the sides of a comparison, and what is known of that judge's error."""

from collections.abc import Sequence

from preceptor.compare._sides import Side
from preceptor.errors import BadInput
from preceptor.report import judge_notes
from preceptor.rows import read_run


def _listed(side: Side) -> str:
    return f"{side.name} by {', '.join(sorted(side.judges))}"


def unlike(first: Side, others: Sequence[Side]) -> str:
    """Say which sides were graded by other judges than the first; "" where all had the same, or none."""
    apart = [other for other in others if first.judges and other.judges and other.judges != first.judges]
    return "; ".join(map(_listed, [first, *apart])) if apart else ""


def judge_lines(sides: Sequence[Side]) -> tuple[str, ...]:
    """Return what must stand beside differences that a judge made."""
    found: list[str] = []
    if told := unlike(sides[0], sides[1:]):
        found.append(
            f"The sides were graded by different judges ({told}): the differences are also the judges'."
        )
    told_of: dict[str, list[str]] = {}
    for folder, side in {side.folder.resolve(): side for side in sides if side.judges}.items():
        for notes in judge_notes([(side.name, folder, read_run(folder))]):
            for line in notes.lines():
                told_of.setdefault(line, []).append(side.name)
    return (*found, *(f"{', '.join(names)}: {line}" for line, names in told_of.items()))


def refuse_unlike(sides: Sequence[Side]) -> None:
    """Refuse to decide between sides that different judges graded.

    Raises:
        BadInput: names the judges.
    """
    if told := unlike(sides[0], sides[1:]):
        raise BadInput(
            f"the sides were graded by different judges ({told}); a policy cannot tell the systems from the judges: grade "
            f"all with one"
        )
