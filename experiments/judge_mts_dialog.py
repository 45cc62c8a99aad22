"""MTS-Dialog: does ROUGE-1 follow what experts say about the facts of a summary?

PRECEPTOR_DATA=... python experiments/judge_mts_dialog.py [--write]

400 summaries, 4 systems on 100 dialogues; ROUGE-1 F1 on lower-case words of a-z and 0-9 without stemming (the words of
the rouge_score package), against the experts' factual F1, precision and recall. Intervals resample dialogues.
"""

import re
import sys
from collections import Counter

import numpy as np
from _judge_page import data_file, experiment, shown

from preceptor.files import read_csv
from preceptor.stats import pearson, spearman

SUMMARIES = "mts_dialog/Correlation-Study/MTS-Dialog-Automatic-Summaries-ValidationSet.csv.gz"
EXPERTS = "mts_dialog/Correlation-Study/MTS-Dialog-Manual-Scores4CorrelationStudy.csv"


def words(text: str) -> Counter[str]:
    """Count the words of a text as rouge_score does without its stemmer."""
    return Counter(re.findall(r"[a-z0-9]+", text.lower()))


def rouge_1(reference: str, text: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of shared words."""
    wanted, made = words(reference), words(text)
    both = (wanted & made).total()
    precision, recall = both / max(made.total(), 1), both / max(wanted.total(), 1)
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def compute() -> list[str]:
    """Return the lines of the page."""
    summaries, experts = list(read_csv(data_file(SUMMARIES))), list(read_csv(data_file(EXPERTS)))
    scores = np.array([rouge_1(row["Reference Summary"], row["Automatic Summary"]) for row in summaries])
    groups = [row["Dialogue"] for row in summaries]
    length = np.array([float(words(row["Automatic Summary"]).total()) for row in summaries])
    columns = {
        "ROUGE-1 precision": scores[:, 0],
        "ROUGE-1 recall": scores[:, 1],
        "ROUGE-1 F1": scores[:, 2],
        "words": length,
    }
    lines = [
        f"{len(summaries)} summaries of {len(set(groups))} dialogues; n and interval of each over dialogues.",
        "",
        "| metric | experts' measure | Pearson r | Spearman |",
        "|:--|:--|--:|--:|",
    ]
    for metric, measure in (
        ("ROUGE-1 F1", "FactualF1"), ("ROUGE-1 precision", "FactualPrecision"), ("ROUGE-1 recall", "FactualRecall"),
        ("ROUGE-1 F1", "HallucinationRate"), ("words", "FactualF1"),
    ):  # fmt: skip
        told = np.array([float(row[measure]) for row in experts])
        one, other = pearson(columns[metric], told, groups), spearman(columns[metric], told, groups)
        lines.append(f"| {metric} | {measure} | {shown(one)} | {shown(other)} |")
    return lines


if __name__ == "__main__":
    sys.exit(experiment("mts_dialog", [SUMMARIES, EXPERTS], compute))
