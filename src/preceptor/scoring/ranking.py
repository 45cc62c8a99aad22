"""Ranked differentials: where the right disease stands, under exact and under family credit.

Exact credit is for the disease itself under any name or catalogue code; family credit also for a subtype and for
a direct parent. Twins are merged before places are counted: a second entry for the same disease takes no place.
A disease that is not listed has reciprocal rank 0 and counts as rank 1,000 in the median.

Source: Preceptor; top-k and reciprocal rank as in Voorhees EM, TREC-8 question answering track, 1999.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from preceptor.components import Columns
from preceptor.records import Answer, Candidate, Score
from preceptor.scoring._choice_refusals import refuses
from preceptor.scoring._disease_codes import Relation, numbers_of, relation_of_codes
from preceptor.scoring._ranking_shapes import Truth as Truth

PLACES = (1, 3, 5, 10)
NOT_LISTED = 1000.0
FAMILY: tuple[Relation, ...] = ("same", "narrower", "broader")
_ITEM = re.compile(r"^\s*(?:\*\*)?(?:\(?\d{1,3}[.):]|[-*•])\s*(.+?)\s*$")
_CODE = re.compile(r"(?:MONDO|OMIM|ORPHA|Orphanet|DECIPHER|DOID):\w+")
Related = Callable[[Candidate, Truth], Relation]


def truth_of(target: object) -> Truth:
    """Read a case's target, `{"codes": [...], "name": ...}`."""
    assert isinstance(target, Mapping)
    return Truth(codes=tuple(str(code) for code in target["codes"]), name=str(target.get("name", "")))


def by_code(candidate: Candidate, truth: Truth) -> Relation:
    """Compare by code alone; a candidate without a code is different."""
    return relation_of_codes(candidate.id, truth.codes) if candidate.id else "different"


def listed(text: str) -> list[str]:
    """Read a differential written as a numbered or dashed list; without one, every line is an entry.

    Example:
        >>> listed("Likely:\\n1. **Marfan syndrome** - tall\\n2) Homocystinuria")
        ['Marfan syndrome - tall', 'Homocystinuria']
    """
    lines = [line for line in text.splitlines() if line.strip()]
    items = [found[1] for line in lines if (found := _ITEM.match(line))]
    return [re.sub(r"[*_`]{1,3}", "", item).strip(" .") for item in items or lines]


def _is_list(text: str) -> bool:
    return any(_ITEM.match(line) for line in text.splitlines())


def candidates_of(answer: Answer) -> tuple[Candidate, ...]:
    """Return an answer's ranking, or else what its text lists; an entry that is nothing but a code is a code."""
    return answer.ranking or tuple(
        Candidate(id=name) if _CODE.fullmatch(name) else Candidate(id="", name=name)
        for name in listed(answer.text)
    )


def _merged(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Leave out an entry whose disease stands further up already."""
    seen: set[object] = set()
    for candidate in candidates:
        marks: set[object] = set(numbers_of(candidate.id)) if candidate.id else set()
        marks = marks or {candidate.id or candidate.name.casefold()}
        if not marks <= seen:
            yield candidate
        seen |= marks


def score_ranking(answer: Answer, truth: Truth, related: Related = by_code) -> Score:
    """Score a ranked differential; the value is the reciprocal rank of the right disease, exact credit.

    Returns:
        `parts`: rank (1,000 if not listed), top1, top3, top5, top10 and the same with `family_`; `listed`
        is the number of entries. `unparsed` is flagged where there is no entry, `refused` where a text without a list
        declines to answer.
    """
    entries = list(_merged(candidates_of(answer)))
    relations = [related(entry, truth) for entry in entries]
    exact = next((place for place, found in enumerate(relations, 1) if found == "same"), 0)
    family = next((place for place, found in enumerate(relations, 1) if found in FAMILY), 0)
    value = 1.0 / exact if exact else 0.0
    parts = {"rank": float(exact or NOT_LISTED), "listed": float(len(entries))}
    for most in PLACES:
        parts[f"top{most}"] = float(0 < exact <= most)
        parts[f"family_top{most}"] = float(0 < family <= most)
    why = f"{truth.name or truth.codes[0]} at place {exact}" if exact else f"{truth.name} is not listed"
    flags = {} if entries else {"unparsed": True}
    if not (family or _is_list(answer.text)) and refuses(answer.text):
        flags = {"refused": True}
    return Score(value=value, low=value, high=value, parts=parts, flags=flags, why=f"{why} of {len(entries)}")


def rank_metrics(columns: Columns, rows: "np.ndarray | None" = None, suffix: str = "") -> dict[str, float]:
    """Return top-k under both credits, mean reciprocal rank and median rank over (some of) the scored rows.

    Args:
        rows: `(n,)` which rows count; None for all.
    """
    names = [f"{kind}top{most}" for kind in ("", "family_") for most in PLACES]
    chosen = np.ones(len(columns["value"]), bool) if rows is None else rows
    if not chosen.any():
        return {}
    found = {f"{name}{suffix}": float(columns[name][chosen].mean()) for name in names}
    found[f"mrr{suffix}"] = float(columns["value"][chosen].mean())
    found[f"median_rank{suffix}"] = float(np.median(columns["rank"][chosen]))
    return found
