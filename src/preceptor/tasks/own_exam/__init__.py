"""Your own exam: one table of multiple-choice questions and a few lines of YAML, without Python.

In: `file`, a YAML file that names a CSV or JSON-lines table and says which column holds what (docs/own_exam.md).
`preceptor examine my_exam.yaml` is the same as `own_exam(file=my_exam.yaml)`. Without `file` it is an example of
eight questions on units and reference ranges, whose two files lie beside this one. Out: one letter, or several
where the YAML file says so. Score: 1 if exactly the right letters are named.

The whole table is checked before anything is asked: unknown names in the YAML file, columns that are not there,
answers that fit no option, empty or equal options, and ids that occur twice are errors that tell the row. Text is
taken as it is: a cell that begins with `=` stays text. Rows whose split column says `train` (or the name
given as `train`) are examples and are never asked. `access: credentialed` keeps the questions away from any
model that is not local.

Source: the user's own; the example: Preceptor
License: the user's own; the example: Apache-2.0
Data: the user's own; the example: 6 test and 2 train questions, own-written
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from preceptor.components import Task
from preceptor.errors import BadInput
from preceptor.records import Case, Data
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import by_split, gold
from preceptor.tasks.own_exam._reading import checked_splits, split_cases
from preceptor.tasks.own_exam._spec import Spec, read_spec

EXAMPLE = Path(__file__).parent / "example.yaml"


@cache
def _splits(spec_file: Path, changed: tuple[int, int]) -> tuple[str, ...]:
    """Check a table once, until it or its YAML file changes."""
    return checked_splits(read_spec(spec_file))


def TASK(*, file: str = "") -> Task:
    """Return the exam that a YAML file describes.

    Raises:
        NotFound: no such file, or not the table that it names.
        BadInput: the YAML file is not as it must be.
        BadData: the table is not; the message has the rows.
    """
    path = Path(file).expanduser() if file else EXAMPLE
    spec = read_spec(path)
    splits = _splits(path, (path.stat().st_mtime_ns, spec.table.stat().st_mtime_ns))
    if splits == (spec.train,):
        raise BadInput(
            f"{spec.table}: all questions are examples (split {spec.train!r}); none is left to ask"
        )
    return Task(
        cases=by_split("own_exam", {split: _reader(spec, split) for split in splits}),
        score=score_choice,
        gold=gold,
        splits=splits,
        train=spec.train if spec.train in splits else None,
        access=spec.access,
        data=tuple(Data(path=str(place.resolve())) for place in (path, spec.table)),
    )


def _reader(spec: Spec, split: str) -> Callable[[], Iterator[Case]]:
    def cases() -> Iterator[Case]:
        return split_cases(spec, split)

    return cases
