"""One table per benchmark, kept with its command, date and machine until the page is written."""

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from _measure import ROOT, WORK

PAGE = ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True, kw_only=True)
class Table:
    """What one benchmark found.

    Attributes:
        name: of the benchmark's file.
        rows: as text, one entry per column.
        note: a sentence on what was run and how often.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str


def machine() -> str:
    """Describe this machine in a line."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores of {model}, {memory_gb:.0f} GB, Python {platform.python_version()}"


def save(table: Table) -> None:
    """Print a table and keep it for the page."""
    print("\n" + markdown(table))
    place = WORK / "tables"
    place.mkdir(parents=True, exist_ok=True)
    kept = asdict(table) | {"date": time.strftime("%Y-%m-%d"), "machine": machine()}
    (place / f"{table.name}.json").write_bytes(orjson.dumps(kept))


def markdown(table: Table) -> str:
    """Return a table in Markdown, with its note."""
    lines = [table.columns, ["---"] * len(table.columns), *table.rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + f"\n\n{table.note}\n"


def write_page(names: Sequence[str]) -> None:
    """Put the kept tables into the page, each between its two marks; the other text stays."""
    text = PAGE.read_text()
    for name in names:
        kept = orjson.loads((WORK / "tables" / f"{name}.json").read_bytes())
        date, where = kept.pop("date"), kept.pop("machine")
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        head, _, rest = text.partition(begin)
        _, found, tail = rest.partition(end)
        if not found:
            raise SystemExit(f"{PAGE} has no place for {name}: write {begin} and {end}")
        block = f"`python benchmarks/{name}.py`, {date}, {where}\n\n{markdown(Table(**kept))}"
        text = f"{head}{begin}\n\n{block}\n{end}{tail}"
    PAGE.write_text(text)
