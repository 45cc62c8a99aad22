"""Your own open questions, graded against a rubric by a judge: a JSON-lines file and a rubric, without Python.

In: `file`, a YAML file that names the questions and the rubric (docs/rubrics.md):

    file: questions.jsonl        # {"id", "prompt" or "messages"}, and where wanted "criteria", "reference", "ideal",
    rubric: my_rubric.yaml       #   "group", "language", "tags"; or the name of a shipped rubric
    access: open                 # or research, credentialed
    instruction: ""

A row's own `criteria`, spelled as in a rubric's file, stand instead of the shared rubric's. `reference` is shown to the
judge, never to the model under test; `ideal` is an answer that meets everything. Without `file` it is an example of
three questions, whose files lie beside this one. Out: free text. Score: signed points over the positive ones, held to
0 to 1, with bounds where the judge's findings are missing (`scoring/rubric.py`); the metric `signed mean` holds only the
mean of the signed points to 0 to 1, as HealthBench does.

`at_once` asks for several criteria in one request (cheaper, less careful), `attempts` says how often a reply that cannot
be used is asked again, `rule` how a panel's votes are joined. Needs `--judge`.

Source: the user's own; the example: Preceptor
License: the user's own; the example: Apache-2.0
Data: the user's own; the example: 3 own-written questions
"""

from collections.abc import Iterator
from pathlib import Path

from preceptor.components import Task
from preceptor.judges import Rule
from preceptor.records import Case, Data
from preceptor.tasks._open_answers import Judging, by_split, clipped_mean, gold, scorer
from preceptor.tasks.own_rubric._reading import checked_cases, read_spec

EXAMPLE = Path(__file__).parent / "example.yaml"


def TASK(*, file: str = "", at_once: int = 1, attempts: int = 3, rule: Rule = "majority") -> Task:
    """Return the open questions that a YAML file describes.

    Raises:
        NotFound: no such file, or not one that it names.
        BadInput: the YAML file, the rubric or a row is not as it must be; the message has the place.
    """
    path = Path(file).expanduser() if file else EXAMPLE
    spec = read_spec(path)
    checked_cases(spec)

    def cases() -> Iterator[Case]:
        return iter(checked_cases(spec))

    files = (path, spec.questions, *([spec.rubric_file] if spec.rubric_file else []))
    return Task(
        cases=by_split("own_rubric", {"test": cases}),
        score=scorer(Judging(at_once=at_once, attempts=attempts, rule=rule)),
        gold=gold,
        summarise=clipped_mean,
        needs_judge=True,
        access=spec.access,
        data=tuple(Data(path=str(place.resolve())) for place in files),
    )
