"""Any CSV or JSON-lines file with an id and an answer in each row."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from preceptor.errors import BadInput
from preceptor.published_outputs._shapes import Output, PublishedRun
from preceptor.records import Json

KNOWN: dict[str, tuple[str, ...]] = {
    "id": ("id", "case_id", "question_id", "qid", "sample_id", "realidx", "index", "idx", "i"),
    "text": (
        "text", "output", "outputs", "response", "raw", "reply", "completion", "generation",
        "answer", "prediction", "predicted", "predicted_answer", "pred", "choice",
    ),
    "model": ("model", "model_name", "system"),
    "method": ("method", "pipeline", "prompt_type", "mitigation"),
    "task": ("task", "dataset", "set", "benchmark"),
    "split": ("split",),
}  # fmt: skip


def read_columns(
    path: Path, rows: Iterable[Mapping[str, Json]], columns: Mapping[str, str]
) -> Iterator[Output]:
    """Read rows whose columns are named in `columns` or have a customary name.

    Raises:
        BadInput: no column for the id or for the answer; the message lists what there is.
    """
    chosen: dict[str, str] | None = None
    runs: dict[tuple[str, ...], PublishedRun] = {}
    for row in rows:
        if chosen is None:
            chosen = _chosen(path, list(row), columns)
        name, text = row.get(chosen["id"]), row.get(chosen["text"])
        labels = tuple(str(row.get(chosen[part]) or "") for part in ("model", "method", "task", "split"))
        if labels not in runs:
            model, method, set_name, split = labels
            stem = path.name.partition(".")[0]
            runs[labels] = PublishedRun(model=model or stem, method=method, set=set_name, split=split)
        written = None if text is None else str(text)
        yield Output(run=runs[labels], id=str(name), text=written)


def _chosen(path: Path, found: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    if wrong := [column for column in columns.values() if column not in found]:
        raise BadInput(f"{path} has no column {wrong[0]!r}; it has: {', '.join(found)}")
    folded = {column.strip().lower(): column for column in found}
    chosen = {}
    for part, names in KNOWN.items():
        customary = next((folded[name] for name in names if name in folded), "")
        chosen[part] = columns.get(part, customary)
    for part in ("id", "text"):
        if not chosen[part]:
            raise BadInput(
                f"{path} has no column for the {part}; it has: {', '.join(found)}; "
                f"say which one with --columns {part}=COLUMN"
            )
    return chosen
