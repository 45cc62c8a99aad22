"""Your own open questions, held by a judge against reference answers, clinicians' statements or the source text.

In: `file`, JSON lines with `id`, `prompt` and what the way of grading needs; without `file` an example of three questions.
Out: free text. Needs `--judge`. `grade` says how:

    diagnosis    `reference`: is it the same disease, or a kind of it; 1 or 0
    claims       `reference`: recall and precision of claims, F1
    statements   `steps`: how many of the clinicians' reasoning statements the answer holds
    reasoning    `steps`, `evidence`: steps that reason, that are true, that are there; their mean
    source       `prompt` is the source that the answer sums up; `coverage`, `conformity`, `consistency`, `conciseness`

`reference`, `steps` (a list of texts) and `evidence` are shown to the judge, never to the model under test. What the judge
could not settle leaves bounds (docs/judges.md).

Source: the user's own; the example: Preceptor. Ways of grading: Xie and others 2024, arXiv:2311.09581 (claims); Wu and
others 2025, arXiv:2505.11733 (statements); Qiu and others 2025, arXiv:2503.04691 (reasoning); Kanithi and others 2024,
arXiv:2409.07314 (source)
License: the user's own; the example: Apache-2.0
Data: the user's own; the example: 3 own-written questions
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, cast, get_args

from preceptor.components import Access, Model, Task
from preceptor.errors import BadInput, near
from preceptor.files import read_jsonl
from preceptor.judges import (
    cross_examined,
    graded_claims,
    graded_reasoning,
    recall_of_statements,
    same_diagnosis,
    shown_question,
)
from preceptor.records import Answer, Case, Data, Json, Score
from preceptor.tasks._open_answers import allowed, by_split

Grade = Literal["diagnosis", "claims", "statements", "reasoning", "source"]
GRADES: tuple[str, ...] = get_args(Grade)
NEEDED = {
    "diagnosis": "reference",
    "claims": "reference",
    "statements": "steps",
    "reasoning": "steps",
    "source": "prompt",
}
FIELDS = ("id", "prompt", "reference", "steps", "evidence", "ideal", "group", "language", "tags")
EXAMPLE = Path(__file__).parent / "example.jsonl"


def TASK(*, file: str = "", grade: Grade = "diagnosis", access: Access = "open") -> Task:
    """Return the questions of a file under one way of grading.

    Raises:
        NotFound: no such file.
        BadInput: a row lacks what the way of grading needs; the message has the row.
    """
    way = allowed("own_reference", "grade", grade, GRADES)
    known = allowed("own_reference", "access", access, get_args(Access))
    path = Path(file).expanduser() if file else EXAMPLE
    list(_cases(path, way))

    def score(case: Case, answer: Answer, judge: Model | None) -> Score:
        return _score(way, case, answer, judge)

    return Task(
        cases=by_split("own_reference", {"test": lambda: _cases(path, way)}),
        score=score,
        gold=_gold,
        needs_judge=True,
        access=cast(Access, known),
        data=(Data(path=str(path.resolve())),),
    )


def _cases(path: Path, way: str) -> Iterator[Case]:
    seen: set[str] = set()
    for number, row in enumerate(read_jsonl(path), 1):
        case = _case(f"{path}, row {number}", row, way)
        if case.id in seen:
            raise BadInput(
                f"{path}, row {number}: the id {case.id!r} occurs twice; give each question its own"
            )
        seen.add(case.id)
        yield case
    if not seen:
        raise BadInput(f"{path} holds no questions")


def _case(place: str, row: Mapping[str, Json], way: str) -> Case:
    for name in row:
        if name not in FIELDS:
            raise BadInput(
                f"{place}: unknown field {name!r}; allowed: {', '.join(FIELDS)}{near(name, FIELDS)}"
            )
    for name in ("id", "prompt", NEEDED[way]):
        if not row.get(name):
            raise BadInput(f"{place}: no {name!r}, which grade={way} needs")
    steps = row.get("steps") or []
    if not isinstance(steps, list) or not all(isinstance(step, str) and step.strip() for step in steps):
        raise BadInput(f"{place}: `steps` must be a list of texts")
    tags = row.get("tags") or {}
    if not isinstance(tags, Mapping):
        raise BadInput(f"{place}: tags must be an object of texts, got {str(tags)[:40]!r}")
    target = {name: row[name] for name in ("reference", "steps", "evidence", "ideal") if row.get(name)}
    return Case(
        id=str(row["id"]),
        prompt=str(row["prompt"]),
        answer_kind="text",
        target={"grade": way, **target},
        language=str(row.get("language") or "en"),
        group=str(row.get("group") or ""),
        tags={str(tag): str(value) for tag, value in tags.items()},
    )


def _gold(case: Case) -> Answer:
    target = cast("Mapping[str, Json]", case.target)
    steps = "\n\n".join(cast("Sequence[str]", target.get("steps") or ()))
    return Answer(text=str(target.get("ideal") or target.get("reference") or steps or case.prompt))


def _score(way: str, case: Case, answer: Answer, judge: Model | None) -> Score:
    if not answer.text.strip():
        return Score(value=0.0, low=0.0, high=0.0, why="the answer is empty")
    if judge is None:
        raise BadInput("own_reference needs a judge: give --judge MODEL")
    target = cast("Mapping[str, Json]", case.target)
    reference, steps = str(target.get("reference") or ""), cast("Sequence[str]", target.get("steps") or ())
    question = shown_question(case, answer)
    if way == "diagnosis":
        return same_diagnosis(question, answer.text, reference, judge)
    if way == "claims":
        return graded_claims(answer.text, reference, judge)
    if way == "statements":
        return recall_of_statements(steps, answer.text, judge)
    if way == "reasoning":
        return graded_reasoning(question, answer.text, steps, str(target.get("evidence") or ""), judge)
    return cross_examined(case.prompt, answer.text, judge)
