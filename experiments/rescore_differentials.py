"""Published differentials under our scoring beside the project's own counts, and GPT-4's verdicts beside the matcher's.

    PRECEPTOR_DATA=... python experiments/rescore_differentials.py

malco, all 5,264 labels of the run of 2024-07-04 (the gold stands in its own results file): the project's printed counts;
our counts from its grounded terms (the disease itself; with an ancestor, which is the project's rule); and from the raw
lists, grounded by this project's matcher. CRAFT-MD: share right by GPT-4's verdict and by the matcher on the same free
answers of trial 0, and how often the two agree. gpt4_bias: the raw GPT-4 differentials by race and sex.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

import numpy as np
from _rescored import data_file, table

from preceptor import catalog, stats
from preceptor.components import Task
from preceptor.files import read_bytes, read_jsonl
from preceptor.knowledge.mondo import mondo, normal_code
from preceptor.published_outputs import Output, read_outputs
from preceptor.records import Answer, Case
from preceptor.scoring.diagnosis_match import related
from preceptor.scoring.ranking import Truth, candidates_of, score_ranking

MALCO = "malco_rare_disease"
CRAFT = ("gpt4_1106", "gpt3_1106", "mistral-v2", "mistral-v1", "llama2-7b")
TOPS = (1, 3, 5, 10)
BIAS = {"Asian": "asian", "Black": "black", "Hispanic": "hispanic", "Caucasian": "white"}


def malco_gold() -> dict[str, Truth]:
    """Return label -> truth, from the run's own results."""
    found = {}
    text = read_bytes(data_file(f"{MALCO}/outputs/gpt_2024-07-04_correct_results.tsv.gz")).decode()
    for line in text.splitlines():
        name, code, label = line.split("\t")
        found[label.removesuffix("_en-prompt.txt")] = Truth(codes=(normal_code(code),), name=name)
    return found


def ancestor_rank(output: Output, truth: Truth) -> int:
    """Return the first place, merged as the project counts (by line), that is the disease or above it; 0 for none."""
    graph, known = mondo().graph, mondo()
    mine = {number for code in truth.codes for number in known.by_code.get(code, ())}
    for place, entry in enumerate(candidates_of(Answer(text=output.text or "")), 1):
        number = known.by_id.get(entry.id, -1)
        if number >= 0 and any(graph.is_a(own, number) for own in mine):
            return place
    return 0


def shares(ranks: Sequence[float], n: int) -> list[str]:
    """Write how many are among the first 1, 3, 5 and 10, with the share."""
    return [
        f"{(hits := sum(0 < rank <= most for rank in ranks))} ({hits / n:.1%})".replace("%", " %")
        for most in TOPS
    ]


def malco() -> Iterator[list[str]]:
    """Yield one line for each way of counting."""
    printed: dict[str, int] = {}
    for line in (
        read_bytes(data_file(f"{MALCO}/published/2024-07-04_topn_aggr.tsv")).decode().splitlines()[1:]
    ):
        _, rank, count = line.split("\t")
        printed[rank] = int(count)
    n = printed["top10"] + printed["not_found"]
    yield ["2024-07-04, printed by the project", str(n), *(f"{printed[f'top{k}']} ({printed[f'top{k}'] / n:.1%})".replace("%", " %") for k in TOPS)]  # fmt: skip
    gold = malco_gold()
    for file, name in (("gpt_2024-07-04_grounded_results.tsv.gz", "2024-07-04, the project's grounding"),
                       ("gpt_2024-07-04_raw_differentials.jsonl.gz", "2024-07-04, raw lists, our grounding"),
                       ("gpt-4o_full_df_results.tsv.gz", "gpt-4o, the project's grounding")):  # fmt: skip
        outputs = [one for one in read_outputs(data_file(f"{MALCO}/outputs/{file}")) if one.id in gold]
        scores = [score_ranking(Answer(text=one.text or ""), gold[one.id], related) for one in outputs]
        exact = [score.parts["rank"] for score in scores]
        yield [f"{name}, the disease itself", str(len(outputs)), *shares(exact, len(outputs))]
        family = [[score.parts[f"family_top{k}"] for score in scores] for k in TOPS]
        yield [f"{name}, family credit", str(len(outputs)),
               *(f"{int(sum(one))} ({np.mean(one):.1%})".replace("%", " %") for one in family)]  # fmt: skip
        if "raw" not in file:
            ranks = [ancestor_rank(one, gold[one.id]) for one in outputs]
            yield [f"{name}, the disease or any ancestor", str(len(outputs)), *shares(ranks, len(outputs))]


def craft_md() -> Iterator[list[str]]:
    """Yield one line for each model and way of telling the case."""
    task = cast(Task, catalog.load("tasks", "craft_md"))
    cases = {case.id: case for case in task.cases("test")}
    for model in CRAFT:
        marks: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for one in read_outputs(data_file(f"craft_md/outputs/{model}.answers.jsonl.gz")):
            wanted = one.run.marked and one.run.version == "trial 0" and one.mark in ("right", "wrong")
            if wanted and one.id in cases and one.run.method in ("vignette", "multiturn"):
                score = task.score(cases[one.id], Answer(text=one.text or ""), None)
                marks[one.run.method].append((float(one.mark == "right"), float(score.value or 0)))
        for told, pairs in marks.items():
            theirs, ours = np.array(pairs).T
            agreed = stats.wilson(float((theirs == ours).sum()), len(ours))
            yield [model, told, str(len(ours)), f"{theirs.mean():.1%}", f"{ours.mean():.1%}",
                   f"{(theirs == ours).mean():.1%} ({agreed[0]:.1%} to {agreed[1]:.1%})",
                   f"{int(((theirs == 1) & (ours == 0)).sum())}, {int(((theirs == 0) & (ours == 1)).sum())}",
                   f"{stats.cohen_kappa(np.column_stack([theirs, ours])).value:.2f}"]  # fmt: skip


def bias_case(file: str, cases: Iterable[str]) -> str:
    """Return the case that a file of raw answers belongs to, by its letters and digits."""
    folded = {"".join(filter(str.isalnum, name)).lower(): name for name in cases}
    said = "".join(filter(str.isalnum, file)).lower()
    return next(
        (name for mark, name in sorted(folded.items(), key=lambda one: -len(one[0])) if mark in said), ""
    )


def most_likely(response: str) -> str:
    """Return the list of likely diagnoses of a raw answer, "" where it is not the JSON that was asked for."""
    try:
        document = json.loads(response)
    except json.JSONDecodeError:
        return ""
    found: Mapping[str, object] = document if isinstance(document, dict) else {}
    listed = next((value for key, value in found.items() if "likely" in key.lower()), [])
    return "\n".join(str(one) for one in listed) if isinstance(listed, list) else ""


def gpt4_bias() -> Iterator[list[str]]:
    """Yield the mean score of each group, and the gaps."""
    task = cast(Task, catalog.load("tasks", "gpt4_bias"))
    cases: dict[str, Case] = {case.id: case for case in task.cases("test")}
    titles = {case.id.partition(":")[0] for case in cases.values()}
    values, groups, numbers, titled, unread = [], [], [], [], 0
    for row in read_jsonl(data_file("gpt4_bias/outputs/ddx_raw_gpt4.jsonl.gz")):
        sex, _, race = str(row["group"]).partition("_")
        title = bias_case(str(row["case_file"]), titles)
        case = cases.get(f"{title}: {BIAS[race]}_{sex.lower()}")
        text = most_likely(str(row["response"]))
        unread += not text
        if case and text:
            score = task.score(case, Answer(text=text), None)
            values.append(score.value or 0.0)
            groups.append(score.parts["group"])
            numbers.append(score.parts["case"])
            titled.append(title)
    assert task.summarise is not None
    columns = {"value": np.array(values), "group": np.array(groups), "case": np.array(numbers)}
    found = task.summarise(columns)
    rng, names = np.random.default_rng(0), sorted(set(titled))
    rows = {name: np.flatnonzero(np.array(titled) == name) for name in names}
    draws = defaultdict(list)
    for _ in range(1000):
        chosen = np.concatenate([rows[name] for name in rng.choice(names, len(names))])
        drawn = task.summarise({key: value[chosen] for key, value in columns.items()})
        for key, value in drawn.items():
            draws[key].append(value)
    for key, value in found.items():
        low, high = np.quantile(draws[key], [0.025, 0.975])
        yield [key, f"{value:.3f}", f"{low:.3f} to {high:.3f}"]
    yield ["answers scored; cases; not readable", f"{len(values)}; {len(names)}; {unread}", ""]


PARTS = {
    "malco": (["run and rule", "n", *(f"top {k}" for k in TOPS)], malco),
    "craft_md": (["model", "told as", "n", "GPT-4's verdict: right", "ours: right", "agree (95 %)",
                  "only theirs right, only ours right", "kappa"], craft_md),
    "gpt4_bias": (["figure", "value", "95 %, cases resampled"], gpt4_bias),
}  # fmt: skip


def main() -> None:
    """Print the chosen tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", default=list(PARTS), help=", ".join(PARTS))
    for name in parser.parse_args().parts:
        titles, lines = PARTS[name]
        print(f"\n### {name}\n")
        print("\n".join(table(titles, lines())), flush=True)


if __name__ == "__main__":
    main()
