"""Every component that the catalogue finds keeps the promises of its kind."""

from pathlib import Path

import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.contracts import BrokenPromise, promises

SAMPLES = Path(__file__).parent.parent / "samples"
KINDS = (
    "tasks",
    "pipelines",
    "perturbations",
    "calculators",
    "knowledge",
    "models",
    "simulators",
    "commands",
)
NEEDS_EXTRA = {("models", "local")}
WITH_OPTIONS = {  # components that cannot stand without an option
    ("tasks", "own_exam"): f"own_exam(file={catalog.path('tasks', 'own_exam').parent / 'example.yaml'})",
}
SIMULATED = (
    "rarebench_extraction",
    "rarebench_screening",
    "rarebench_comparison",
)  # share a release of their own
ELSEWHERE = {  # promises that need what only their own tests have
    ("pipelines", "published"): "tests/pipelines/test_published.py",
}


def components() -> list[tuple[str, str]]:
    return [
        (kind, WITH_OPTIONS.get((kind, name), name))
        for kind in KINDS
        for name in catalog.names(kind)
        if (kind, name) not in NEEDS_EXTRA | set(ELSEWHERE)
    ]


@pytest.mark.parametrize(("kind", "name"), components(), ids=lambda part: str(part).rpartition("/")[2])
def test_promises(kind: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = catalog.parse(name)[0]
    own = SAMPLES / ("simulated_patients" if short in SIMULATED else short)
    monkeypatch.setenv("PRECEPTOR_DATA", f"{own}:{SAMPLES / 'hpo'}:{SAMPLES / 'mondo'}")
    for _title, check in promises(kind):
        check(name)


NOT_AT_HAND = {"healthbench"}  # whose official file is in no data folder here: its samples alone are tested
WITHOUT_DATA = {"fictional_exam", "clinical_numeracy", "clinical_scenarios", "unit_traps"}  # tested above


@pytest.mark.data
@pytest.mark.parametrize("name", sorted(set(catalog.names("tasks")) - NOT_AT_HAND - WITHOUT_DATA))
def test_promises_on_real_data(name: str) -> None:
    full = WITH_OPTIONS.get(("tasks", name), name)
    for _title, check in promises("tasks"):
        check(full)


def broken(kind: str, name: str, title: str) -> str:
    for found, check in promises(kind):
        if found.startswith(title):
            with pytest.raises(BrokenPromise) as raised:
                check(name)
            return str(raised.value)
    raise AssertionError(f"no promise begins with {title!r}")


def test_a_broken_task_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The promises can be broken: a task with a wrong gold, a generous scorer, and equal ids fails three."""
    from dataclasses import replace

    from preceptor.records import Answer, Score

    real = catalog.load("tasks", "examples/one_choice")
    assert isinstance(real, Task)

    def load(changed: Task) -> None:
        monkeypatch.setattr(catalog, "load", lambda kind, name: changed)

    load(replace(real, gold=lambda case: Answer(choice="Z")))
    assert "gold scores 0.0" in broken("tasks", "examples/one_choice", "The gold answer")
    load(replace(real, score=lambda case, answer, judge: Score(value=1.0, low=1.0, high=1.0)))
    assert "an empty answer scores 1.0" in broken("tasks", "examples/one_choice", "An empty answer")
    load(replace(real, cases=lambda split: [next(real.cases("test"))] * 2))
    assert "appear twice" in broken("tasks", "examples/one_choice", "Ids are unique")
    load(replace(real, score=lambda case, answer, judge: Score(value=2.0, low=2.0, high=2.0)))
    assert "bounds 2.0" in broken("tasks", "examples/one_choice", "Scores of odd answers")
    load(replace(real, train="test"))
    load(replace(real, cases=lambda split: real.cases("test")))
    assert "is in the train split and under test" in broken(
        "tasks", "examples/one_choice", "Examples and tests"
    )


def test_a_broken_pipeline_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    from preceptor.components import Pipeline
    from preceptor.errors import ProviderError
    from preceptor.records import Answer

    def swallows(case, tools, model):
        try:
            model([])
        except ProviderError:
            return Answer(text="A")
        return Answer(text="A")

    def endless(case, tools, model):
        for _ in range(500):
            model([], tools=tools.tools)
        return Answer(text="A")

    def changes(case, tools, model):
        case.choices["A"] = "changed"
        return Answer(text="A")

    def load(answer) -> None:
        monkeypatch.setattr(catalog, "load", lambda kind, name: Pipeline(answer=answer))

    load(swallows)
    assert "the service was down" in broken("pipelines", "direct", "A fault of the service")
    load(endless)
    assert "500 calls" in broken("pipelines", "direct", "A model that uses tools")
    load(changes)
    assert "was changed" in broken("pipelines", "direct", "The case is never changed")


def test_a_broken_calculator_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong example, an unnamed source, and a formula whose range lets anything in fail three promises."""
    from dataclasses import replace

    from preceptor.calculation import Calculator, Example, Reference

    real = catalog.load("calculators", "examples/quetelet_index")
    assert isinstance(real, Calculator)

    def load(changed: Calculator) -> None:
        monkeypatch.setattr(catalog, "load", lambda kind, name: changed)

    wrong = Example(inputs={"mass_kg": 70.0, "height_m": 2.0}, value=18.0, derived="wrongly")
    load(replace(real, examples=(wrong, *real.examples)))
    assert "gives 17.5, published 18.0" in broken("calculators", "examples/quetelet_index", "Its worked")
    load(replace(real, references=(Reference(citation="a book", checked="source"),)))
    assert "what was opened is not said" in broken("calculators", "examples/quetelet_index", "It has a title")
    load(replace(real, steps=()))
    assert "without steps" in broken("calculators", "examples/quetelet_index", "The working")
