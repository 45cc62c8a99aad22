"""`preceptor` on the made-up items: the own exam, its command lines, and what its run folder must hold."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import orjson
from _items import write_items
from _measure import ROOT, WORK, Measured, Server, command, measure, stop
from _peers import fresh

EXAM = """\
summary: {count} made-up questions
file: {file}
columns:
  id: id
  question: question
  options: options
  answer: answer
answer: letter
instruction: Answer with the letter of one option.
"""
PLUGIN = {"PYTHONPATH": str(ROOT / "benchmarks" / "plugin")}


def write_exam(count: int) -> tuple[Path, Path]:
    """Write the items and the own exam over them; returns (items, exam)."""
    items = WORK / f"items_{count}.jsonl"
    if not items.exists():
        write_items(items, count)
    exam = WORK / f"loopback_{count}.yaml"
    exam.write_text(EXAM.format(count=count, file=items.name))
    return items, exam


def examine(
    exam: Path,
    server: Server | None = None,
    *,
    pipeline: str = "direct",
    concurrency: int = 64,
    cache: bool = False,
    name: str = "ours",
) -> Measured:
    """Run `preceptor examine` into an empty folder; without a server no model is named."""
    arguments: list[str | Path] = ["examine", exam, "--pipeline", pipeline, "--out", fresh(name)]
    if server is not None:
        arguments += ["--model", server.model, "--concurrency", str(concurrency)]
    settings = PLUGIN | {"XDG_CACHE_HOME": str(fresh("cache")), "HOME": str(WORK)}
    return measure(command(*arguments, *([] if cache else ["--no-cache"])), settings=settings)


def rows(name: str = "ours") -> list[dict]:
    """Return the rows of the last run into this folder."""
    with (WORK / f"results-{name}" / "cases.jsonl").open("rb") as handle:
        return [orjson.loads(line) for line in handle]


def check(found: Sequence[dict], count: int) -> None:
    """End the benchmark unless every item was scored exactly once."""
    states = Counter(row["status"] for row in found)
    ids = {row["id"] for row in found}
    if states != {"scored": count} or len(ids) != count:
        stop(f"expected {count} scored rows, found {dict(states)} and {len(ids)} ids")
