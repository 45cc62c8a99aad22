"""AfriMed-QA short answers: which metric follows what the models are graded on?

PRECEPTOR_DATA=... python experiments/judge_afrimed.py [--write]

The public files hold no person's grade of a short answer; a metric can be held only against something that is graded:
the share of the expert multiple-choice questions that the same model gets right. Over the models that have both, each
metric's mean is correlated with that share (Spearman, interval resampling models). Beside it stands what a metric gives
to answers that say nothing: the floor from which it is read.
"""

import re
import sys
from collections import defaultdict

import numpy as np
from _judge_page import data_file, experiment, shown

from preceptor.files import read_jsonl
from preceptor.stats import spearman

SHORT, CHOICE = "afrimed_qa/outputs/saq_v2.5_912.jsonl.gz", "afrimed_qa/outputs/expert_mcq_v2_3910.jsonl.gz"
METRICS = ("ROUGE-1", "ROUGE-2", "ROUGE-L", "BERTScore_Precision", "BERTScore_Recall", "BERTScore_F1")


def number(value: object) -> float:
    """Read a number, NaN where there is none."""
    try:
        return float(str(value))
    except ValueError:
        return float("nan")


def compute() -> list[str]:
    """Return the lines of the page."""
    sums: defaultdict[str, list[list[float]]] = defaultdict(list)
    silent: list[list[float]] = []
    n = 0
    for row in read_jsonl(data_file(SHORT)):
        values = [number(row.get(name)) for name in METRICS]
        words = len(re.findall(r"\w+", str(row.get("outputs") or "")))
        sums[str(row["model"])].append([*values, float(words)])
        n += 1
        if words < 2:
            silent.append(values)
    right: defaultdict[str, list[float]] = defaultdict(list)
    for row in read_jsonl(data_file(CHOICE)):
        right[str(row["model"])].append(float(str(row.get("correct")) == "True"))
    models = [name for name in sums if name in right]
    means = np.array([np.nanmean(np.array(sums[name]), axis=0) for name in models])
    share = np.array([np.nanmean(right[name]) for name in models])
    lines = [
        f"{n:,} short answers of {len(sums)} models; {len(models)} of them have multiple-choice runs too. {len(silent):,} answers hold "
        f"fewer than two words.",
        "",
        "| metric | Spearman with the graded share | lowest to highest model | mean of answers under two words |",
        "|:--|--:|--:|--:|",
    ]
    floor = np.nanmean(np.array(silent), axis=0) if silent else np.full(len(METRICS), np.nan)
    for place, name in enumerate((*METRICS, "words")):
        ends = f"{means[:, place].min():.3f} to {means[:, place].max():.3f}"
        least = f"{floor[place]:.3f}" if place < len(METRICS) else ""
        lines.append(
            f"| {name.replace('_', ' ')} | {shown(spearman(means[:, place], share))} | {ends} | {least} |"
        )
    return lines


if __name__ == "__main__":
    sys.exit(experiment("afrimed", [SHORT, CHOICE], compute))
