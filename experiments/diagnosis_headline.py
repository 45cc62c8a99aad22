"""Every rare-disease case at hand, ranked without a language model, beside the published differentials of two.

    PRECEPTOR_DATA=... python experiments/diagnosis_headline.py --parts phenopackets rarebench malco --out figures.json

The same tasks, pipelines and scoring as a run of `preceptor examine`; nothing is drawn at random but the resamples of
the intervals (whole diseases, seed 0). `own paper out` is the default and the headline: the annotations that cite the
case's own publications are not used. `as shipped` says how well known cases are found again. Language models had read
these papers too; nothing can be left out for them. Both sides are scored by `scoring/diagnosis_match.py`.
"""

import argparse
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
from _rescored import data_file

from preceptor import catalog, stats
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.errors import BadInput
from preceptor.files import sha256
from preceptor.published_outputs import read_outputs
from preceptor.records import Answer, Case, Score

PAPER_OUT, SHIPPED = "own paper out", "as shipped"
LEAVE_OUT = {PAPER_OUT: "publication", SHIPPED: "nothing"}
TERMS = {name: f"phenotype_ranker(leave_out={how})" for name, how in LEAVE_OUT.items()}
TEXT = {name: f"diagnose(ranker=phenotype_ranker(leave_out={how}))" for name, how in LEAVE_OUT.items()}
MALCO = "malco_rare_disease/outputs"
PUBLISHED = {
    "gpt, 2024-07-04, raw lists": f"{MALCO}/gpt_2024-07-04_raw_differentials.jsonl.gz",
    "gpt, 2024-07-04, as grounded by malco": f"{MALCO}/gpt_2024-07-04_grounded_results.tsv.gz",
    "gpt-4o, as grounded by malco": f"{MALCO}/gpt-4o_full_df_results.tsv.gz",
}
SHOWN = ("top1", "top3", "top10", "family_top1", "family_top10")


@dataclass
class Scored:
    """One system on one set of cases: scores by case id, and the milliseconds of each."""

    name: str
    scores: dict[str, Score] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0

    def values(self, part: str, ids: Iterable[str]) -> np.ndarray:
        """Return one figure of each case, (n,)."""
        rows = [self.scores[name] for name in ids]
        return np.array([row.value if part == "mrr" else row.parts[part] for row in rows], float)


def answered(task: Task, cases: Sequence[Case], pipeline: str, name: str) -> Scored:
    """Answer and score every case; one that the pipeline refuses is wrong and counted."""
    answer = cast(Pipeline, catalog.load("pipelines", pipeline)).answer
    assert answer is not None
    found = Scored(name)
    for case in cases[:1]:
        answer(case, Toolbox(), None)  # what is loaded once is not timed
    for case in cases:
        start = time.process_time()
        try:
            given = answer(case, Toolbox(), None)
        except BadInput:
            given, found.failed = Answer(), found.failed + 1
        found.milliseconds.append(1e3 * (time.process_time() - start))
        found.scores[case.id] = task.score(case, given, None)
    return found


def published(task: Task, cases: Mapping[str, Case], name: str) -> Scored:
    """Score a published run on the cases that it shares, joined by the patient's id."""
    found = Scored(name)
    for output in read_outputs(data_file(PUBLISHED[name])):
        if (case := cases.get(output.id)) is not None:
            found.scores[case.id] = task.score(case, Answer(text=output.text or ""), None)
    return found


def percent(values: np.ndarray, groups: Sequence[str]) -> str:
    """Write a mean in per cent with its interval over diseases."""
    found = stats.mean_interval(values, groups, draws=2000)
    return f"{found.value:.1%} ({100 * found.low:.1f} to {100 * found.high:.1f})".replace("%", "")


def row(what: str, scored: Scored, cases: Sequence[Case], figures: dict[str, object]) -> str:
    """Write one row of a table, and keep its figures."""
    ids, groups = [case.id for case in cases], [case.group or case.id for case in cases]
    cells = [percent(scored.values(part, ids), groups) for part in SHOWN]
    rate = stats.mean_interval(scored.values("mrr", ids), groups, draws=2000)
    means = {part: float(scored.values(part, ids).mean()) for part in SHOWN}
    figures[f"{what}; {scored.name}"] = {"n": len(ids), "mrr": rate.value, **means}
    took = f"{np.median(scored.milliseconds):.1f}" if scored.milliseconds else ""
    return (
        f"| {what} | {scored.name} | {len(ids)} | {' | '.join(cells)} | "
        f"{rate.value:.3f} ({rate.low:.3f} to {rate.high:.3f}) | {took} |"
    )


def head() -> str:
    """Write the head of a table."""
    titles = ["cases", "system", "n", *(name.replace("_", " ") for name in SHOWN), "MRR", "ms CPU, median"]
    return f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}"


def annotated(cases: Sequence[Case]) -> list[Case]:
    """Return the cases whose disease has annotations."""
    return [case for case in cases if case.tags.get("annotated") == "yes"]


def paired(ours: Scored, theirs: Scored, cases: Sequence[Case]) -> list[str]:
    """Compare two systems case by case."""
    shared = [case for case in cases if case.id in theirs.scores]
    if not shared:
        return []
    ids, groups = [case.id for case in shared], [case.group or case.id for case in shared]
    lines = []
    for part in ("top1", "top10", "family_top1", "family_top10", "mrr"):
        a, b = theirs.values(part, ids), ours.values(part, ids)
        gap = stats.paired_difference(a, b, groups, draws=4000)
        binary = f"{stats.mcnemar(gap.won, gap.lost):.2g}" if part != "mrr" else ""
        lines.append(
            f"| {theirs.name} | {ours.name} | {part.replace('_', ' ')} | {len(ids)} | {100 * a.mean():.1f} | "
            f"{100 * b.mean():.1f} | {100 * gap.value:+.1f} ({100 * gap.low:+.1f} to {100 * gap.high:+.1f}) | "
            f"{gap.won}, {gap.lost} | {gap.p:.2g} | {binary} |"
        )
    return lines


PAIRED_HEAD = (
    "| published | ours | figure (x 100) | n | published | ours | difference (95 %, diseases resampled) | "
    "ours only, theirs only | p, sign flip over diseases | p, McNemar |\n|---|---|---|---|---|---|---|---|---|---|"
)


def patients(cases: Sequence[Case]) -> dict[str, Case]:
    """Return the cases by the patient's own id, as malco spells it."""
    return {case.id.rpartition("/")[2]: case for case in cases}


def splits(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Return the parts that leakage is looked for in."""
    marks = {"own paper cited by the annotations": ("cited", "yes"), "own paper not cited": ("cited", "no"),
             "paper of late 2023 or later": ("recent", "yes"), "earlier paper": ("recent", "no")}  # fmt: skip
    return {
        name: [case for case in cases if case.tags.get(tag) == value] for name, (tag, value) in marks.items()
    }


def compared(
    name: str, given: argparse.Namespace, ours: Mapping[str, Mapping[str, str]], figures: dict
) -> None:
    """Answer a task's cases by every pipeline and print its tables."""
    for task_name, pipelines in ours.items():
        task = cast(Task, catalog.load("tasks", task_name))
        cases = list(task.cases("test"))[:: given.every]
        known, split = annotated(cases), splits(annotated(cases))
        every = [answered(task, cases, pipeline, what) for what, pipeline in pipelines.items()]
        print(f"\n### {task_name}\n\n{head()}")
        for scored in every:
            print(row("annotated", scored, known, figures))
            print(row("all", scored, cases, figures))
            for what, part in split.items():
                if part and given.splits:
                    print(row(what, scored, part, figures))
        others = [published(task, patients(cases), run) for run in PUBLISHED] if name != "rarebench" else []
        for other in others:
            shared = [case for case in known if case.id in other.scores]
            if shared:
                print(row("annotated, shared", other, shared, figures))
            for what, part in split.items():
                own = [case for case in part if case.id in other.scores]
                if own and given.splits:
                    print(row(f"{what}, shared", other, own, figures))
        lines = [line for other in others for line in paired(every[0], other, known)]
        if lines:
            print("\n".join(("", PAIRED_HEAD, *lines)))
        refused = ", ".join(f"{scored.name}: {scored.failed}" for scored in every if scored.failed)
        slow = max(float(np.quantile(scored.milliseconds, 0.99)) for scored in every)
        print(
            f"\nrefused, counted as wrong: {refused or 'none'}; 99th percentile {slow:.1f} ms CPU", flush=True
        )


PARTS: dict[str, dict[str, dict[str, str]]] = {
    "phenopackets": {"phenopackets": TERMS},
    "narratives": {"phenopackets(form=narrative)": TEXT},
    "malco": {"malco": TEXT},
    "rarebench": {"rarebench": {SHIPPED: TERMS[SHIPPED], "as for a new patient": TERMS[PAPER_OUT]}},
}


def main() -> None:
    """Print the tables of the chosen parts, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--every", type=int, default=1, help="take each n-th case")
    parser.add_argument("--splits", action="store_true", help="also by citation and by date")
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    given = parser.parse_args()
    weights = sorted((Path(stats.__file__).parents[1] / "differential" / "weights").glob("*.json"))
    print("\n".join(f"{sha256(path)[:16]}  {path.name}" for path in weights))
    figures: dict[str, dict] = {}
    for name in given.parts:
        compared(name, given, PARTS[name], figures.setdefault(name, {}))
        if given.out:
            given.out.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
