"""What the ranking tasks share: how a patient's findings are put into words, and what a truth is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.knowledge.mondo import mondo, normal_code
from preceptor.records import Answer, Candidate, Case

TEN_LIKELY = (
    "Give the ten diseases that explain these findings best, as a numbered list with the most likely first; "
    "one disease a line, its name only."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """An HPO term of a patient, as the source writes it."""

    code: str
    label: str
    excluded: bool = False


def _listed(findings: Iterable[Finding]) -> str:
    return "; ".join(f"{one.label} ({one.code})" for one in findings)


def terms_prompt(findings: Sequence[Finding], *, sex: str = "", onset: str = "", age: str = "") -> str:
    """Write a patient as a list of terms: one line each for sex, ages, what is there and what is not."""
    there = [one for one in findings if not one.excluded]
    absent = [one for one in findings if one.excluded]
    rows = [
        ("Sex", sex or "unknown"),
        ("Age at onset", onset),
        ("Age when last seen", age),
        ("Observed", _listed(there) or "none recorded"),
        ("Excluded", _listed(absent)),
    ]
    return "\n".join(f"{title}: {text}" for title, text in rows if text)


def _series(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _in_words(age: str) -> str:
    """Write an ISO 8601 age or an onset class as words.

    Example:
        >>> _in_words("P3Y1M"), _in_words("Infantile onset (HP:0003593)")
        ('3 years, 1 month', 'infantile onset')
    """
    units = {"Y": "year", "M": "month", "W": "week", "D": "day"}
    counts = re.findall(r"(\d+)([YMWD])", age.partition("T")[0]) if age.startswith("P") else []
    said = ", ".join(f"{count} {units[unit]}{'s' * (count != '1')}" for count, unit in counts)
    plain = re.sub(r" \(HP:\d+\)", "", age)
    return said or plain[:1].lower() + plain[1:]


def narrative_prompt(findings: Sequence[Finding], *, sex: str = "", onset: str = "", age: str = "") -> str:
    """Write the same patient as plain sentences, without codes."""
    who = {"male": "a male", "female": "a female"}.get(sex, "a")
    there = [one.label for one in findings if not one.excluded]
    absent = [one.label for one in findings if one.excluded]
    said = [f"This is {who} patient{f', last seen at the age of {_in_words(age)}' if age else ''}."]
    if onset:
        said.append(f"Start of the illness: {_in_words(onset)}.")
    said.append(f"Findings: {_series(there)}." if there else "No finding is recorded as present.")
    if absent:
        said.append(f"Looked for and not found: {_series(absent)}.")
    return " ".join(said)


@lru_cache(maxsize=2)
def _annotated(release: Hpo) -> frozenset[str]:
    return frozenset(normal_code(release.disease_ids[number]) for number in set(release.annotations.disease))


def twins(code: str) -> tuple[str, ...]:
    """Return a disease's codes in all catalogues, its own first."""
    found, own = mondo(), normal_code(code)
    numbers = [found.by_id[own]] if own in found.by_id else found.by_code.get(own, ())
    others = [other for number in numbers for other in (found.ids[number], *found.codes[number])]
    return tuple(dict.fromkeys([own, *others]))


def is_annotated(codes: Iterable[str]) -> bool:
    """Say whether any of a disease's codes has annotations in the release."""
    return not _annotated(hpo()).isdisjoint(codes)


def gold(case: Case) -> Answer:
    """Return the true disease as the only candidate."""
    assert isinstance(case.target, Mapping)
    codes, name = case.target["codes"], str(case.target["name"])
    assert isinstance(codes, Sequence)
    ranking = (Candidate(id=str(codes[0]) if codes else "", name=name, score=1.0),)
    return Answer(text=f"1. {name}", ranking=ranking)
