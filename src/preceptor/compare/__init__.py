"""Two or more runs, or arms of one run, compared case by case, and the verdict of a policy on them."""

from collections.abc import Sequence
from pathlib import Path

from preceptor.compare._figures import Comparison, Flip, Pair, compare_sides
from preceptor.compare._gate import Gate, exit_code, gates
from preceptor.compare._judges import judge_lines, refuse_unlike
from preceptor.compare._page import as_html
from preceptor.compare._policy import Policy, policy_of, read_policy
from preceptor.compare._sides import Wanted, read_side
from preceptor.compare._text import FORMATS, Format, Study, as_csv, as_json, as_markdown
from preceptor.errors import BadInput


def compare(a: str, b: str, wanted: Wanted | None = None) -> Comparison:
    """Compare two sides, each `RUN` or `RUN:VALUE` with a pipeline, model or perturbation of that run.

    Args:
        wanted: rows to take, on both sides.

    Raises:
        NotFound: no such run, or nothing in it with these names.
        BadInput: nothing in common, or several arms that nothing pairs.
    """
    return compare_all([a, b], wanted).comparisons[0]


def compare_all(sides: Sequence[str], wanted: Wanted | None = None, policy: Policy | None = None) -> Study:
    """Compare every further side with the first, and hold each against a policy where one is given.

    Raises:
        NotFound, BadInput: as `compare`; fewer than two sides, or a policy that names what no run has, or that
            would have to decide between runs graded by different judges.
    """
    if len(sides) < 2:
        raise BadInput(f"{len(sides)} run given; name the one that is in use and at least one to compare")
    first, *others = [read_side(side, wanted or Wanted()) for side in sides]
    if policy:
        refuse_unlike([first, *others])
    verdicts = gates(policy, first, others) if policy else ()
    compared = compare_sides(first, others)
    return Study(comparisons=compared, gates=verdicts, judges=judge_lines([first, *others]))


def comparison_text(found: Comparison | Study, form: Format = "md") -> str:
    """Write a comparison in the given form."""
    study = Study(comparisons=(found,), gates=()) if isinstance(found, Comparison) else found
    return {"md": as_markdown, "html": as_html, "json": as_json, "csv": as_csv}[form](study)


def gate(baseline: str, candidate: str, policy: Path, wanted: Wanted | None = None) -> Gate:
    """Hold one run against another by a policy file; `preceptor.compare.exit_code` gives the code for CI.

    Raises:
        NotFound, BadInput: as `compare_all` and `read_policy`.
    """
    return compare_all([baseline, candidate], wanted, read_policy(policy)).gates[0]


__all__ = [
    "FORMATS",
    "Comparison",
    "Flip",
    "Format",
    "Gate",
    "Pair",
    "Policy",
    "Study",
    "Wanted",
    "compare",
    "compare_all",
    "comparison_text",
    "exit_code",
    "gate",
    "policy_of",
    "read_policy",
]
