"""CRAFT-MD: GPT-4's grades of free-text diagnoses against dermatologists' counts, by a likelihood of counts.

PRECEPTOR_DATA=... python experiments/judge_craft_md.py [--write]

The experts counted, for each case, how many of GPT-4's five diagnoses (vignette, free text) are right, not which. With
y of five right, the grader's count g is the sum of Binomial(y, sensitivity) and Binomial(5 - y, 1 - specificity); both are
found by maximum likelihood (EM over how many of the right ones were graded right), with percentile intervals from 4,000
resamples of cases. Only case_0 to case_199 are dermatology; ids from case_200 on name other cases in the two files.
"""

import csv
import sys
from math import comb

import numpy as np
from _judge_page import data_file, experiment

from preceptor.files import read_jsonl
from preceptor.stats import mean_interval

EXPERTS, MODEL = (
    "craft_md/expert_annotations/validation_graderai.csv",
    "craft_md/outputs/gpt4_1106.answers.jsonl.gz",
)
TRIALS, CASES, DRAWS = 5, 200, 4000


def counts() -> tuple[np.ndarray, np.ndarray, list[int], int]:
    """Return experts' and the grader's counts of the dermatology cases, all the grader's counts, and texts that agree."""
    csv.field_size_limit(2**30)
    with data_file(EXPERTS).open(encoding="utf-8-sig", newline="") as handle:
        sheet = list(csv.reader(handle))
    ids = next(row[1:] for row in sheet if "case_0" in row)
    rows = {row[0]: row[1:] for row in sheet}
    experts = dict(zip(ids, rows["dermatologist_accuracy"], strict=True))
    texts = {
        (id, trial): text
        for trial in range(TRIALS)
        for id, text in zip(ids, rows[f"trial_{trial}"], strict=True)
    }
    graded: dict[str, int] = {}
    same = 0
    wanted = {f"case_{n}" for n in range(CASES)}
    for row in read_jsonl(data_file(MODEL)):
        case, trial = str(row["case_id"]), int(str(row["trial"]))
        graded[case] = graded.get(case, 0) + int(str(row["evaluation_vignette_frq"]) == "1")
        same += (
            case in wanted and str(row["extracted_ans_vignette_frq"]).strip() == texts[case, trial].strip()
        )
    y = np.array([int(experts[f"case_{n}"]) for n in range(CASES)])
    g = np.array([graded[f"case_{n}"] for n in range(CASES)])
    return y, g, [count for case, count in graded.items() if case not in wanted], same


def terms(sensitivity: np.ndarray, false_met: np.ndarray) -> np.ndarray:
    """Return P(k of the right and g - k of the wrong are graded right | y); (..., y, g, k)."""
    found = np.zeros((*sensitivity.shape, TRIALS + 1, TRIALS + 1, TRIALS + 1))
    for y in range(TRIALS + 1):
        for g in range(TRIALS + 1):
            for k in range(max(0, g - (TRIALS - y)), min(y, g) + 1):
                found[..., y, g, k] = (
                    comb(y, k) * sensitivity**k * (1 - sensitivity) ** (y - k)
                    * comb(TRIALS - y, g - k) * false_met ** (g - k) * (1 - false_met) ** (TRIALS - y - g + k)
                )  # fmt: skip
    return found


def most_likely(table: np.ndarray, steps: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Return sensitivity and specificity for tables of counts, (draws, y, g)."""
    size, k, y, g = table.shape[0], np.arange(6), np.arange(6)[:, None], np.arange(6)[None, :]
    se, fp = np.full(size, 0.9), np.full(size, 0.1)
    right, wrong = (table * y).sum(axis=(1, 2)), (table * (TRIALS - y)).sum(axis=(1, 2))
    for _ in range(steps):
        weight = terms(se, fp)
        total = weight.sum(axis=-1)
        of_right = (weight * k).sum(axis=-1) / np.where(total > 0, total, 1)
        se = (table * of_right).sum(axis=(1, 2)) / np.maximum(right, 1)
        fp = (table * (g - of_right)).sum(axis=(1, 2)) / np.maximum(wrong, 1)
    return se, 1 - fp


def tables(y: np.ndarray, g: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Count (y, g) pairs of each resample."""
    cell = y[chosen] * 6 + g[chosen]
    return np.stack([np.bincount(row, minlength=36).reshape(6, 6) for row in cell]).astype(float)


def compute() -> list[str]:
    """Return the lines of the page."""
    y, g, others, same = counts()
    draw = np.random.default_rng(20261126)
    chosen = np.vstack([np.arange(CASES), draw.integers(0, CASES, (DRAWS, CASES))])
    se, sp = most_likely(tables(y, g, chosen))
    judged, experts = g[chosen].mean(axis=1) / TRIALS, y[chosen].mean(axis=1) / TRIALS
    back = np.clip((judged + sp - 1) / (se + sp - 1), 0, 1)

    def line(name: str, values: np.ndarray) -> str:
        low, high = np.quantile(values[1:], (0.025, 0.975))
        return f"| {name} | {values[0]:.3f} | {low:.3f} to {high:.3f} |"

    rest = np.array(others) / TRIALS
    whole = mean_interval(np.concatenate([g, np.array(others)]) / TRIALS)
    return [
        f"{CASES} dermatology cases, {CASES * TRIALS} diagnoses; the experts' sheet holds the very texts of GPT-4's vignette "
        f"trials ({same} of {CASES * TRIALS} equal). Cases whose counts agree: {int((y == g).sum())}; the grader counted more in "
        f"{int((g > y).sum())}, fewer in {int((g < y).sum())}.",
        "",
        "| | estimate | 95 % interval over cases |",
        "|:--|--:|--:|",
        line("sensitivity", se),
        line("specificity", sp),
        line("right by the grader", judged),
        line("right by the experts", experts),
        line("grader corrected by both (Rogan-Gladen)", back),
        "",
        f"Not calibrated by this: the other {len(others):,} cases (by the grader {rest.mean():.3f}; all 2,004: {whole.value:.3f}, "
        f"{whole.low:.3f} to {whole.high:.3f}), since the experts saw dermatology only; multi-turn, single-turn and summarised "
        f"answers; other models' answers; and the step that extracts the diagnosis. The corrected figure comes near the "
        f"experts' by construction, since both come from the same cases; what it adds is the error to carry elsewhere.",
    ]


if __name__ == "__main__":
    sys.exit(experiment("craft_md", [EXPERTS, MODEL], compute))
