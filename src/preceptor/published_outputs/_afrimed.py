"""AfriMed-QA's results: one row per run and question, the run named by its file in the authors' repository.

Source: Olatunji T et al., 2025, doi:10.18653/v1/2025.acl-long.96.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

from preceptor.files import read_jsonl
from preceptor.published_outputs._shapes import Mark, Output, PublishedRun

FIELDS = frozenset({"file", "sample_id", "outputs"})
_SETS = {"saq": "saq", "usmle": "usmle", "expert": "expert", "afr": "afr"}
_SCORE = re.compile(r"_score_(\d*\.\d+)")
_SHOTS = re.compile(r"\d+-shot")


def read_afrimed(path: Path) -> Iterator[Output]:
    """Read the runs of one set; `preds` is what the authors scored, `outputs` what the model wrote."""
    set_name = next((known for part, known in _SETS.items() if part in path.name.lower()), path.name)
    for row in read_jsonl(path):
        pred = row.get("preds")
        yield Output(
            run=_named_run(str(row["file"]), str(row.get("model", "")), set_name),
            id=str(row["sample_id"]),
            text=None if row["outputs"] is None else str(row["outputs"]),
            extracted=None if pred is None else str(pred),
            mark=cast(Mark, {"True": "right", "False": "wrong"}.get(str(row.get("correct")), "")),
        )


@cache
def _named_run(file: str, model: str, set_name: str) -> PublishedRun:
    score, shots = _SCORE.search(file), _SHOTS.search(file)
    task = "afrimed_qa_short" if set_name == "saq" else f"afrimed_qa(set={set_name})"
    return PublishedRun(
        task=task,
        set=set_name,
        model=model or Path(file).parent.name,
        method=shots[0] if shots else "",
        version=Path(file).name,
        printed=score[1] if score and set_name != "saq" else "",
    )
