"""MedCalc-Bench 1.0: every published verdict and summary from the authors' own outputs.

    PRECEPTOR_DATA=... python experiments/rescore_medcalc_bench.py

Three things are computed: verdicts, ours and those of the authors' rule, against the `Result` of each published row;
the printed average of each category and overall for the run whose outputs are whole; which printed summaries have no
public outputs and so cannot be computed. Rows that the authors scored against an older ground truth are compared only
where both truths are the same.

Source: Khandekar N et al., 2024, arXiv:2406.12036.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from _rescored import data_file, per_cent, table

from preceptor import catalog
from preceptor.components import Task
from preceptor.files import read_json, read_jsonl
from preceptor.published_outputs import read_outputs
from preceptor.records import Answer

OUTPUTS, PRINTED = "medcalc_bench/outputs", "medcalc_bench/published"
WHOLE = "results_gpt-4o-mini_direct_answer.json"


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """One file: rows, rows with another truth, agreement of both rules with the authors' verdict, ours by category."""

    file: str
    rows: int
    older: int
    ours: int
    official: int
    by_category: dict[str, list[float]]


def verdicts(path: Path, task: Task) -> Verdicts:
    """Score one file of outputs."""
    cases = {case.id: case for case in task.cases("test")}
    truths = {str(row["Row Number"]): str(row["Ground Truth Answer"]) for row in read_jsonl(path)}
    agreed, older, rows = [0, 0], 0, 0
    by_category: dict[str, list[float]] = defaultdict(list)
    published = dict(_published_truths())
    for output in read_outputs(path):
        case = cases[output.id]
        rows += 1
        if truths[output.id] != published[output.id]:
            older += 1
            continue
        theirs = output.mark == "right"
        ours = task.score(case, Answer(text=output.text or ""), None).value == 1.0
        agreed[0] += ours == theirs
        agreed[1] += (task.protocols["official"](case, output.text or "") == 1.0) == theirs
        by_category[case.tags["category"]].append(float(ours))
    return Verdicts(
        file=path.name, rows=rows, older=older, ours=agreed[0], official=agreed[1], by_category=by_category
    )


def _published_truths() -> Iterator[tuple[str, str]]:
    from preceptor.files import read_csv

    for row in read_csv(data_file("medcalc_bench/test_v1.0_all_truths_without_notes.csv.gz")):
        yield row["Row Number"], row["Ground Truth Answer"]


def main() -> int:
    """Print the tables; the exit code is 1 where a printed figure of the whole run is not met."""
    task = cast(Task, catalog.load("tasks", "medcalc_bench(notes=false)"))
    found = [verdicts(path, task) for path in sorted(data_file(OUTPUTS).iterdir())]
    lines = [
        [
            one.file,
            str(one.rows),
            str(one.older),
            f"{one.ours} of {one.rows - one.older}",
            f"{one.official} of {one.rows - one.older}",
        ]
        for one in found
    ]
    print(
        "\n".join(
            table(["outputs", "rows", "older truth", "our verdicts agree", "official rule agrees"], lines)
        ),
        "\n",
    )
    whole = next(one for one in found if ".full" in one.file)
    every = [value for values in whole.by_category.values() for value in values]
    figures = {name: sum(values) / len(values) for name, values in whole.by_category.items()}
    figures["overall"] = sum(every) / len(every)
    printed = cast("dict[str, dict[str, float]]", read_json(data_file(f"{PRINTED}/{WHOLE}")))
    matches = {name: per_cent(figures[name]) == f"{entry['average']:.2f}" for name, entry in printed.items()}
    lines = [
        [name, str(len(whole.by_category.get(name, every))), per_cent(figures[name]), f"{entry['average']:.2f}",
         "match" if matches[name] else "NO"] for name, entry in printed.items()
    ]  # fmt: skip
    print("\n".join(table(["category", "n", "ours %", "printed %", ""], lines)), "\n")
    for path in sorted(data_file(PRINTED).iterdir()):
        if path.name != WHOLE:
            average = cast("dict[str, dict[str, float]]", read_json(path))["overall"]["average"]
            print(
                f"{path.name}: {average:.2f} overall is printed; its outputs are not public, so nothing can be computed"
            )
    return 0 if all(matches.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
