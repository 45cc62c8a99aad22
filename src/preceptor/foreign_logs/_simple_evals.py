"""HealthBench of simple-evals: `*_allresults.json`, with one entry for every example below `metadata`."""

from collections.abc import Iterator
from pathlib import Path

from preceptor.errors import BadInput
from preceptor.foreign_logs._shape import (
    Asked,
    Draft,
    Fields,
    Log,
    inside,
    number_of,
    objects,
    read_json,
    rows_of,
    text_of,
)


def _drafts(examples: list[Fields], task: str, model: str) -> Iterator[Draft]:
    seen: dict[str, int] = {}
    for number, one in enumerate(examples):
        identity = str(one.get("prompt_id") or number)
        seen[identity] = seen.get(identity, -1) + 1
        score = number_of(one.get("score"))
        items = objects(one.get("rubric_items"))
        met = sum(item.get("criteria_met") is True for item in items)
        yield Draft(
            id=identity, task=task, model=model, epoch=seen[identity], value=None if score is None else max(0.0, score),
            prompt=text_of(one.get("prompt")), text=text_of(one.get("completion")),
            why=f"{met} of {len(items)} criteria met", parts={} if score is None else {"unclipped": score},
            tokens=(int(number_of(inside(one, "usage", "input_tokens")) or 0), int(number_of(inside(one, "usage", "output_tokens")) or 0)),
        )  # fmt: skip


def read_simple_evals(path: Path, asked: Asked) -> Log:
    """Read the full results of a run.

    A case's score may be below 0 there and is clipped at 0 here, as in the published total, but case by
    case; the raw one is kept as the part `unclipped`.

    Raises:
        BadInput: a file of totals only, or no model named.
    """
    found = read_json(path)
    examples = objects(inside(found, "metadata", "example_level_metadata"))
    if not examples:
        raise BadInput(
            f"{path} holds only totals, no case; import the *_allresults.json beside it; nothing was imported"
        )
    if not asked.model:
        raise BadInput(f"{path} does not say which model answered; give --model")
    if asked.score:
        raise BadInput(f"--score {asked.score!r}: {path} has one score for a case; leave it out")
    return Log(
        program="simple-evals", rows=rows_of(list(_drafts(examples, asked.task or "healthbench", asked.model))),
        files=(path,), notes=("scores below 0 are clipped at 0 case by case; the part `unclipped` keeps them",),
    )  # fmt: skip
