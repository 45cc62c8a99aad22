"""MedCalc-Bench's outputs: one file per model and prompt, the answer as the authors read it, and their verdict.

Source: Khandekar N et al., 2024, arXiv:2406.12036.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from preceptor.errors import BadData
from preceptor.files import read_json, read_jsonl
from preceptor.published_outputs._shapes import Output, PublishedRun

FIELDS = frozenset({"Row Number", "Calculator ID", "LLM Answer", "Result"})
_METHODS = ("direct_answer", "zero_shot", "one_shot", "code_exec", "code_augmented")
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


def read_summary(path: Path) -> dict[str, str]:
    """Read a printed summary, `results_gpt-4o-mini_direct_answer.json`: its overall average, with model and method.

    Raises:
        BadData: no overall average.
    """
    content = read_json(path)
    overall = content.get("overall") if isinstance(content, dict) else None
    average = overall.get("average") if isinstance(overall, dict) else None
    if not isinstance(average, (int, float)):
        raise BadData(f"{path}: a summary needs overall.average; it has {str(content)[:60]}")
    run = _named_run(path.name.removeprefix("results_").replace(".json", ".jsonl"))
    return {"model": run.model, "method": run.method, "task": run.set, "figure": f"{average:.2f}"}
