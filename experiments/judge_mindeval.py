"""MindEval: how far do four clinicians agree on the same therapy dialogue, criterion by criterion?

PRECEPTOR_DATA=... python experiments/judge_mindeval.py [--write]

60 dialogues, points 1 to 6; 0 means not applicable and is left out as missing. The file numbers the criteria and does
not name them (there is no criterion 5). The same four people rated all dialogues, in any order, so their points are put
into columns by person: Krippendorff's alpha (ordinal), the ICC of absolute agreement and that of consistency, which
forgives one rater being stricter than another throughout.
"""

import sys

import numpy as np
from _judge_page import data_file, experiment, shown

from preceptor.files import read_jsonl
from preceptor.stats import icc, krippendorff_alpha

FILE = "mindeval/human_annotations.jsonl.gz"
RATERS = 4


def _by_person(row: dict, name: str, people: list[str]) -> list[float | None]:
    """Return the points of one dialogue in the order of the people; None where there is none or not applicable."""
    said = dict(zip(row[f"{name}.users"], row[name], strict=True))
    return [float(said[person]) if said.get(person) else None for person in people]


def compute() -> list[str]:
    """Return the lines of the page."""
    rows = list(read_jsonl(data_file(FILE)))
    names = sorted(
        (key for key in rows[0] if key.startswith("criterion") and key.endswith(".responses")),
        key=lambda key: int("".join(letter for letter in key if letter.isdigit())),
    )
    people = sorted({str(user) for row in rows for user in row[f"{names[0]}.users"]})  # type: ignore[union-attr,operator]
    lines = [
        f"{len(rows)} dialogues, {RATERS} ratings each by the same {len(people)} people; intervals resample dialogues.",
        "",
        "| criterion | ratings | not applicable | mean | alpha, ordinal | ICC, agreement | ICC, consistency | pairs equal | within 1 |",
        "|:--|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name in names:
        given = [_by_person(row, name, people) for row in rows]
        table = np.array([[np.nan if value is None else float(value) for value in row] for row in given])  # type: ignore[arg-type]
        gaps = np.abs(table[:, :, None] - table[:, None, :])[:, *np.triu_indices(RATERS, 1)]
        known = gaps[np.isfinite(gaps)]
        whole = table[np.isfinite(table).all(axis=1)]
        alpha = krippendorff_alpha(given, "ordinal", draws=2000)
        same, alike = icc(whole.tolist(), "A,1"), icc(whole.tolist(), "C,1")
        number = "".join(letter for letter in name if letter.isdigit())
        lines.append(
            f"| {number} | {int(np.isfinite(table).sum())} | {int((~np.isfinite(table)).sum())} | {np.nanmean(table):.2f} | "
            f"{shown(alpha)} | {shown(same)}, n {len(whole)} | {shown(alike)} | {100 * (known == 0).mean():.0f} % | {100 * (known <= 1).mean():.0f} % |"
        )
    return lines


if __name__ == "__main__":
    sys.exit(experiment("mindeval", [FILE], compute))
