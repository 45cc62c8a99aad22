"""The four sets of published outputs: how many printed cells come out, and that the page of figures holds."""

import subprocess
import sys
from pathlib import Path

import pytest

from preceptor.catalog import load
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.files import locate
from preceptor.records import Data
from preceptor.rescore import counts, rescore_published

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.data


def data(path: str) -> Path:
    return locate(Data(path=path))


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("medagents_benchmark", ["343 of 343 cells match"]),
        ("mirage", ["20 of 20 cells match"]),
        ("afrimed_qa", ["File names: 66 of 67 cells match"]),
        ("biasmedqa", ["Mixtral: 45 of 45 cells match"]),
    ],
)
def test_the_page_of_figures_is_what_is_computed(name: str, stated: list[str]) -> None:
    script = ROOT / "experiments" / f"rescore_{name}.py"
    asked = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=ROOT)
    assert asked.returncode == 0, asked.stdout[-3000:] + asked.stderr
    for words in stated:
        assert words in asked.stdout


@pytest.mark.parametrize(
    ("task", "outputs", "published", "cells"),
    [
        ("medqa", "medagents_benchmark/outputs/medqa.csv.gz", "medagents_benchmark/published_tables.csv", 49),
        (
            "mmlu-pro",
            "medagents_benchmark/outputs/mmlu-pro.csv.gz",
            "medagents_benchmark/published_tables.csv",
            49,
        ),
        ("mmlu_pro", "medagents_benchmark/outputs", "medagents_benchmark/published_tables.csv", 49),
        ("afrimedqa", "medagents_benchmark/outputs", "medagents_benchmark/published_tables.csv", 49),
        ("medqa", "mirage/outputs", "mirage/published_table6.csv", 4),
    ],
)
def test_one_set_at_a_time(task: str, outputs: str, published: str, cells: int) -> None:
    found = counts(rescore_published(task, data(outputs), published=data(published)).cells)
    assert (found["match"], found["cells"]) == (cells, cells)


def test_mirages_rule_alone_gives_17_cells() -> None:
    """The other three have lost replies; only their script's slip gives them."""
    found = rescore_published("mirage", data("mirage/outputs"), published=data("mirage/published_table6.csv"))
    slips = {one.best.score.run.set: one.best.score.empty for one in found.cells if one.best.slip}
    assert slips == {"medqa": 6, "medmcqa": 27, "bioasq": 1}


def test_a_refusal_in_the_denominator_or_out_of_it() -> None:
    """PaLM-2 without bias: 0.429 printed, 0.315 if a non-answer is wrong."""
    found = rescore_published(
        "no_bias", data("biasmedqa/outputs"), published=data("biasmedqa/published_table.csv")
    )
    (palm,) = [one for one in found.cells if one.best.score.run.model == "text-bison-001"]
    assert palm.printed
    assert palm.best.share
    assert (palm.printed.text, round(palm.best.share.value, 3), round(palm.best.score.ours.value, 3)) == (
        "0.429", 0.429, 0.315,
    )  # fmt: skip
    assert "338 unparsed dropped from the denominator" in palm.why


def test_every_case_of_a_complete_run_is_answered_by_the_pipeline() -> None:
    name = "published(run=mirage/outputs/bioasq__cot__OpenAI__gpt-4-32k.jsonl.gz)"
    pipeline, task = load("pipelines", name), load("tasks", "mirage(set=bioasq)")
    assert isinstance(pipeline, Pipeline)
    assert isinstance(task, Task)
    assert pipeline.answer
    answered = [pipeline.answer(case, Toolbox(), None) for case in task.cases("test")]
    assert len(answered) == 618
    assert all(answer.text for answer in answered)
