"""MIRAGE, table 6: the 20 printed accuracies from the authors' raw replies.

    PRECEPTOR_DATA=... python experiments/rescore_mirage.py

Source: Xiong G, Jin Q, Lu Z, Zhang A, 2024, doi:10.18653/v1/2024.findings-acl.372.
"""

import sys

from _rescored import cell_line, closing, data_file, disagreements, experiment, table

from preceptor.rescore import rescore_published

OUTPUTS, PRINTED = "mirage/outputs", "mirage/published_table6.csv"


def compute() -> list[str]:
    """Return the tables of the page."""
    found = rescore_published("mirage", data_file(OUTPUTS), published=data_file(PRINTED))
    titles = ["model", "method", "set", "n", "ours %", "rule %", "printed %", "match", "why"]
    lines = [cell_line(one, lambda run: (run.model, run.method, run.set)) for one in found.cells]
    scores = [one.best.score for one in found.cells]
    return [closing(found.cells), "", *table(titles, lines), "", *disagreements(scores, ["mirage"])]


if __name__ == "__main__":
    sys.exit(experiment("mirage", [OUTPUTS, PRINTED], compute))
