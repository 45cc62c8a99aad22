"""MedCalc-Bench's outputs: one file per model and prompt, the answer as the authors read it, and their verdict.

Source: Khandekar N et al., 2024, arXiv:2406.12036.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from preceptor.files import read_jsonl
from preceptor.published_outputs._shapes import Output, PublishedRun

FIELDS = frozenset({"Row Number", "Calculator ID", "LLM Answer", "Result"})
_METHODS = ("direct_answer", "zero_shot", "one_shot", "code_exec")
_PART = re.compile(r"\.(full|partial)\d*(_olddata)?")
OLD = "scored by its authors against an older ground truth"


def read_medcalc(path: Path) -> Iterator[Output]:
    """Read one run; rows are joined by their number in the test set of version 1.0."""
    run = _named_run(path.name)
    for row in read_jsonl(path):
        verdict = str(row["Result"])
        yield Output(
            run=run,
            id=str(row["Row Number"]),
            text=str(row["LLM Answer"]),
            mark="right" if verdict == "Correct" else "wrong" if verdict == "Incorrect" else "unclear",
        )


def _named_run(name: str) -> PublishedRun:
    """Read `openai_gpt-4o-mini_direct_answer.full1047.jsonl.gz`."""
    part = _PART.search(name)
    stem = name.partition(".jsonl")[0]
    if part:
        stem = stem.replace(part[0], "")
    method = next((known for known in _METHODS if known in stem), "")
    model = re.sub(r"^openai_", "", stem.replace(method, "").strip("_"), flags=re.IGNORECASE)
    whole = part is None or part[1] == "full"
    return PublishedRun(
        task="medcalc_bench(notes=false)", set="medcalc_bench", model=model.replace("_", "-"), method=method,
        version="" if whole else "interrupted", note=OLD if part and part[2] else "",
    )  # fmt: skip
