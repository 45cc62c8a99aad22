"""What a run refuses, and what it keeps apart, so that no figure mixes two things."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from preceptor import catalog
from preceptor.components import Pipeline, Task
from preceptor.errors import BadData, BadInput, ComponentError, Refused
from preceptor.records import Answer, Score
from preceptor.run import Plan, examine

from folders import rows
from loopback import Server


def plan(out: Path, *tasks: str, **changes: object) -> Plan:
    values = {
        "tasks": tasks or ("examples/one_choice",),
        "models": ("scripted/first_option",),
        "out": str(out),
    }
    return Plan(**{**values, **changes})


def exam(folder: Path, *questions: str, access: str = "open") -> str:
    """Write an own exam: a question's number is its id, its right option is A."""
    folder.mkdir(exist_ok=True)
    lines = ["id,question,A,B,answer,split"]
    lines += [f"k{text},question {text},yes,no,A,test" for text in questions]
    lines += ["e1,a wholly different example about the moon,yes,no,A,train"]
    (folder / "table.csv").write_text("\n".join(lines) + "\n")
    columns = "columns: {id: id, question: question, options: [A, B], answer: answer, split: split}"
    (folder / "exam.yaml").write_text(f"file: table.csv\n{columns}\naccess: {access}\nlicense: own\n")
    return str(folder / "exam.yaml")


def replaced(monkeypatch: pytest.MonkeyPatch, task: Task) -> None:
    real: Callable[..., object] = catalog.load
    monkeypatch.setattr(catalog, "load", lambda kind, name: task if kind == "tasks" else real(kind, name))


def test_credentialed_examples_stay_with_local_models(tmp_path: Path) -> None:
    source = exam(tmp_path / "exam", "1", access="credentialed")
    arguments = {"pipelines": ("few_shot(k=1)",), "examples": f"{source}:train"}
    with pytest.raises(Refused, match="is not local"):
        examine(plan(tmp_path / "run", models=("http://203.0.113.7/v1/far",), **arguments))
    assert examine(plan(tmp_path / "run", **arguments)).failed == 0


def test_data_that_changed_is_refused(tmp_path: Path) -> None:
    source = exam(tmp_path / "exam", "1", "2", "3")
    examine(plan(tmp_path / "run", source))
    exam(tmp_path / "exam", "0", "1", "2", "4")
    with pytest.raises(Refused, match=r"table\.csv has changed since"):
        examine(plan(tmp_path / "run", source))
    assert [row["id"] for row in rows(tmp_path / "run")] == ["k1", "k2", "k3"]


def test_equal_ids_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = catalog.load("tasks", "examples/one_choice")
    assert isinstance(task, Task)
    replaced(monkeypatch, replace(task, cases=lambda split: iter([*task.cases("test")] * 2)))
    with pytest.raises(ComponentError, match=r"two cases with id 'test-[0-7]'"):
        examine(plan(tmp_path / "run"))


def test_a_task_that_breaks_while_reading_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = catalog.load("tasks", "examples/one_choice")
    assert isinstance(task, Task)

    def cases(split: str):
        yield from list(task.cases(split))[:3]
        raise KeyError("column")

    replaced(monkeypatch, replace(task, cases=cases))
    with pytest.raises(ComponentError, match="broke at case 4: KeyError"):
        examine(plan(tmp_path / "run"))
    assert len(rows(tmp_path / "run")) == 3


def test_repeated_names_are_asked_once(tmp_path: Path, fresh: Server) -> None:
    twice = {
        "pipelines": ("direct", "Direct"),
        "models": (fresh.model,) * 2,
        "perturbations": ("none", "none"),
    }
    tally = examine(plan(tmp_path / "run", "examples/one_choice", "Examples/one-choice", **twice))
    assert fresh.stats()["requests"] == 8
    assert tally.finished == len(rows(tmp_path / "run")) == 8


def test_rows_of_another_version_are_kept_and_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = catalog.load("tasks", "examples/one_choice")
    assert isinstance(task, Task)
    examine(plan(tmp_path / "run"))
    replaced(monkeypatch, replace(task, version="2"))
    tally = examine(plan(tmp_path / "run"))
    assert tally.finished == 8
    assert [row["version"] for row in rows(tmp_path / "run")] == ["2"] * 8 + ["1"] * 8


def test_other_examples_on_resume_are_refused(tmp_path: Path) -> None:
    first = exam(tmp_path / "one", "1", "2")
    moon = exam(tmp_path / "two", "a wholly different example about the moon")
    arguments = {"pipelines": ("few_shot(k=1)",), "examples": "examples/one_choice:train"}
    examine(plan(tmp_path / "run", first, limit=1, **arguments))
    run = json.loads((tmp_path / "run" / "run.json").read_text())
    assert len(run["examples"]) == 1
    run["examples"] = dict.fromkeys(run["examples"], "0" * 64)
    (tmp_path / "run" / "run.json").write_text(json.dumps(run))
    with pytest.raises(Refused, match="would differ from those that its rows were answered with"):
        examine(plan(tmp_path / "run", first, moon, limit=2, **arguments))


def test_the_budget_keeps_what_was_paid_for(tmp_path: Path, fresh: Server) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("model,input_usd_per_million,output_usd_per_million\nloopback,1000,1000\n")
    fresh.configure(latency_ms=30)
    arguments = plan(
        tmp_path / "run", "examples/one_choice(n=60)", models=(fresh.model,), concurrency=8, prices=str(prices),
        budget_usd=0.3,
    )  # fmt: skip
    with pytest.raises(Refused, match="stopped at the budget"):
        examine(arguments)
    assert len(rows(tmp_path / "run")) == fresh.stats()["requests"]
    with pytest.raises(Refused, match="stopped at the budget"):
        examine(arguments)
    assert len(rows(tmp_path / "run")) == fresh.stats()["requests"]


def test_a_price_table_is_read_before_anything_is_asked(tmp_path: Path, fresh: Server) -> None:
    with pytest.raises(BadInput, match="price"):
        examine(plan(tmp_path / "run", models=(fresh.model,), prices=str(tmp_path / "none.csv")))
    assert fresh.stats()["requests"] == 0
    assert not (tmp_path / "run").exists()


def test_workers_share_the_limits(tmp_path: Path, fresh: Server) -> None:
    fresh.configure(latency_ms=20)
    examine(
        plan(
            tmp_path / "run", "examples/one_choice(n=20)", models=(fresh.model,), workers=2, concurrency=4,
            pipelines=("self_consistency(of=direct,k=5)",),
        )
    )  # fmt: skip
    assert fresh.stats()["requests"] == 100
    assert fresh.stats()["max_concurrent"] <= 4


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (Score(value=np.float32(0.5), low=np.float32(0.5), high=np.int64(1), parts={"x": np.int64(3)}), 0.5),  # type: ignore[arg-type]
        (Score(value=True, low=0, high=1), 1.0),
    ],
)
def test_scores_are_stored_as_plain_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: Score, stored: float
) -> None:
    task = catalog.load("tasks", "examples/one_choice")
    assert isinstance(task, Task)
    replaced(monkeypatch, replace(task, score=lambda case, answer, judge: given))
    assert examine(plan(tmp_path / "run", limit=1)).failed == 0
    (row,) = rows(tmp_path / "run")
    assert row["score"]["value"] == stored
    assert all(isinstance(part, float) for part in row["score"].get("parts", {}).values())


@pytest.mark.parametrize("value", [2.0, float("nan"), -0.1, "right"])
def test_a_score_out_of_bounds_is_the_tasks_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    task = catalog.load("tasks", "examples/one_choice")
    assert isinstance(task, Task)
    broken = Score(value=value, low=value, high=value)
    replaced(monkeypatch, replace(task, score=lambda case, answer, judge: broken))
    tally = examine(plan(tmp_path / "run", limit=2))
    assert tally.failed == 2
    assert {row["error"]["kind"] for row in rows(tmp_path / "run")} == {"ComponentError"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"limit": "5"}, "limit='5' is not allowed; give a whole number"),
        ({"seed": None}, "seed=None"),
        ({"temperature": float("nan")}, "temperature=nan"),
        ({"temperature": "hot"}, "temperature='hot' is not allowed; give a number"),
        ({"requests_per_minute": -5.0}, "requests_per_minute=-5.0"),
        ({"timeout_s": 0.0}, "timeout_s=0.0 is not allowed"),
        ({"max_tokens": 0}, "max_tokens=0"),
        ({"pipelines": ()}, "no pipeline given"),
        ({"data": ("/nonexistent",)}, "data folder /nonexistent does not exist"),
        ({"ray": "yes"}, "ray='yes' is not allowed; give true or false"),
        ({"model_options": ["a"]}, "model_options"),
    ],
)
def test_arguments_of_the_wrong_kind(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput) as raised:
        plan(tmp_path / "run", **changes)
    assert said in str(raised.value)


@pytest.mark.parametrize("line", [b"[1]\n", b'{"task": "x"}\n', b'{"id": "1", "task": "t", "i": "x"}\n'])
def test_a_line_that_is_no_row_is_named(tmp_path: Path, line: bytes) -> None:
    examine(plan(tmp_path / "run"))
    path = tmp_path / "run" / "cases.jsonl"
    path.write_bytes(path.read_bytes() + line)
    with pytest.raises(BadData, match="line 9 is damaged"):
        examine(plan(tmp_path / "run"))
    (tmp_path / "run" / "run.json").write_text('{"format": 1}')
    with pytest.raises(BadData, match="it has no 'arguments'"):
        examine(plan(tmp_path / "run"))


def test_a_resumed_dialogue_keeps_what_its_first_turns_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies in turn 2: the exchanges of turn 1 are in the final row, and it can be replayed."""
    from preceptor.models.scripted import model_from
    from preceptor.run import _work

    said = iter(["ASK: What hurts?", "die", "ASK: Where?", "ASK: Fever?", "A"])

    def reply(messages, **options) -> str:
        text = next(said)
        if text == "die":
            raise KeyboardInterrupt
        return text

    monkeypatch.setattr(_work, "opened", lambda name, plan: model_from(reply, "scripted/dialogue"))
    arguments = plan(tmp_path / "run", "examples/three_turns", limit=1, concurrency=1)
    with pytest.raises(KeyboardInterrupt):
        examine(arguments)
    tally = examine(arguments)
    (row,) = rows(tmp_path / "run")
    assert [exchange["reply"]["text"] for exchange in row["exchanges"]] == [
        "ASK: What hurts?", "ASK: Where?", "ASK: Fever?", "A",
    ]  # fmt: skip
    assert row["usage"]["requests"] == 4
    assert tally.requests == 4


def test_a_pipeline_without_an_answer_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = catalog.load
    monkeypatch.setattr(
        catalog, "load", lambda kind, name: Pipeline() if kind == "pipelines" else real(kind, name)
    )
    with pytest.raises(BadInput, match="declares neither answer nor prepare"):
        examine(plan(tmp_path / "run"))


@pytest.mark.parametrize("stated", [95.0, -0.1, float("nan")])
def test_a_confidence_that_is_no_probability_fails_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: float
) -> None:
    """Ninety-five per cent written as 95 would make a calibration error of 94."""
    real: Callable[..., object] = catalog.load
    sure = Pipeline(
        answer=lambda case, tools, model: Answer(choice="A", confidence=stated), needs_model=False
    )
    monkeypatch.setattr(catalog, "load", lambda kind, name: sure if kind == "pipelines" else real(kind, name))
    tally = examine(plan(tmp_path / "run", models=(), limit=2))
    assert tally.failed == 2
    assert "allowed: 0 to 1" in rows(tmp_path / "run")[0]["error"]["message"]
