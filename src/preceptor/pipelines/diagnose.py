"""From a clinical text to ranked rare diseases: reads the findings, ranks by them, and may let a model reorder or add.

In: any text about one patient, or a ranking case that is nothing but lines such as `Observed: ... (HP:0001250)`, which
are then taken as they are (such a line within a note is the note's). Out: ranked diseases with reasons, the spans that were read, and in `data` what was read (`read`), the 90 % set, the
probability of none of these and the next questions. Leave-publication-out as in `phenotype_ranker`.

`model_role`: `none` (no language model, the default); `candidates`: the `shown` best diseases (at most 300) are given to
the model with the question, and it answers in its own words with any disease; `reorder`: the model may only put those
candidates into another order; one that it does not name keeps its place behind. `differences`: with a model, each of the
first ten candidates comes with what tells it from the others: the eight findings whose weight differs most between them,
what contradicts it and what is missing; what holds for all of them alike is left out.
`similar`: a pool of solved cases, named as in the pipeline `similar_cases`; with a model, the `similar_cases` of them
whose findings are most like the patient's are shown too, never the patient's own or those of the same paper. A
model's failure is the case's failure, never the ranker's answer in its stead. A reply to `reorder` that names no candidate
(a refusal, rubbish) is an unread answer, not the ranker's: the answer is empty and scored so, `named_by_model` in the data
is 0, the ranker's order stands there as `ranker`, and the reply as `reply`.

Source: candidates to a model: Schumacher E et al. RareScale: rare disease differential diagnosis with large language
    models at scale. 2025. https://arxiv.org/abs/2502.15069. Differences: Zhao X et al. MedRAG. WWW 2025.
    https://arxiv.org/abs/2502.04413. Own prompts.
License: Apache-2.0 (as the package); annotations and Mondo under their own terms
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._asking import ask, messages_of, needed
from preceptor.pipelines._similar import Near, neighbours_in, stored, told
from preceptor.records import Answer, Candidate, Case, Json
from preceptor.scoring.ranking import listed

Role = Literal["none", "reorder", "candidates"]
ROLES = ("none", "reorder", "candidates")
MOST_SHOWN = 300
HOW_DIFFERENT = (
    "What tells the candidates apart stands behind their names: findings for and against, with how many times likelier "
    "the finding is in that disease than in all, and what is usual in it (share of its patients)."
)
MOST_TELLING, TELLING, MOST_MISSING = (
    8,
    1.0,
    3,
)  # findings shown; bits between diseases from which on one tells
_TERM_LINE = re.compile(r"\s*(?:Sex|Age at onset|Age when last seen|Observed|Excluded)\s*:", re.IGNORECASE)
NOTHING_READ = "No finding was read in the text; say what was found in other words, or give HPO ids."
REORDER = (
    "Put the candidate diseases above into the order of how well they explain this patient, the most likely first. "
    "Give a numbered list of their names as written above, one a line, and nothing else."
)
WEIGH = "A search over disease annotations suggests the candidates above. It knows nothing but the findings; weigh them."


def _terms(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return "; ".join(f"{names.get(code, code)} ({code})" for code in codes)


def as_terms(case: Case, read: Mapping[str, Json]) -> Case:
    """Write what was read of a text as a ranking case's lines; tags stay."""
    findings = cast("Sequence[Mapping[str, str]]", read["findings"])
    names = {one["code"]: one["name"] for one in findings}
    observed, excluded = (cast("Sequence[str]", read[key]) for key in ("observed", "excluded"))
    rows = [
        ("Sex", read.get("sex") or "unknown"),
        ("Age at onset", _onset(read)),
        ("Observed", _terms(observed, names)),
        ("Excluded", _terms(excluded, names)),
    ]
    prompt = "\n".join(f"{title}: {text}" for title, text in rows if text)
    return replace(case, prompt=prompt, messages=(), turns=(), context=(), choices={})


def _onset(read: Mapping[str, Json]) -> str:
    """Write the age at onset as ISO 8601; before birth there is none, so the class stands."""
    years = cast("float | None", read.get("onset_years"))
    if years is None or years < 0:
        return str(read.get("onset") or "")
    return f"P{years:.2f}Y"


def _differences(matrix: Mapping[str, Json], shown: int) -> list[str]:
    """Say what tells each of the first diseases from the others; "" where nothing does.

    Of the observed findings those whose weight differs most between the diseases, then what contradicts and what is
    missing.
    """
    findings = cast("Sequence[tuple[str, str, str]]", matrix["findings"])
    cells = cast("Sequence[Sequence[Sequence[float] | None]]", matrix["cells"])
    columns = range(min(shown, len(cast("Sequence[Json]", matrix["diseases"]))))
    rows = {kind: [(one[1], row) for one, row in zip(findings, cells, strict=True) if one[2] == kind and row]
            for kind in ("observed", "excluded", "missing")}  # fmt: skip

    def spread(row: Sequence[Sequence[float] | None]) -> float:
        bits = [cell[1] for column in columns if (cell := row[column])]
        return max(bits) - min(bits) if bits else 0.0

    telling = sorted(rows["observed"], key=lambda one: -spread(one[1]))[:MOST_TELLING]
    weights = [[(cell[1], name) for name, row in telling if spread(row) >= TELLING and (cell := row[column])]
               for column in columns]  # fmt: skip
    usual = {kind: [[f"{name} ({cell[0]:.0%})" for name, row in rows[kind] if (cell := row[column])] for column in columns]
             for kind in ("excluded", "missing")}  # fmt: skip
    return ["; ".join(filter(None, (
        _said("for", [f"{name} ({2 ** bits:.1f})" for bits, name in sorted(weights[n], reverse=True) if bits > 0]),
        _said("against", [f"{name} ({2 ** bits:.2f})" for bits, name in sorted(weights[n]) if bits <= 0]),
        _said("usual but excluded here", usual["excluded"][n]),
        _said("usual but not mentioned", usual["missing"][n][:MOST_MISSING]),
    ))) for n in columns]  # fmt: skip


def _said(title: str, texts: Sequence[str]) -> str:
    return f"{title}: {', '.join(texts)}" if texts else ""


def _candidates_text(ranked: Answer, shown: int, differences: bool) -> str:
    best = ranked.ranking[:shown]
    matrix = cast("Mapping[str, Json]", cast("Mapping[str, Json]", ranked.data).get("matrix") or {})
    if differences and not matrix:
        raise BadInput("diagnose: the ranker gives no findings x diseases matrix; leave differences out")
    telling = _differences(matrix, shown) if differences else []
    telling += [""] * (len(best) - len(telling))
    lines = [
        f"{place}. {one.name}{f' ({told})' if told else ''}"
        for place, (one, told) in enumerate(zip(best, telling, strict=True), 1)
    ]
    return "\n".join([*([HOW_DIFFERENT] if differences else []), "Candidate diseases:", *lines])


def _folded(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def reordered(ranking: Sequence[Candidate], text: str, shown: int) -> tuple[list[Candidate], int]:
    """Return the ranking in the order that a reply gives to its first `shown`, and how many it names.

    A line names the candidate whose whole name it is, or else the longest name that stands in it.
    """
    waiting = list(ranking[:shown])
    first: list[Candidate] = []
    for line in listed(text):
        said = _folded(line)
        named = [one for one in waiting if _folded(one.name) and _folded(one.name) in said]
        if named:
            chosen = max(named, key=lambda one: len(_folded(one.name)))
            waiting.remove(chosen)
            first.append(chosen)
    return [*first, *waiting, *ranking[shown:]], len(first)


def _is_terms(prompt: str) -> bool:
    """Whether a prompt is a list of terms and nothing else; one such line in a note does not make it one."""
    lines = [line for line in prompt.splitlines() if line.strip()]
    return "(HP:" in prompt and "Observed:" in prompt and all(_TERM_LINE.match(line) for line in lines)


def _rank(case: Case, tools: Toolbox, read_text: AnswerFunction, rank: AnswerFunction) -> Answer:
    """Rank by the terms that a case lists, or by those that are read in its text."""
    if _is_terms(case.prompt):
        return rank(case, tools, None)
    read = read_text(case, Toolbox(), None)
    found = cast("Mapping[str, Json]", read.data)
    if not found["observed"]:
        return Answer(text=NOTHING_READ, spans=read.spans, data={"read": found})
    answer = rank(as_terms(case, found), tools, None)
    data = {**cast("Mapping[str, Json]", answer.data), "read": found}
    return replace(answer, spans=read.spans, data=data)


def _in_order(first: Answer, reply: Answer, shown: int) -> Answer:
    """Read the reply's order; one that names no candidate is no answer, and the ranker's is not put in its place."""
    order, named = reordered(first.ranking, reply.text, shown)
    data = {**cast("Mapping[str, Json]", first.data), "named_by_model": named, "reply": reply.text}
    if not named:
        ids = [one.id for one in first.ranking[:shown]]
        return replace(reply, text="", ranking=(), data={**data, "ranker": ids})
    text = "\n".join(f"{place}. {one.name} ({one.id})" for place, one in enumerate(order[:shown], 1))
    return replace(reply, text=text, ranking=tuple(order), data=data)


def _asked(
    case: Case, tools: Toolbox, model: Model, first: Answer, told: str, role: Role, shown: int
) -> Answer:
    """Ask the model with the candidates in sight; where nothing was ranked, it is asked without."""
    if told and role == "reorder":
        asked = replace(case, prompt=f"{case.prompt}\n\n{told}", instruction=REORDER)
        return _in_order(first, ask(asked, tools, model, messages_of(asked)), shown)
    if told:
        case = replace(
            case, prompt=f"{case.prompt}\n\n{told}", instruction=f"{WEIGH} {case.instruction}".strip()
        )
    return replace(ask(case, tools, model, messages_of(case)), data=first.data, spans=first.spans)


def _checked(model_role: str, shown: int, similar: str, similar_cases: int) -> None:
    if model_role not in ROLES:
        raise BadInput(f"diagnose has no model_role={model_role!r}; allowed: {', '.join(ROLES)}")
    if not 1 <= shown <= MOST_SHOWN:
        raise BadInput(f"diagnose: shown={shown}; give 1 to {MOST_SHOWN} candidates")
    if similar and model_role == "none":
        raise BadInput(f"diagnose: similar={similar} shows cases to a model; give model_role=candidates too")
    if similar_cases < 1:
        raise BadInput(f"diagnose: similar_cases={similar_cases}; give 1 or more")


def _beside(case: Case, first: Answer, near: Sequence[Near]) -> tuple[Case, Answer]:
    """Put solved cases behind the patient's text, and keep which they were."""
    data = {**cast("Mapping[str, Json]", first.data), "similar": stored(near)}
    shown = "\n\n".join(part for part in (case.prompt, told(near)) if part)
    return replace(case, prompt=shown), replace(first, data=data)


def PIPELINE(
    *, reader: str = "phenotype_reader", ranker: str = "phenotype_ranker", model_role: Role = "none", shown: int = 10,
    differences: bool = False, similar: str = "", similar_cases: int = 3,
) -> Pipeline:  # fmt: skip
    """Return the pipeline.

    Args:
        shown: candidates given to the model.
        differences: whether each comes with the findings for and against it.
        similar: pool of solved cases; "" for none.

    Raises:
        BadInput: another role, no candidate to show, or similar cases and no model to show them to.
    """
    _checked(model_role, shown, similar, similar_cases)
    read_text = cast(Pipeline, catalog.load("pipelines", reader)).answer
    rank = cast(Pipeline, catalog.load("pipelines", ranker)).answer
    find = neighbours_in(similar, reader) if similar else None
    assert read_text is not None
    assert rank is not None

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        if case.choices or case.answer_kind not in ("ranking", "text"):
            return Answer(text="diagnose ranks diseases for a text; it answers no question of another kind")
        first = _rank(case, tools, read_text, rank)
        if model_role == "none":
            return first
        if find:
            case, first = _beside(case, first, find(case, similar_cases))
        candidates = _candidates_text(first, shown, differences) if first.ranking else ""
        return _asked(case, tools, needed(model), first, candidates, model_role, shown)

    return Pipeline(answer=answer, needs_model=model_role != "none", calls=0 if model_role == "none" else 1)
