"""lm-evaluation-harness 0.4: `samples_TASK_DATE.jsonl` (written with --log_samples) beside its `results_*.json`."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from preceptor.errors import BadInput
from preceptor.foreign_logs._shape import (
    Asked,
    Draft,
    Fields,
    Log,
    chosen,
    inside,
    number_of,
    read_json,
    read_lines,
    rows_of,
)
from preceptor.records import Json

NAME = re.compile(r"samples_(.+?)(?:_\d{4}-\d\d-\d\dT.*)?\.jsonl")
OPTIONS = ("options", "choices", "endings")


def _files(path: Path) -> list[Path]:
    found = [path] if path.is_file() else sorted(path.rglob("samples_*.jsonl"))
    tasks = [_task(file) for file in found]
    for task in tasks:
        if tasks.count(task) > 1:
            raise BadInput(
                f"{path} holds several runs of {task}; name one samples file; nothing was imported"
            )
    return found


def _task(file: Path) -> str:
    found = NAME.fullmatch(file.name)
    return found[1] if found else file.stem


def _results(file: Path) -> Fields:
    every = sorted(file.parent.glob("results_*.json"))
    date = file.stem.rpartition("_")[2]
    same = [one for one in every if date and date in one.name]
    return read_json((same or every)[-1]) if every else {}


def _texts(value: Json) -> str:
    while isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else ""


def _drafts(rows: list[Fields], file: Path, results: Fields, asked: Asked, score: str) -> Iterator[Draft]:
    task = asked.task or _task(file)
    model = asked.model or str(results.get("model_name") or results.get("model_source") or "")
    if not model:
        raise BadInput(f"{file} has no results_*.json beside it that names the model; give --model")
    seen: dict[str, int] = {}
    for row in rows:
        doc = row.get("doc")
        number = str(inside(row, "doc", "id") or row.get("doc_id"))
        seen[number] = seen.get(number, -1) + 1
        loglikelihood = isinstance(row.get("filtered_resps"), list) and "acc" in score
        yield Draft(
            id=number, task=task, model=model, epoch=seen[number], value=number_of(row.get(score)),
            target=row.get("target"), version=str(inside(results, "versions", _task(file)) or ""),
            prompt=str(inside(row, "arguments", "gen_args_0", "arg_0") or ""),
            text="" if loglikelihood else _texts(row.get("resps")),
            parts={name: one for name in _metrics(row) if name != score and (one := number_of(row.get(name))) is not None},
            tags={k: v for k, v in doc.items() if isinstance(v, str) and len(v) <= 40 and k not in (*OPTIONS, "id")} if isinstance(doc, Mapping) else {},
        )  # fmt: skip


def _metrics(row: Fields) -> list[str]:
    named = row.get("metrics")
    return [name for name in named if isinstance(name, str)] if isinstance(named, list) else []


def _one(file: Path, asked: Asked) -> tuple[list[Draft], str, list[str]]:
    rows = read_lines(file)
    if not rows or any("doc_id" not in row or not _metrics(row) for row in rows):
        raise BadInput(
            f"{file} is no samples file of lm-evaluation-harness 0.4 (each line needs doc_id and metrics); nothing was imported"
        )
    filters = list(dict.fromkeys(str(row.get("filter")) for row in rows))
    rows = [row for row in rows if str(row.get("filter")) == filters[0]]
    results = _results(file)
    score = chosen(asked.score, _metrics(rows[0]), str(file))
    notes = [f"{_task(file)}: score {score}"]
    if len(filters) > 1:
        notes.append(
            f"{_task(file)}: answers as the filter {filters[0]} left them; also there: {', '.join(filters[1:])}"
        )
    return (
        list(_drafts(rows, file, results, asked, score)),
        str(results.get("lm_eval_version") or "0.4"),
        notes,
    )


def read_lm_eval(path: Path, asked: Asked) -> Log:
    """Read one samples file, or all below a folder.

    Raises:
        BadInput: no samples file, another version, or several runs of one task.
    """
    files = _files(path)
    done = [_one(file, asked) for file in files]
    if asked.task and len(done) > 1:
        raise BadInput(f"{path} holds {len(done)} tasks; --task can name only one; name one samples file")
    return Log(
        program=f"lm_eval {done[0][1]}", rows=rows_of([draft for drafts, _, _ in done for draft in drafts]),
        files=tuple(files), notes=tuple(note for _, _, notes in done for note in notes),
    )  # fmt: skip
