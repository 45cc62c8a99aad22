"""MedAgentsBench's predictions: letters of many models and methods, with tokens, price and time.

Source: Tang X et al., 2025, doi:10.48550/arXiv.2503.07459.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from preceptor.files import locate, read_csv, read_jsonl
from preceptor.published_outputs._shapes import Output, PublishedRun
from preceptor.records import Data, Usage

FIELDS = frozenset({"model", "split", "method", "realidx", "predicted_answer"})
Row = Mapping[str, str]


def read_medagents(path: Path) -> Iterator[Output]:
    """Read one set's predictions, duplicates included, in the order of the file."""
    set_name = path.name.partition(".csv")[0]
    for (model, split, method), group in groupby(read_csv(path), key=_run_of):
        rows = list(group)
        ids = [row["realidx"] for row in rows]
        note = ""
        if split == "test_hard" and ids == [str(place) for place in range(len(ids))]:
            ids = _ids(path, set_name, split)[: len(rows)]
            note = "`realidx` holds the row's number in this run; joined by row"
        run = PublishedRun(
            task=f"medagentsbench(set={set_name},hard={str(split == 'test_hard').lower()})",
            set=set_name, model=model, method=method, split=split, note=note,
        )  # fmt: skip
        for name, row in zip(ids, rows, strict=True):
            yield _output(run, name, row)


def _run_of(row: Row) -> tuple[str, str, str]:
    return row["model"], row["split"], row["method"]


def _ids(path: Path, set_name: str, split: str) -> list[str]:
    """Read the ids of a split from the table beside the outputs, or from the data folders."""
    below = Path("data") / set_name / f"{split}.jsonl.gz"
    beside = path.parent.parent / below
    table = beside if beside.exists() else locate(Data(path=str("medagents_benchmark" / below)))
    return [str(row["realidx"]) for row in read_jsonl(table)]


def _output(run: PublishedRun, name: str, row: Row) -> Output:
    text = row["predicted_answer"]
    return Output(
        run=run,
        id=name,
        text=text,
        choice=text if len(text) == 1 and "A" <= text <= "Z" else None,
        key=row.get("answer_idx", ""),
        usage=Usage(
            requests=1,
            input_tokens=int(float(row.get("prompt_tokens") or 0)),
            output_tokens=int(float(row.get("completion_tokens") or 0)),
            seconds=float(row.get("time_elapsed") or 0),
            price_usd=float(row["cost"]) if row.get("cost") else None,
        ),
    )
