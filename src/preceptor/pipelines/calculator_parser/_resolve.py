"""One value out of several: by the question's wording, else the first at admission that is plainly stated."""

import re
from collections.abc import Sequence
from typing import Literal

from preceptor.pipelines.calculator_parser._measured import Found

When = Literal["admission", "latest", "highest", "lowest", "worst", "before"]
_ASKED: tuple[tuple[When, re.Pattern[str]], ...] = (
    ("worst", re.compile(r"\bworst\b", re.I)),
    ("highest", re.compile(r"\b(?:highest|peak|maximum|maximal)\b(?! of)", re.I)),
    ("lowest", re.compile(r"\b(?:lowest|nadir|minimum|minimal)\b(?! of)", re.I)),
    ("latest", re.compile(r"\b(?:latest|last (?:value|measure|result|recorded|lab)|most recent|discharge|current|final)\b", re.I)),
    ("admission", re.compile(r"\b(?:admission|initial|presentation|presenting|first|on arrival)\b", re.I)),
    ("before", re.compile(r"\b(?:baseline|pre-?admission|before admission)\b", re.I)),
)  # fmt: skip
_LIKED: dict[When, dict[str | None, float]] = {
    "admission": {"admission": 1.0, None: 0.8, "now": 0.7, "before": 0.1, "after": -0.4, "discharge": -0.8},
    "latest": {"discharge": 1.0, "now": 0.9, "after": 0.8, "admission": 0.2, None: 0.3, "before": -0.5},
    "before": {"before": 1.0, "admission": 0.4, None: 0.4, "now": 0.0, "after": -0.5, "discharge": -0.5},
}
LOWER_IS_WORSE = frozenset(
    ["pao2", "platelets", "glasgow_coma_scale", "systolic_bp", "diastolic_bp", "mean_arterial_pressure",
     "oxygen_saturation", "hemoglobin", "hematocrit", "albumin", "urine_output", "ph", "bicarbonate", "calcium"]
)  # fmt: skip
RANK_COST = 0.15  # for each number of the same name before it: "fell from 123 to 117"


def asked_for(question: str) -> When:
    """Return which of several values a question wants; the one at admission where it does not say.

    Example:
        >>> asked_for("What was the highest SOFA score?"), asked_for("What is the anion gap?")
        ('highest', 'admission')
    """
    for when, pattern in _ASKED:
        if pattern.search(question):
            return when
    return "admission"


def resolve(found: Sequence[Found], when: When) -> Found | None:
    """Return the value that is meant, None of none."""
    if not found:
        return None
    if when in ("highest", "lowest", "worst"):
        low = when == "lowest" or (when == "worst" and found[0].measure in LOWER_IS_WORSE)
        sign = -1 if low else 1
        return max(found, key=lambda one: sign * one.value)
    liked = _LIKED[when]
    later = 0.001 if when == "latest" else -0.001
    return max(
        found,
        key=lambda one: (
            liked.get(one.moment, 0.3) + one.tightness - RANK_COST * one.rank + later * one.start / 100
        ),
    )
