"""One value out of several: by the question's wording, else the first at admission that is plainly stated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from preceptor.pipelines.calculator_parser._measured import Found
from preceptor.pipelines.calculator_parser._values import Values

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
SMALLEST_PANEL = 2  # measures
FAR = 500  # characters: a whole panel
FAR_COST = 0.6
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which values a question wants: by its wording, and the panel in which they stand together."""

    when: When
    panel: Mapping[str, Found]

    def pick(self, values: Values, measure: str) -> Found | None:
        """Return the value of a measure, None of none."""
        return self.panel.get(measure) or resolve(values.get(measure), self.when)


def wanted(values: Values, measures: Sequence[str], question: str) -> Wanted:
    """Return what a question wants of the measures of one calculator.

    Values of one draw belong together: of several panels, the one is taken whose values, each weighed as alone and
    less the further it stands from the others, weigh most together.
    """
    when = asked_for(question)
    found = {name: given for name in measures if (given := values.get(name))}
    if len(found) < SMALLEST_PANEL or when in ("highest", "lowest", "worst"):
        return Wanted(when, {})
    best: dict[str, Found] = {}
    most = float("-inf")
    for anchor in (one for candidates in found.values() for one in candidates):
        panel, total = {}, 0.0
        for name, candidates in found.items():
            weights = [_weight(one, when) - _apart(one, anchor) for one in candidates]
            place = weights.index(max(weights))
            panel[name], total = candidates[place], total + weights[place]
        if total > most:
            best, most = panel, total
    return Wanted(when, best)


def _apart(one: Found, anchor: Found) -> float:
    return FAR_COST * min(abs(one.start - anchor.start) / FAR, 1.0)


def _weight(one: Found, when: When) -> float:
    later = 0.001 if when == "latest" else -0.001
    return _LIKED[when].get(one.moment, 0.3) + one.tightness - RANK_COST * one.rank + later * one.start / 100


def resolve(found: Sequence[Found], when: When) -> Found | None:
    """Return the value that is meant, None of none."""
    if not found:
        return None
    if when in ("highest", "lowest", "worst"):
        low = when == "lowest" or (when == "worst" and found[0].measure in LOWER_IS_WORSE)
        sign = -1 if low else 1
        return max(found, key=lambda one: sign * one.value)
    return max(found, key=lambda one: _weight(one, when))
