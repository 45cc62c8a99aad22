"""HealthBench: conversations about health, each answer held against the criteria that physicians wrote for it.

In: a conversation, most of them of one turn, in many languages. Out: the next reply. Score: points of the criteria that
a judge finds met, faults taken away, over the points that could be earned, held to 0 to 1 for each answer; the metric
`signed mean` holds only the mean to 0 to 1, as the published figures do. Needs `--judge`; the published figures had
GPT-4.1 (2025-04-14) with another wording, so they are not comparable unless the judge's agreement is shown.

`set`: full (5,000), hard (1,000) or consensus (3,671, criteria that several physicians agreed on). A criterion's class, for
the judge's measured error, is its axis and whether meeting it is a fault. A reply of the judge that is lost leaves
bounds; OpenAI's script asks until a judge complies, others count it as not met.

Source: Arora and others 2025, arXiv:2505.08775; https://github.com/openai/simple-evals
License: MIT
Data: 5,000 conversations, 48,562 criteria; synthetic and written by physicians
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, cast

from preceptor.components import Task
from preceptor.errors import BadData, BadInput
from preceptor.judges import Rule
from preceptor.records import Case, Data, Json
from preceptor.scoring.rubric import Criterion, Rubric
from preceptor.tasks._open_answers import (
    Judging,
    allowed,
    by_split,
    clipped_mean,
    gold,
    messages_of,
    rows,
    scorer,
    target_of,
)

HOME = "https://openaipublic.blob.core.windows.net/simple-evals/healthbench/"
FILES = {
    "full": "2025-05-07-06-14-12_oss_eval.jsonl",
    "hard": "hard_2025-05-08-21-00-10.jsonl",
    "consensus": "consensus_2025-05-09-20-00-46.jsonl",
}


def TASK(
    *,
    set: Literal["full", "hard", "consensus"] = "full",
    at_once: int = 1,
    attempts: int = 3,
    rule: Rule = "majority",
) -> Task:
    """Return one of the three sets."""
    name = FILES[allowed("healthbench", "set", set, FILES)]
    data = Data(path=f"healthbench/{name}", url=HOME + name)

    def cases() -> Iterator[Case]:
        for place, row in rows(data):
            yield _case(place, row)

    return Task(
        cases=by_split("healthbench", {"test": cases}),
        score=scorer(Judging(at_once=at_once, attempts=attempts, rule=rule)),
        gold=gold,
        summarise=clipped_mean,
        needs_judge=True,
        data=(data,),
    )


def _case(place: str, row: Mapping[str, Json]) -> Case:
    given = row.get("rubrics")
    if not isinstance(row.get("prompt_id"), str) or not isinstance(given, list) or not given:
        raise BadData(f"{place}: no `prompt_id` and `rubrics`; the row has: {', '.join(row) or 'nothing'}")
    criteria = tuple(_criterion(f"{place}, criterion {n}", n, entry) for n, entry in enumerate(given, 1))
    ideal = row.get("ideal_completions_data")
    best = ideal.get("ideal_completion") if isinstance(ideal, Mapping) else None
    try:
        messages = messages_of(place, row.get("prompt"))
    except BadInput as error:
        raise BadData(str(error)) from error
    tags = dict(_tag(tag) for tag in cast("list[Json]", row.get("example_tags") or []))
    rubric = Rubric(name="healthbench", criteria=criteria)
    return Case(
        id=str(row["prompt_id"]),
        messages=messages,
        answer_kind="text",
        target=target_of(rubric, ideal=str(best or "") if not any(c.undesired for c in criteria) else ""),
        tags=tags,
    )


def _criterion(place: str, number: int, entry: Json) -> Criterion:
    text = entry.get("criterion") if isinstance(entry, Mapping) else None
    points = entry.get("points") if isinstance(entry, Mapping) else None
    if not isinstance(text, str) or isinstance(points, bool) or not isinstance(points, int | float):
        raise BadData(f"{place}: expected a `criterion` and its `points`, got {str(entry)[:60]!r}")
    tags = dict(_tag(tag) for tag in cast("Mapping[str, list[Json]]", entry).get("tags") or [])
    axis = tags.get("axis", "")
    return Criterion(
        id=f"c{number:02d}",
        text=text.strip(),
        weight=float(points),
        category=f"{axis or 'general'}{' fault' if points < 0 else ''}",
        axis=axis,
        theme=tags.get("cluster", ""),
    )


def _tag(tag: Json) -> tuple[str, str]:
    """Split `axis:accuracy` into name and value; a tag without a name is one of its own.

    Example:
        >>> _tag("axis:accuracy")
        ('axis', 'accuracy')
    """
    name, colon, value = str(tag).partition(":")
    return (name, value) if colon else (re.sub(r"\W+", "_", name), "yes")
