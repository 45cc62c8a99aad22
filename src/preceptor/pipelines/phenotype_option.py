"""Chooses among diseases by a patient's findings: the answer to beat in screening and comparison; no language model.

In: a choice question about a patient, whose options are names of diseases, or which asks on a line `Disease in question:
NAME` whether the patient has it (options yes and no). The patient stands before the last blank line, as text or with
an `Observed: ... (HP:0001250)` line. Out: the option, its confidence, and in `data` the evidence of each.

Evidence is the sum over the findings of log likelihood ratios: how often the disease shows it (HPO's annotations; for
everyday diseases a graph learnt from emergency records, its symptoms read by the reader) against how often rare-disease
patients do; what is more special than the disease's finding counts by its nearest ancestor; a denied finding counts
against a disease that shows it. An everyday disease is favoured by `prior` nats, for common things are common. A disease
is in question: yes if its evidence is at least that of the best of the ranker's first three other diseases. Where
nothing is read, or no option is a known disease, there is no answer.

It looks diseases up by name and reads the annotations; on patients that are drawn from them it reads the book that they
were written from. The constants were chosen on the train splits of `rarebench_screening` and `rarebench_comparison`.

Source: likelihood ratios after Robinson PN et al. Am J Hum Genet 2020;107:403. https://doi.org/10.1016/j.ajhg.2020.06.021;
    everyday diseases: Rotmensch M et al. Sci Rep 2017;7:5994. https://doi.org/10.1038/s41598-017-05778-z.
License: Apache-2.0 (as the package); annotations under HPO's terms, Mondo CC BY 4.0, the graph CC BY 4.0
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.knowledge.mondo import mondo
from preceptor.pipelines._disease_profiles import disease_number, evidence, profile
from preceptor.pipelines._solved import Findings, findings_said, reader_named
from preceptor.records import Answer, Case, Json

OTHERS = 3  # diseases of the ranker that the one in question has to match
_IN_QUESTION = re.compile(r"^Disease in question:\s*(.+?)\s*$", re.MULTILINE)
NOTHING = "No finding was read in the text, so no option can be weighed."
UNKNOWN = "No option is the name of a disease that the annotations or the everyday diseases know."


def _patient(case: Case) -> Case:
    """Return the case without its question: what stands before the last blank line."""
    text, blank, _ = case.prompt.rpartition("\n\n")
    return replace(
        case, prompt=text if blank else case.prompt, choices={}, instruction="", answer_kind="ranking"
    )


def _weighed(name: str, found: Findings, reader: str, prior: float) -> float | None:
    shown, everyday = profile(name, reader)
    return evidence(shown, found.observed, found.excluded) + prior * everyday if shown else None


def _chosen(case: Case, weights: Mapping[str, float]) -> Answer:
    """Choose the option with the most evidence; its share of the likelihoods is the confidence."""
    letter = max(weights, key=lambda one: weights[one])
    total = sum(math.exp(value - weights[letter]) for value in weights.values())
    named: dict[str, Json] = {case.choices[one]: round(value, 3) for one, value in weights.items()}
    return Answer(
        text=f"{letter}. {case.choices[letter]}",
        choice=letter,
        confidence=1 / total,
        data={"evidence": named},
    )


def _rivals(ranked: Answer, name: str) -> list[str]:
    number = disease_number(name)
    own = {name.lower()} | ({mondo().ids[number]} if number is not None else set())
    others = [one.name for one in ranked.ranking if one.id not in own and one.name.lower() not in own]
    return others[:OTHERS]


def _has_it(case: Case, name: str, found: Findings, rivals: Sequence[str], reader: str) -> Answer:
    letters = {text.strip().lower(): letter for letter, text in case.choices.items()}
    ours = _weighed(name, found, reader, 0.0)
    if ours is None or not {"yes", "no"} <= set(letters):
        return Answer(text=UNKNOWN)
    theirs = {other: _weighed(other, found, reader, 0.0) or 0.0 for other in rivals}
    best = max(theirs.values(), default=0.0)
    said = "yes" if ours >= best else "no"
    data: dict[str, Json] = {
        "evidence": {name: round(ours, 3), **{one: round(v, 3) for one, v in theirs.items()}}
    }
    sure = 1 / (1 + math.exp(-min(abs(ours - best), 50.0)))
    return Answer(text=f"{letters[said]}. {said}", choice=letters[said], confidence=sure, data=data)


def PIPELINE(
    *, reader: str = "phenotype_reader", ranker: str = "phenotype_ranker", prior: float = 3.0
) -> Pipeline:
    """Return the pipeline.

    Args:
        prior: nats by which an everyday disease is favoured.
    """
    read = reader_named(reader)
    rank = cast(
        AnswerFunction,
        cast(Pipeline, catalog.load("pipelines", f"diagnose(reader={reader},ranker={ranker})")).answer,
    )

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        if not case.choices:
            return Answer(text="phenotype_option chooses among options; use phenotype_ranker or diagnose")
        patient = _patient(case)
        found = findings_said(patient, read)
        if not found.observed:
            return Answer(text=NOTHING)
        if asked := _IN_QUESTION.search(case.prompt):
            rivals = _rivals(rank(patient, Toolbox(), None), asked[1])
            return _has_it(case, asked[1], found, rivals, reader)
        every = {letter: _weighed(name, found, reader, prior) for letter, name in case.choices.items()}
        weights = {letter: value for letter, value in every.items() if value is not None}
        return _chosen(case, weights) if weights else Answer(text=UNKNOWN)

    return Pipeline(answer=answer, needs_model=False, calls=0)
