"""CRAFT-MD's answers: one row a case and trial, with four ways of telling the case, each as choice and as free text.

The mark of a free answer is GPT-4's verdict on what GPT-4 extracted from it; choices have none.

Source: Johri S et al., 2025, doi:10.1038/s41591-024-03328-5.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from preceptor.files import read_jsonl
from preceptor.published_outputs._shapes import Mark, Output, PublishedRun
from preceptor.records import Json

FIELDS = frozenset({"case_id", "trial", "vignette_mcq", "vignette_frq"})
TOLD = ("vignette", "multiturn", "singleturn", "summarized")
_MARKS: Mapping[str, Mark] = {"1": "right", "0": "wrong"}


def read_craft_md(path: Path) -> Iterator[Output]:
    """Read one model's answers."""
    model = path.name.partition(".answers")[0]
    for row in read_jsonl(path):
        for told in TOLD:
            for kind in ("mcq", "frq"):
                if f"{told}_{kind}" in row:
                    yield _output(row, model, told, kind)


def _output(row: Mapping[str, Json], model: str, told: str, kind: str) -> Output:
    said, name = row[f"{told}_{kind}"], f"{told}_{kind}"
    free = kind == "frq"
    return Output(
        run=_named_run(model, told, kind, str(row["trial"])),
        id=str(row["case_id"]),
        text=None if said is None else str(said),
        mark=_MARKS.get(str(row.get(f"evaluation_{name}")), "unclear") if free else "",
    )


@cache
def _named_run(model: str, told: str, kind: str, trial: str) -> PublishedRun:
    free = kind == "frq"
    return PublishedRun(
        task=f"craft_md(form={'free' if free else 'choice'})", set=f"craft_md_{kind}", model=model, method=told,
        version=f"trial {trial}", marked=free,
    )  # fmt: skip
