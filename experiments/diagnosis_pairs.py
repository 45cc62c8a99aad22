"""How often the matcher of diagnoses agrees with 300 published answers judged by eye: `python experiments/diagnosis_pairs.py`.

Reads experiments/diagnosis_pairs.csv (places and judgements), the answers and truths from PRECEPTOR_DATA, and prints the
agreement on the decision (same or narrower: right) with its Wilson interval, the table of relations, and every
disagreement. Fails where a text is not the one that was judged.

Arguments: --all prints the disagreements on the relation too, not only on the decision.
"""

import argparse
import csv
import hashlib
import re
from collections import Counter
from functools import cache
from pathlib import Path

from preceptor import stats
from preceptor.files import locate, open_bytes, read_csv, read_jsonl
from preceptor.knowledge.mondo import mondo
from preceptor.records import Answer, Data
from preceptor.scoring._disease_codes import numbers_of
from preceptor.scoring.diagnosis_match import match, score_diagnosis
from preceptor.scoring.ranking import Truth

PAIRS = Path(__file__).parent / "diagnosis_pairs.csv"
RIGHT = ("same", "narrower")
MALCO = "malco_rare_disease/outputs/gpt_2024-07-04"


@cache
def malco() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    answers = {
        str(row["id"]): str(row["response"])
        for row in read_jsonl(locate(Data(path=f"{MALCO}_raw_differentials.jsonl.gz")))
    }
    with open_bytes(locate(Data(path=f"{MALCO}_correct_results.tsv.gz"))) as handle:
        rows = csv.reader((line.decode() for line in handle), delimiter="\t")
        return answers, {row[2]: (row[0], row[1]) for row in rows if len(row) > 2}


@cache
def craft_md(model: str) -> tuple[dict[tuple[str, int], dict[str, object]], dict[str, str]]:
    rows = read_jsonl(locate(Data(path=f"craft_md/outputs/{model}.answers.jsonl.gz")))
    truths = read_csv(locate(Data(path="craft_md/usmle_and_derm_dataset.csv.gz")))
    return (
        {(str(row["case_id"]), int(str(row["trial"]))): dict(row) for row in rows},
        {row["case_id"]: row["answer"] for row in truths},
    )


def pair(where: str, place: str) -> tuple[str, str, str]:
    """Return truth, its code where there is one, and the answer's text."""
    if where == "malco":
        case, line = place.rsplit(":", 1)
        answers, truths = malco()
        found = re.match(r"\s*(\d+)[.)]\s*(.+)", answers[case].splitlines()[int(line)])
        assert found
        return truths[case][0], truths[case][1], found[2].strip()
    model, case, trial, field = place.split(":")
    rows, truths = craft_md(model)
    return truths[case].strip(), "", str(rows[case, int(trial)][field]).strip()


def judged(name: str, code: str, said: str, where: str) -> str:
    truth = Truth(codes=(code,) if code else (), name=name.strip(' \n"'))
    if where == "malco":
        return match(said, truth)
    score = score_diagnosis(Answer(text=said), truth)
    if score.flags.get("hedged"):
        return "hedged"
    return next(
        (relation for relation in ("same", "narrower", "broader") if score.parts[relation]), "different"
    )


def by_authors() -> None:
    """Print the agreement with malco's `is_correct` on its grounded gpt-4o answers: the disease or any ancestor."""
    release = mondo()
    counts: Counter[tuple[bool, bool]] = Counter()
    with open_bytes(locate(Data(path="malco_rare_disease/outputs/gpt-4o_full_df_results.tsv.gz"))) as handle:
        for row in csv.DictReader((line.decode() for line in handle), delimiter="\t"):
            if row["term"].startswith("MONDO:"):
                given, true = numbers_of(row["term"]), numbers_of(row["correct_term"])
                ours = any(release.graph.is_a(one, other) for one in true for other in given)
                counts[row["is_correct"] == "True", ours] += 1
    agreed = counts[True, True] + counts[False, False]
    low, high = stats.wilson(agreed, counts.total())
    print(
        f"malco's is_correct on grounded gpt-4o answers, any ancestor credited: {agreed} of {counts.total()} rows agree, "
        f"{agreed / counts.total():.4f} ({low:.4f} to {high:.4f}); (theirs, ours): {dict(sorted(counts.items()))}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    show_all = parser.parse_args().all
    table: Counter[tuple[str, str]] = Counter()
    right: dict[str, list[bool]] = {"malco": [], "craft_md": []}
    for row in csv.DictReader(PAIRS.open(encoding="utf-8")):
        name, code, said = pair(row["set"], row["place"])
        digest = hashlib.sha256(f"{name}\t{said}".encode()).hexdigest()[:16]
        if digest != row["sha256"]:
            raise SystemExit(f"{row['place']}: this is not the text that was judged")
        found = judged(name, code, said, row["set"])
        table[row["relation"], found] += 1
        agrees = (found in RIGHT) == (row["relation"] in RIGHT)
        right[row["set"]].append(agrees)
        if not agrees or (show_all and found != row["relation"]):
            mark = " " if agrees else "!"
            print(
                f"{mark} eye {row['relation']}, matcher {found}: {name!r} <- {' '.join(said.split())[:110]!r}"
            )
    for where, agreed in (*right.items(), ("all", [one for rows in right.values() for one in rows])):
        low, high = stats.wilson(sum(agreed), len(agreed))
        print(
            f"{where}: {sum(agreed)} of {len(agreed)} decisions agree, {sum(agreed) / len(agreed):.3f} ({low:.3f} to {high:.3f})"
        )
    same = sum(count for (eye, found), count in table.items() if eye == found)
    by_authors()
    print(f"relation: {same} of {sum(table.values())} agree; (eye, matcher): {dict(sorted(table.items()))}")


if __name__ == "__main__":
    main()
