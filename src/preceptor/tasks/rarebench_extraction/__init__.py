"""RareBench, phenotype extraction, on SIMULATED patients: clinical text to HPO terms, in three parts.

The benchmark's own records are a hospital's and not public, so these are texts about simulated patients (simulator
`rare_patient`) in six voices; a figure from them is a figure on simulated patients, and every case carries the tag
`patients: simulated`. `part` is one of the benchmark's three:

- `phenotypes` (the default). In: a text. Out: the HPO terms of what the patient has or had. What is denied, only
  suspected, or a relative's is not the patient's; given all the same it counts as wrong, and apart.
- `entities`. In: a text. Out: the same findings in the text's own words, one a line.
- `standardisation`. In: numbered phrases. Out: the HPO term of each.

Score: F1 of the case, exact: the right term (phenotypes, standardisation), the same words (entities). Set level:
`micro_` and `macro_` precision, recall and F1, exact and ancestor-aware (`ancestor_`: near terms earn by information
content; for entities `overlap_`: words in common with the right place), and what was said of `denied`, `family` and
`suspected` findings as the patient's, as shares of those in the texts; `unsupported` is the share of given terms that
are neither said nor a kind, or a general form, of anything said. The truth is exact, since the texts are written from
it; it is what the text says, not what the patient has.

Options: `n` patients, `seed`, `part`. The split `train` holds 60 others.

Source: Chen X, Mao X, Guo Q, et al. RareBench: can LLMs serve as rare diseases specialists? KDD 2024.
    https://doi.org/10.1145/3637528.3671576 (task 1); texts, prompts and scoring are our own.
License: Apache-2.0 (as the package); the findings are HPO's (knowledge source `hpo`)
Data: 300 synthetic texts by default
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from preceptor.components import Columns, Model, Task
from preceptor.records import Answer, Case, Score
from preceptor.scoring.phenotype_sets import set_rates, share
from preceptor.simulators.rare_patient import Narrative, patients
from preceptor.tasks import _exam
from preceptor.tasks._simulated import SEED, VERSION, checked_number, told
from preceptor.tasks.rarebench_extraction import _entities, _phenotypes, _standardisation

NAME = "rarebench_extraction"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part: how a text becomes a case, how an answer is scored, what is right."""

    case: Callable[[Narrative], Case]
    score: Callable[[Case, Answer], Score]
    gold: Callable[[Case], Answer]


PARTS = {
    "phenotypes": Part(case=_phenotypes.case, score=_phenotypes.score, gold=_phenotypes.gold),
    "entities": Part(case=_entities.case, score=_entities.score, gold=_entities.gold),
    "standardisation": Part(
        case=_standardisation.case, score=_standardisation.score, gold=_standardisation.gold
    ),
}


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return micro and macro rates, and how often what is not the patient's was given as the patient's."""
    found = dict(set_rates(columns, ("", "ancestor_", "overlap_")))
    for what in ("denied", "family", "suspected"):
        if f"{what}_said" in columns:
            found[f"{what}_as_present"] = share(columns, f"{what}_given", f"{what}_said")
    if "unsupported" in columns:
        found["unsupported"] = share(columns, "unsupported", "given")
    return found


def TASK(*, n: int = 300, seed: int = SEED, part: str = "phenotypes") -> Task:
    """Return the cases of one part.

    Raises:
        BadInput: no patient, or another part.
    """
    number = checked_number(NAME, n)
    chosen = PARTS[_exam.allowed(NAME, "part", part, PARTS)]

    def cases(split: str) -> Iterator[Case]:
        drawn = told(
            lambda start: patients(seed=seed, start=start),
            split,
            number,
            lambda one: bool(one.said("present")),
        )
        return (chosen.case(one) for one in drawn)

    def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
        return chosen.score(case, answer)

    return Task(
        cases=_exam.by_split(NAME, {split: lambda split=split: cases(split) for split in ("test", "train")}),
        score=score,
        gold=chosen.gold,
        summarise=summarise,
        splits=("test", "train"),
        train="train",
        version=VERSION,
    )
