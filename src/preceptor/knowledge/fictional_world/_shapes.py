"""The records of an imaginary field of medicine: plain data, every link is an id of the same world.

Ids are a letter and a number (`d007`), numbered from 0 within their kind:

| kind | id | kind | id |
|---|---|---|---|
| organ | `o` | disease | `d` |
| hormone | `h` | drug | `x` |
| finding | `f` | interaction | `i` |
| test | `t` | guideline | `g` |

They are the same in every language; only `Term` holds words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr"]
Sex = Literal["female", "male"]
Direction = Literal["high", "low"]
Action = Literal["order", "start", "replace", "stop", "recheck"]
When = Literal["findings", "test", "comorbidity", "no_response", "adverse", "normal"]

CHILD_BELOW_YEARS = 16
OLDER_FROM_YEARS = 65


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A name in both languages; `feminine` is its gender in French."""

    en: str
    fr: str
    feminine: bool = False

    def text(self, language: str) -> str:
        """Return the name in a language, English unless it is "fr"."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, kw_only=True, slots=True)
class ByGroup:
    """One number for each sex in childhood (below 16 years), adulthood, and from 65 years on."""

    girls: float
    boys: float
    women: float
    men: float
    older_women: float
    older_men: float

    def of(self, age_years: float, sex: Sex) -> float:
        """Return the number that holds for a person."""
        female = sex == "female"
        if age_years < CHILD_BELOW_YEARS:
            return self.girls if female else self.boys
        if age_years < OLDER_FROM_YEARS:
            return self.women if female else self.men
        return self.older_women if female else self.older_men

    def values(self) -> tuple[float, ...]:
        """Return the six numbers in the order of the fields."""
        return (self.girls, self.boys, self.women, self.men, self.older_women, self.older_men)


@dataclass(frozen=True, kw_only=True, slots=True)
class Organ:
    """An organ; `site` is where it lies, `duty` a verb phrase of what it does."""

    id: str
    name: Term
    site: Term
    duty: Term


@dataclass(frozen=True, kw_only=True, slots=True)
class Hormone:
    """A hormone, the organ that secretes it and what it does, as a verb phrase."""

    id: str
    name: Term
    organ: str
    effect: Term


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A symptom or sign."""

    id: str
    name: Term


@dataclass(frozen=True, kw_only=True, slots=True)
class Test:
    """A laboratory test.

    Attributes:
        hormone: the hormone that it measures, "" for other substances.
        unit: of its ranges and of every threshold on it.
        ranges: the reference ranges; together they cover everyone, without overlap.
    """

    __test__ = False  # not a test class for pytest

    id: str
    name: Term
    unit: str
    decimals: int
    ranges: tuple["ReferenceRange", ...]
    hormone: str = ""

    def range_of(self, age_years: float, sex: Sex) -> "ReferenceRange":
        """Return the range that holds for a person."""
        for entry in self.ranges:
            if entry.sex in (None, sex) and entry.from_years <= age_years < entry.below_years:
                return entry
        raise LookupError(f"{self.id} has no range for {sex}, {age_years} years")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceRange:
    """Normal values from `low` to `high`, for one sex or both (None) and an interval of age."""

    low: float
    high: float
    sex: Sex | None = None
    from_years: float = 0.0
    below_years: float = 200.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifestation:
    """A finding of a disease and the share of its patients, in [0, 1], who have it."""

    finding: str
    frequency: ByGroup


@dataclass(frozen=True, kw_only=True, slots=True)
class Disease:
    """A disease.

    Attributes:
        organ: the organ that it affects, which secretes `hormone`.
        hormone: the hormone that is secreted too much ("high") or too little ("low"): `disturbance`.
        prevalence: patients per 100,000 people.
        manifestations: its findings, the most frequent in adult women first.
        marker: the test that proves it, abnormal in direction `marker_direction` in no other disease.
        first_line: the drug to begin with; `second_line` where that fails or is contraindicated.
    """

    id: str
    name: Term
    organ: str
    hormone: str
    disturbance: Direction
    prevalence: ByGroup
    manifestations: tuple[Manifestation, ...]
    marker: str
    marker_direction: Direction
    first_line: str
    second_line: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Drug:
    """A drug.

    Attributes:
        hormone: what it acts on; `effect` "low" for a blocker, "high" for a booster.
        dose_mg_per_kg: of one dose, by body weight, never above `max_dose_mg`.
        doses_per_day: how often that dose is given.
        adverse: findings that it may cause.
        contraindications: diseases in which it must not be given.
    """

    id: str
    name: Term
    hormone: str
    effect: Direction
    dose_mg_per_kg: float
    max_dose_mg: float
    doses_per_day: int
    adverse: tuple[str, ...]
    contraindications: tuple[str, ...]

    def dose_mg(self, weight_kg: float) -> float:
        """Return one dose in mg for a body weight."""
        return min(self.dose_mg_per_kg * weight_kg, self.max_dose_mg)


@dataclass(frozen=True, kw_only=True, slots=True)
class Interaction:
    """Two drugs that must not be combined, and the finding that this causes."""

    id: str
    drugs: tuple[str, str]
    finding: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """When a step of a guideline applies.

    Attributes:
        when: "findings" (all present) · "test" (result beyond `value` in `direction`) · "comorbidity"
            (one of the diseases in `refs`) · "no_response" (test still beyond its range after `value`
            weeks) · "adverse" (the finding appears under treatment) · "normal" (test back in range).
        refs: ids of the findings, the test or the diseases.
    """

    when: When
    refs: tuple[str, ...]
    direction: Direction | None = None
    value: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step: `refs` are the test to order or recheck, or the drug (old and new for "replace").

    `months` says when to recheck.
    """

    number: int
    condition: Condition
    action: Action
    refs: tuple[str, ...]
    months: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Guideline:
    """How a disease is found and treated, step by step."""

    id: str
    disease: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class World:
    """An imaginary field of medicine: every kind as id -> record, in the order of the ids."""

    seed: int
    organs: Mapping[str, Organ]
    hormones: Mapping[str, Hormone]
    findings: Mapping[str, Finding]
    tests: Mapping[str, Test]
    diseases: Mapping[str, Disease]
    drugs: Mapping[str, Drug]
    interactions: Mapping[str, Interaction]
    guidelines: Mapping[str, Guideline]
