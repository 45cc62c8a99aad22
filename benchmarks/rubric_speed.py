"""What a rubric of 30 criteria over 1,000 answers costs beside the time of the judge's calls.

python benchmarks/rubric_speed.py

Counted as waiting: calls of 0.5 s, 64 of them in flight, 30,000 in all, as a run spreads them; 6 s for a reply that holds all
30 findings. Measured is what is not waiting, with a judge that answers at once: writing requests, checking replies against
the schema, looking up quotes and scoring, on one core.
"""

import json
import re
import time
from collections.abc import Sequence

from _table import Table, save

from preceptor.judges import Asking, graded
from preceptor.models.scripted import model_from
from preceptor.records import Answer, Case, Message
from preceptor.scoring.rubric import rubric_of

ANSWERS, CRITERIA, IN_FLIGHT, LIMIT = 1000, 30, 64, 0.05
CALL_S = {1: 0.5, CRITERIA: 6.0}  # thirty findings are a long reply
WORDS = "the patient should rest drink enough fluids and return if the fever lasts more than three days or breathing is hard "


def main() -> None:
    """Time the grading with a judge that answers at once."""
    rubric = rubric_of(
        {
            "criteria": [
                {"id": f"k{n}", "text": f"The answer says item {n}.", "weight": 3 if n % 5 else -2}
                for n in range(CRITERIA)
            ]
        },
        name="speed",
        place="here",
    )
    found = json.dumps(
        {"reason": "It says so in its second sentence.", "quote": "drink enough fluids", "finding": "met"}
    )
    one = json.loads(found)

    def say(messages: Sequence[Message]) -> str:
        ids = re.findall(r"^Criterion (k\d+):", messages[-1].text, re.MULTILINE)
        return json.dumps(dict.fromkeys(ids, one)) if ids else found

    judge = model_from(lambda messages, **_: say(messages), "scripted/speed")
    lines = []
    for at_once in (1, CRITERIA):
        started = time.process_time()
        for number in range(ANSWERS):
            case = Case(id=str(number), prompt=f"Question {number}?")
            graded(rubric, case, Answer(text=WORDS * 8 + str(number)), judge, asking=Asking(at_once=at_once))
        seconds = time.process_time() - started
        calls = ANSWERS * CRITERIA // at_once
        waiting = calls * CALL_S[at_once] / IN_FLIGHT
        kept = "kept" if seconds < LIMIT * waiting else "MISSED"
        lines.append([
            str(at_once), f"{calls:,}", f"{seconds:.1f}", f"{1e3 * seconds / calls:.2f}", f"{waiting:.0f}",
            f"{100 * seconds / waiting:.1f}", kept,
        ])  # fmt: skip
    columns = (
        "criteria a request",
        "calls",
        "CPU, s",
        "ms a call",
        "waiting for calls, s",
        "added, %",
        "target < 5 %",
    )
    note = (
        f"{CRITERIA} criteria over {ANSWERS:,} answers of about 1,000 characters, one core; calls of {CALL_S[1]} s, or {CALL_S[CRITERIA]} s for all criteria, {IN_FLIGHT} in flight. "
        f"The scripted judge's own JSON is part of the CPU time."
    )
    save(Table(name="rubric_speed", columns=columns, rows=lines, note=note))


if __name__ == "__main__":
    main()
