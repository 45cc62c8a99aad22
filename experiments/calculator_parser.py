"""The calculator parser on MedCalc-Bench: by category and by stage, on the half that nobody tuned on.

Run `PRECEPTOR_DATA=../shared/data .venv/bin/python experiments/calculator_parser.py --half held_out` (some seconds,
no model). `--half tune` is the other half, on which rules were written; `--half all` is both. `--errors` lists the rows
that are wrong, by stage. Halves are cut by the SHA-256 of the note in lower case with single spaces: even is `tune`,
odd is `held_out`, so that rows with one note stand on one side.
"""

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np

from preceptor import catalog
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.files import locate, read_jsonl, sha256
from preceptor.records import Answer, Case, Data, Score
from preceptor.stats import bootstrap_mean, wilson

PUBLISHED = Data(path="medcalc_bench/outputs/openai_gpt-4o-mini_direct_answer.full1047.jsonl.gz")
GPT4_ONE_SHOT = 50.9  # per cent of all 1,047 rows: Khandekar et al. 2024, arXiv:2406.12036, table 3
STAGES = ("calculator_right", "inputs_right", "arithmetic_right")


class Row(NamedTuple):
    """One answered case."""

    case: Case
    answer: Answer
    score: Score


def half_of(note: str) -> str:
    """Return the side on which a note stands."""
    plain = " ".join(note.lower().split())
    return "held_out" if int(hashlib.sha256(plain.encode()).hexdigest(), 16) % 2 else "tune"


def answered(half: str, pipeline: str) -> list[Row]:
    """Answer every case of a half."""
    task = cast(Task, catalog.load("tasks", "medcalc_bench"))
    answer = cast(Pipeline, catalog.load("pipelines", pipeline)).answer
    assert answer is not None
    rows = []
    for case in task.cases("test"):
        if half in ("all", half_of(case.context[0].text)):
            given = answer(case, Toolbox(), None)
            rows.append(Row(case, given, task.score(case, given, None)))
    return rows


def figure(rows: Sequence[Row], part: str = "") -> str:
    """Return share, interval over notes and n, of the score or of one of its parts."""
    values = [row.score.parts.get(part) if part else row.score.value for row in rows]
    kept = [(value, row.case.group) for value, row in zip(values, rows, strict=True) if value is not None]
    if not kept:
        return "- | - | 0"
    numbers = np.array([value for value, _ in kept], dtype=float)
    groups = [group for _, group in kept]
    if len(set(groups)) < 2 or numbers.min() == numbers.max():
        low, high = wilson(float(numbers.sum()), len(numbers))
    else:
        found = bootstrap_mean(numbers, groups)
        low, high = found.low, found.high
    return f"{100 * numbers.mean():.1f} | {100 * low:.1f} to {100 * high:.1f} | {len(numbers)}"


def published(rows: Sequence[Row]) -> dict[str, float]:
    """Return the published verdicts of the gpt-4o-mini direct run on the same rows, by row id."""
    wanted = {row.case.id for row in rows}
    return {
        str(line["Row Number"]): float(line["Result"] == "Correct")
        for line in read_jsonl(locate(PUBLISHED))
        if str(line["Row Number"]) in wanted
    }


def print_tables(rows: Sequence[Row]) -> None:
    """Print the table by category, then by stage."""
    verdicts = published(rows)
    by_category: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_category[row.case.tags["category"]].append(row)
    print(
        "| category | right, % | 95 % interval | n | gpt-4o-mini direct, same rows, % |\n|---|---|---|---|---|"
    )
    for name, members in (*sorted(by_category.items()), ("all", list(rows))):
        other = 100 * np.mean([verdicts[row.case.id] for row in members])
        print(f"| {name} | {figure(members)} | {other:.1f} |")
    print(f"\nGPT-4 one-shot, published, all 1,047 rows: {GPT4_ONE_SHOT} %\n")
    print("| what | right, % | 95 % interval | n |\n|---|---|---|---|")
    sound = [row for row in rows if row.case.tags.get("defect") != "known"]
    print(f"| rows without a known defect of the published truth | {figure(sound)} |")
    print(f"| all rows, corrected truth where one is known | {figure(rows, 'corrected')} |")
    for stage in STAGES:
        print(f"| {stage.replace('_', ' ')} | {figure(rows, stage)} |")


def print_errors(rows: Sequence[Row]) -> None:
    """Print the calculators of wrong rows: how many, of how many, and at which stage."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for row in rows:
        count = counts[row.case.tags["calculator"]]
        count[0] += 1
        if row.score.value:
            continue
        count[1] += 1
        count[2] += row.case.tags.get("defect") == "known"
        count[3] += "cannot be computed" in row.answer.text
        count[4] += row.score.parts.get("calculator_right") == 0.0
    print(
        "\n| calculator | n | wrong | of them on a known defect | not computed | another calculator |\n|---|---|---|---|---|---|"
    )
    for name, count in sorted(counts.items(), key=lambda item: -item[1][1]):
        if count[1]:
            print(f"| {name} | {' | '.join(str(number) for number in count)} |")


def main() -> None:
    """Answer, print, and name what was used."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--half", choices=("tune", "held_out", "all"), default="held_out")
    options.add_argument("--pipeline", default="calculator_parser")
    options.add_argument("--errors", action="store_true")
    given = options.parse_args()
    task = cast(Task, catalog.load("tasks", "medcalc_bench"))
    for data in task.data:
        print(f"{data.path}: sha256 {sha256(locate(data))[:16]}")
    rows = answered(given.half, given.pipeline)
    print(
        f"{given.pipeline}, half {given.half}, {len(rows)} rows, {len({row.case.group for row in rows})} notes\n"
    )
    print_tables(rows)
    if given.errors:
        print_errors(rows)


if __name__ == "__main__":
    main()
