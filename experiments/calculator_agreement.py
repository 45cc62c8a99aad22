"""Hold every calculator of MedCalc-Bench against the benchmark's truths, given its own extracted entities.

    PRECEPTOR_DATA=../shared/data .venv/bin/python experiments/calculator_agreement.py [--rows] [--write]

A row agrees where the benchmark's own rule calls the calculator's value right. `--rows` lists each row that does
not, with both values and the fault; `--write` writes them to tasks/medcalc_defects.yaml. It ends with 1 where a row
neither agrees nor is on the list.
"""

import argparse
import ast
import csv
import gzip
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import yaml
from _medcalc_by_note import BY_NOTE
from _medcalc_entities import inputs_of, read_entities
from _medcalc_faults import fault_of

from preceptor import catalog
from preceptor.calculate import calculate, load
from preceptor.errors import PreceptorError
from preceptor.files import locate
from preceptor.records import Data
from preceptor.tasks._medcalc_names import NAMES

ROWS = Data(path="medcalc_bench/test_v1.0_with_notes.csv.gz")
DEFECTS = Path(catalog.__file__).parent / "tasks" / "medcalc_defects.yaml"
OTHER_SOURCES = {  # where the authors' later worked example does not speak of the fault
    "9": "the study had adults only",
    "20": "the score is for 3 years and over, as its table of ages says",
    "65": "no living patient has such an albumin",
    "67": "no living patient has such an albumin",
    "68": "the due date of the same set (calculator 13) is moved by the length of the cycle",
}
OPTIONS = {"2": "cockcroft_gault(weight=by_bmi)"}


def agrees(row: dict[str, str], value: float | str | None, number: float | None) -> bool:
    """Say whether the benchmark's rule calls a value right."""
    truth = row["Ground Truth Answer"]
    if row["Calculator ID"] in ("13", "68"):
        month, day, year = (int(part) for part in truth.split("/"))
        return value == date(year, month, day).isoformat()
    if row["Calculator ID"] == "69":
        weeks, days = (int(str(part).split()[0]) for part in ast.literal_eval(truth))
        return number == weeks * 7 + days
    if number is None:
        return False
    if row["Output Type"] == "integer":
        return round(number) == round(float(truth))
    low, high = sorted((float(row["Lower Limit"]), float(row["Upper Limit"])))
    return low <= number <= high or abs(number - float(truth)) <= 1e-3


def truth_of(row: dict[str, str]) -> float | str:
    """Return a row's published truth as a number or an ISO day."""
    truth = row["Ground Truth Answer"]
    if "/" in truth:
        month, day, year = (int(part) for part in truth.split("/"))
        return date(year, month, day).isoformat()
    return float(truth)


def entry(row: dict[str, str], name: str, inputs: dict[str, object], correct: str) -> dict[str, str]:
    """Return a row's entry in the list of known defects."""
    number = row["Calculator ID"]
    reason, shown = fault_of(number, inputs, row, name, truth_of(row))
    first = load(name).references[0].citation
    second = OTHER_SOURCES.get(number, f"the authors' later worked example of calculator {number}")
    words = f"{reason or 'ours differs; the fault is not known'} ({shown or 'not shown'})"
    return {"reason": words, "source": f"{first}; {second}", "correct": correct}


def write(entries: dict[int, dict[str, str]]) -> None:
    """Write the list of known defects."""
    head = (
        "# Rows of MedCalc-Bench v1.0 whose published truth is wrong; written by experiments/calculator_agreement.py --write.\n"
        "# Only rows whose entities are at hand could be judged (543 of 1,047).\n"
    )
    body = yaml.safe_dump({"version": "1.0", "rows": entries}, width=1000, sort_keys=True, allow_unicode=True)
    DEFECTS.write_text(head + body, encoding="utf-8")


def compared(row: dict[str, str], name: str) -> tuple[bool, str, dict[str, str] | None]:
    """Return whether a row agrees, our result in words, and its entry in the list where it does not."""
    inputs: dict[str, object] = {}
    try:
        inputs = inputs_of(row["Calculator ID"], read_entities(row["Relevant Entities"]), load(name))
        found = calculate(name, inputs)
    except PreceptorError as error:
        return False, f"refused: {error}", entry({**row, "refused": "yes"}, name, inputs, "")
    if agrees(row, found.value, found.number):
        return True, found.text, None
    correct = f"{found.number:.6g}" if isinstance(found.value, float) else str(found.value)
    if row["Calculator ID"] in ("13", "68"):
        correct = date.fromisoformat(correct).strftime("%m/%d/%Y")
    return False, found.text, entry(row, name, inputs, correct)


def main() -> int:
    """Print agreement by calculator."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", action="store_true", help="list every row that disagrees")
    parser.add_argument("--write", action="store_true", help="write the list of known defects")
    arguments = parser.parse_args()
    csv.field_size_limit(10**9)
    known = yaml.safe_load(DEFECTS.read_text(encoding="utf-8"))["rows"] if DEFECTS.exists() else {}
    right, total, listed = Counter[str](), Counter[str](), Counter[str]()
    entries: dict[int, dict[str, str]] = {}
    with gzip.open(locate(ROWS), "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        name = OPTIONS.get(row["Calculator ID"], NAMES[row["Calculator ID"]][0])
        same, said, defect = compared(row, name)
        total[name] += 1
        right[name] += same
        number = int(row["Row Number"])
        listed[name] += not same and number in known
        if defect:
            entries[number] = defect
            if arguments.rows:
                print(
                    f"row {number} {name}: published {row['Ground Truth Answer']}, ours {said}: {defect['reason']}"
                )
    for name in total:
        if right[name] < total[name]:
            print(f"{name}: {right[name]} of {total[name]} agree; {listed[name]} known defects")
    print(
        f"all: {sum(right.values())} of {sum(total.values())} rows agree; "
        f"{sum(listed.values())} of the others are known defects"
    )
    if arguments.write:
        write(BY_NOTE | entries)
    return int(not arguments.write and sum(right.values()) + sum(listed.values()) < sum(total.values()))


if __name__ == "__main__":
    sys.exit(main())
