"""MedAgentsBench, table 1 and the zero-shot figure: the printed cells from the authors' predictions.

    PRECEPTOR_DATA=... python experiments/rescore_medagents_benchmark.py

Source: Tang X et al., 2025, doi:10.48550/arXiv.2503.07459.
"""

import sys
from collections import Counter

from _rescored import cell_line, closing, data_file, experiment, table

from preceptor.rescore import rescore_published

OUTPUTS, PRINTED = "medagents_benchmark/outputs", "medagents_benchmark/published_tables.csv"


def compute() -> list[str]:
    """Return the tables of the page: matches of each set, and every cell where ours differs."""
    found = rescore_published("medagentsbench", data_file(OUTPUTS), published=data_file(PRINTED))
    tally: Counter[tuple[str, str, str]] = Counter()
    for one in found.cells:
        run = one.best.score.run
        tally[run.set, run.split, "cells"] += 1
        tally[run.set, run.split, one.best.match] += 1
    absent: Counter[tuple[str, str]] = Counter((p.labels["task"], p.labels["split"]) for p in found.absent)
    places = sorted({(name, split) for name, split, _ in tally})
    sets = [
        [
            *place,
            *(str(tally[(*place, what)]) for what in ("cells", "ours", "rule", "no")),
            str(absent[place]),
        ]
        for place in places
    ]
    titles = [
        "set",
        "split",
        "cells",
        "match by ours",
        "match by the rule",
        "no match",
        "printed, runs absent",
    ]
    differing = ["model", "method", "set", "split", "n", "ours %", "rule %", "printed %", "match", "why"]
    lines = [
        cell_line(one, lambda run: (run.model, run.method, run.set, run.split))
        for one in found.cells
        if one.best.match != "ours" or one.why
    ]
    return [closing(found.cells), "", *table(titles, sets), "", *table(differing, lines)]


if __name__ == "__main__":
    sys.exit(experiment("medagents_benchmark", [OUTPUTS, PRINTED], compute))
