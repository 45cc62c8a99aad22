"""Reasoning, step by step: how much of it leads on, how much of that is true, how much of what is needed is there.

As in MedR-Bench: efficiency is the share of steps that reason (neither restate the case nor repeat an earlier step),
factuality the share of the reasoning steps that hold, completeness the share of the reference's steps that are there.
A step nobody could settle is neither, and widens the bounds. MedCaseReasoning's recall of clinicians' statements is
completeness alone.

Source: Qiu and others 2025, Nature Communications (MedR-Bench), arXiv:2503.04691; Wu and others 2025, arXiv:2505.11733.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from preceptor.records import Score, Verdict
from preceptor.scoring._shares import Share, loss_flags, share_of, told

StepKind = Literal["reasoning", "citation", "repeat"]
_MARK = re.compile(r"^\s*(?:(?:step\s*)?\d{1,2}\s*[.):]|[-*•]|#{1,6}\s)\s*", re.IGNORECASE)
LEAST_LETTERS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of a reasoning: `kind` None where it could not be settled; `holds` of a reasoning step."""

    text: str
    kind: StepKind | None
    holds: bool | None = None


def split_steps(text: str) -> list[str]:
    """Split a reasoning into its steps: numbered or listed lines where there are any, else paragraphs, else sentences.

    Example:
        >>> split_steps("1. Fever and stiff neck.\\n2. So think of meningitis.")
        ['Fever and stiff neck.', 'So think of meningitis.']
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if sum(bool(_MARK.match(line)) for line in lines) >= 2:
        steps: list[str] = []
        for line in lines:
            if _MARK.match(line) or not steps:
                steps.append(_MARK.sub("", line).strip())
            else:
                steps[-1] += f" {line.strip()}"
    else:
        steps = [part.strip() for part in re.split(r"\n\s*\n", text)]
        if len([step for step in steps if step]) < 2:
            steps = [part.strip() for part in re.split(r"(?<=[.!?。])\s+", text)]
    return [step for step in steps if sum(letter.isalpha() for letter in step) >= LEAST_LETTERS]


def reasoning_score(
    steps: Sequence[Step], covered: Sequence[bool | None], verdicts: Sequence[Verdict] = ()
) -> Score:
    """Score a reasoning.

    Args:
        steps: of the reasoning, in order.
        covered: for each step of the reference, whether the reasoning has it.

    Returns:
        value the mean of the three measures; parts efficiency, factuality and completeness, those that are known.
    """
    efficiency = share_of([None if one.kind is None else one.kind == "reasoning" for one in steps], empty=0.0)
    factuality = _factuality(steps)
    completeness = share_of(covered)
    measures = {"efficiency": efficiency, "factuality": factuality, "completeness": completeness}
    known = {name: one.value for name, one in measures.items() if one.value is not None}
    unknown = sum(one.kind is None for one in steps)  # they stand in two of the measures
    missing = sum(one.missing for one in measures.values()) - unknown
    return Score(
        value=sum(known.values()) / 3 if len(known) == 3 else None,
        low=sum(one.low for one in measures.values()) / 3,
        high=sum(one.high for one in measures.values()) / 3,
        parts={"steps": float(len(steps))} | known,
        flags=loss_flags(missing, verdicts),
        verdicts=tuple(verdicts),
        why=", ".join(f"{name} {told(one)}" for name, one in measures.items()),
    )


def _factuality(steps: Sequence[Step]) -> Share:
    """Return the share of reasoning steps that hold; a step of unknown kind may be one of them, held or not."""
    sure = share_of([one.holds for one in steps if one.kind == "reasoning"], empty=0.0)
    unknown = sum(one.kind is None for one in steps)
    if not unknown:
        return sure
    n = sure.n + unknown
    held_low, held_high = sure.low * sure.n, sure.high * sure.n + unknown
    return Share(
        value=sure.value if sure.n else None,
        low=held_low / n,
        high=held_high / n,
        n=n,
        missing=sure.missing + unknown,
    )
