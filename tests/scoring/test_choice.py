"""Reading of multiple-choice answers: a table of written answers, speed, and the score."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from preceptor.records import Answer, Case
from preceptor.scoring.choice import read_choice, score_choice

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("choice_outputs.jsonl").read_text(encoding="utf-8").splitlines()
]
DRUGS = {"A": "aspirin", "B": "bisoprolol", "C": "captopril", "D": "digoxin"}


@pytest.mark.parametrize("row", ROWS, ids=[f"{place}" for place in range(1, len(ROWS) + 1)])
def test_reads_what_a_person_reads(row: Mapping[str, object]) -> None:
    reading = read_choice(row["text"], row["choices"], several=row["several"])
    assert (list(reading.letters), reading.flag) == (row["letters"], row["flag"]), (row["text"], reading.how)
