"""Rank rare diseases by a patient's HPO terms, age at onset and sex: the baseline that a language model has to beat.

In: a ranking case whose prompt has the lines `Sex: female`, `Age at onset: P3Y` (ISO 8601, or an onset term such as
`Infantile onset (HP:0003593)`), `Observed: Seizure (HP:0001250); ...` and `Excluded: ...`; only `Observed` is
needed. Out: the `k` best diseases over all that OMIM, Orphanet and DECIPHER annotations describe, twins merged by
Mondo, each with a probability and its reasons (findings that support, are unexplained, missing or contradict); in
`data` the 90 % set, the probability of none of these, the next questions, notes on ids that were mapped, and the
findings x diseases matrix that the report draws.

`leave_out=publication` (the default) takes out every annotation that cites one of the case's own publications (tag
`publications`): half of the published cases stand, through their paper, in the very annotations that would rank them.
`leave_out=nothing` ranks as shipped, with weights trained on patients who are among the annotations: a figure from it
says how well known cases are found again. Cases of other kinds, and text without terms, are not read: `diagnose`
does that.

Source: likelihood ratios after Robinson PN et al. Interpretable clinical genomics with a likelihood ratio paradigm. Am
    J Hum Genet 2020;107:403. https://doi.org/10.1016/j.ajhg.2020.06.021. Information content: Resnik P. IJCAI
    1995. The rest is ours: docs/differential.md
License: Apache-2.0 (as the package); the annotations under HPO's terms, Mondo CC BY 4.0
"""

import math
import re
from collections.abc import Mapping
from typing import Literal

from preceptor import differential
from preceptor.components import Model, Pipeline, Toolbox
from preceptor.differential import Ranking
from preceptor.errors import BadInput
from preceptor.records import Answer, Candidate, Case, Json

LeaveOut = Literal["publication", "nothing"]
MOST_MISSING = 12  # rows of the matrix
_ROW_OF = {"missing": "missing", "contradicts": "excluded"}  # kind of reason -> kind of row
_CODE = re.compile(r"HP:\d{7}")
_LINE = re.compile(r"^\s*(Sex|Age at onset|Observed|Excluded)\s*:\s*(.*)$", re.MULTILINE | re.IGNORECASE)
_AGE = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T.*)?",
    re.IGNORECASE,
)
_ONSET_YEARS = {  # the middle of HPO's onset classes
    "HP:0030674": -0.4, "HP:0011460": -0.6, "HP:0011461": -0.3, "HP:0003577": 0.0, "HP:0003623": 0.04,
    "HP:0003593": 0.5, "HP:0011463": 3.0, "HP:0003621": 10.0, "HP:0003581": 25.0, "HP:0011462": 25.0,
    "HP:0003596": 50.0, "HP:0003584": 65.0, "HP:0025708": 17.5, "HP:0025709": 22.0, "HP:0025710": 32.0,
    "HP:0034199": -0.55, "HP:0034198": -0.37, "HP:0034197": -0.12,
}  # fmt: skip


def age_in_years(text: str) -> float | None:
    """Read an age as ISO 8601 or an HPO onset term; None where nothing is said or it cannot be read.

    Example:
        >>> age_in_years("P3Y6M"), age_in_years("Infantile onset (HP:0003593)"), age_in_years("unknown")
        (3.5, 0.5, None)
    """
    if code := _CODE.search(text):
        return _ONSET_YEARS.get(code[0])
    match = _AGE.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days = (float(part or 0) for part in match.groups())
    return years + months / 12 + weeks / 52.18 + days / 365.25


def _read(case: Case) -> Mapping[str, str]:
    text = case.prompt or "\n".join(message.text for message in case.messages if message.role == "user")
    return {title.lower(): rest for title, rest in _LINE.findall(text)}


def findings_matrix(ranking: Ranking, k: int = 10) -> Json:
    """Return what each finding says about each of the first diseases, as the report draws it.

    Args:
        k: diseases, of those that have reasons.

    Returns:
        `diseases`: `[id, name, probability, catalogue ids]`; `findings`: `[code, name, kind]`, observed ones by their
        weight for the first disease, then excluded ones, then the most expected that are missing; `cells`, a row a
        finding: per disease null or `[share of its patients, bits]`. Bits are log2 of how much likelier an observed
        finding is than in all diseases, negative where it is rarer. A finding that says nothing has an empty row.
    """
    diseases = [one for one in ranking.diseases[:k] if one.reasons]
    names, ids = ranking.set_of.term_names, ranking.set_of.term_ids
    called = {ids[number]: names[number] for number in (*ranking.observed, *ranking.excluded)}
    rows: dict[tuple[str, str], list[Json]] = {}
    for kind, numbers in (("observed", ranking.observed), ("excluded", ranking.excluded)):
        rows |= {(kind, ids[number]): [None] * len(diseases) for number in numbers}
    weight = dict.fromkeys(rows, 0.0)
    for column, one in enumerate(diseases):
        for reason in one.reasons:
            kind = _ROW_OF.get(reason.kind, "observed")
            row = rows.setdefault((kind, reason.term), [None] * len(diseases))
            bits = round(math.log2(reason.times), 2)
            row[column] = [round(reason.share, 2), *([bits] if kind == "observed" else [])]
            called[reason.term] = reason.name
            told = one.probability * reason.share if kind == "missing" else bits if column == 0 else 0.0
            weight[kind, reason.term] = weight.get((kind, reason.term), 0.0) + told
    best = sorted(rows, key=lambda row: -weight[row])
    order = [row for kind in ("observed", "excluded") for row in best if row[0] == kind]
    order += [row for row in best if row[0] == "missing"][:MOST_MISSING]
    return {
        "diseases": [[one.id, one.name, round(one.probability, 4), list(one.members)] for one in diseases],
        "findings": [[code, called[code], kind] for kind, code in order],
        "cells": [rows[row] if any(rows[row]) else [] for row in order],
    }


def _data(ranking: Ranking, questions: int) -> Json:
    asked = differential.next_questions(ranking, k=questions) if questions else ()
    return {
        "none_of_these": round(ranking.none, 4),
        "set_90": [one.id for one in ranking.diseases if one.in_set],
        "none_in_set": ranking.none_in_set,
        "next_questions": [
            {"term": one.term, "name": one.name, "bits": round(one.bits, 3), "yes": round(one.yes, 3)}
            for one in asked
        ],
        "notes": list(ranking.notes),
        "annotations_left_out": ranking.left_out,
        "members": {one.id: list(one.members) for one in ranking.diseases[:10]},
        "release": ranking.set_of.release,
        "matrix": findings_matrix(ranking),
    }


def _answered(ranking: Ranking, k: int, questions: int) -> Answer:
    best = ranking.diseases[:k]
    lines = [f"{place}. {one.name} ({one.id}) {one.probability:.1%}" for place, one in enumerate(best, 1)]
    lines.append(f"None of these: {ranking.none:.1%}")
    return Answer(
        text="\n".join(lines),
        ranking=tuple(
            Candidate(
                id=one.id, name=one.name, score=one.probability, reasons=tuple(r.text for r in one.reasons)
            )
            for one in best
        ),
        confidence=best[0].probability,
        data=_data(ranking, questions),
    )


def PIPELINE(*, leave_out: LeaveOut = "publication", k: int = 100, questions: int = 0) -> Pipeline:
    """Return the pipeline.

    Args:
        k: how many diseases are returned, up to 400.
        questions: how many next best questions are worked out, about 10 ms a case.

    Raises:
        BadInput: an option outside what is allowed.
    """
    if leave_out not in ("publication", "nothing"):
        raise BadInput(f"leave_out={leave_out!r}: phenotype_ranker leaves out publication or nothing")
    if not 1 <= k <= differential.CANDIDATES or questions < 0:
        raise BadInput(
            f"k={k}, questions={questions}: k is 1 to {differential.CANDIDATES}, questions 0 or more"
        )

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        if case.choices:
            return Answer(
                text="phenotype_ranker ranks diseases by HPO terms; it reads no multiple-choice question"
            )
        lines = _read(case)
        observed = _CODE.findall(lines.get("observed", ""))
        if not observed:
            raise BadInput(
                f"case {case.id}: the prompt has no line 'Observed: NAME (HP:0001250); ...' with HPO ids; "
                f"phenotype_ranker reads terms, not free text"
            )
        sex = lines.get("sex", "").strip().lower()
        own = [name for name in case.tags.get("publications", "").split(";") if name]
        ranking = differential.rank(
            observed, _CODE.findall(lines.get("excluded", "")), age_years=age_in_years(lines.get("age at onset", "")),
            sex="female" if sex == "female" else "male" if sex == "male" else "unknown",
            leave_out=own if leave_out == "publication" else (),
            weights="new" if leave_out == "publication" else "published", explained=min(k, 10),
        )  # fmt: skip
        return _answered(ranking, k, questions)

    return Pipeline(answer=answer, needs_model=False, calls=0)
