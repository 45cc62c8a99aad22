"""Five trials of every CRAFT-MD case: how often is a model right every time, and how much does one trial say?

    PRECEPTOR_DATA=... python experiments/craft_md_trials.py

The published raw answers of five models to 2,004 cases, each tried five times, as a vignette and as what was left
of a conversation. Multiple choice: right where the gold option's text, as it stands in the table, is in the answer
(the rule that reproduces both published figures); free text: GPT-4's verdict as published. A missing verdict is
no score. Source: Johri S et al., Nature Medicine 2025; data: github.com/rajpurkarlab/craft-md, MIT.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from _rescored import data_file

from preceptor import stats
from preceptor.files import read_csv, read_jsonl
from preceptor.report import percent, percent_range, table

FOLDER = "craft_md"
FORMATS = ("vignette_mcq", "multiturn_mcq", "vignette_frq", "multiturn_frq")


def gold() -> dict[str, str]:
    """Return each case's right answer, with the blanks it has in the table."""
    rows = read_csv(data_file(f"{FOLDER}/usmle_and_derm_dataset.csv.gz"))
    return {
        row["case_id"] if row["case_id"].startswith("case_") else f"case_{row['case_id']}": row["answer"]
        for row in rows
    }


def trials(model: str, right: dict[str, str]) -> dict[str, dict[str, list[float]]]:
    """Return format -> case -> score of each trial that has one."""
    found: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in FORMATS}
    for row in read_jsonl(data_file(f"{FOLDER}/outputs/{model}.answers.jsonl.gz")):
        case = str(row["case_id"])
        for name in FORMATS:
            text = row.get(name)
            if name.endswith("mcq") and isinstance(text, str):
                found[name][case].append(float(right[case].lower() in text.lower()))
            mark = str(row.get(f"evaluation_{name}"))
            if name.endswith("frq") and mark in ("0", "1"):
                found[name][case].append(float(mark))
    return found


def lines(model: str, right: dict[str, str]) -> Iterator[list[str]]:
    """Return one line for each format of a model."""
    for name, cases in trials(model, right).items():
        hits = np.array([sum(case) for case in cases.values()])
        tried = np.array([len(case) for case in cases.values()])
        whole = int((tried >= 5).sum())
        mean = stats.mean_interval(
            np.concatenate([np.array(case) for case in cases.values()]),
            [case for case, each in cases.items() for _ in each],
        )  # fmt: skip
        every, some = (of(hits, tried, 5) for of in (stats.pass_every, stats.pass_any))
        steady = stats.mean_interval(((hits == 0) | (hits == tried))[tried >= 5].astype(float))
        yield [
            model, name, str(whole), f"{percent(mean.value)} ({percent_range(mean.low, mean.high)})",
            f"{percent(every.value)} ({percent_range(every.low, every.high)})",
            f"{percent(some.value)} ({percent_range(some.low, some.high)})",
            f"{percent(steady.value)} ({percent_range(steady.low, steady.high)})",
        ]  # fmt: skip


def main() -> None:
    """Print the table."""
    right = gold()
    files = sorted(data_file(f"{FOLDER}/outputs").glob("*.answers.jsonl.gz"))
    rows = [line for file in files for line in lines(file.name.removesuffix(".answers.jsonl.gz"), right)]
    head = [
        "model",
        "format",
        "cases with 5 scored trials",
        "one trial %",
        "all five (pass^5) %",
        "at least one of five %",
        "same in all five %",
    ]
    print(table(head, rows, 2))


if __name__ == "__main__":
    main()
