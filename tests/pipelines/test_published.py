"""Published outputs as a pipeline: what is there is passed on, what is missing fails."""

from pathlib import Path

import pytest

from preceptor import catalog
from preceptor.components import Pipeline, Toolbox
from preceptor.contracts import promises
from preceptor.errors import BadInput, NotFound
from preceptor.records import Answer, Case

ROWS = "id,text,model,method\nchoice,B,x,cot\nq2,The answer is (A).,x,cot\nchoice,C,x,cot\nchoice,A,y,cot\n"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(ROWS)
    return path


def answer(name: str, case: str) -> Answer:
    pipeline = catalog.load("pipelines", name)
    assert isinstance(pipeline, Pipeline)
    assert pipeline.answer is not None
    assert not pipeline.needs_model
    return pipeline.answer(Case(id=case), Toolbox(), None)


def test_the_first_answer_of_the_chosen_run_counts(run: Path) -> None:
    assert answer(f"published(run={run},model=X)", "choice").text == "B"
    assert answer(f"published(run={run},model=y)", "choice").text == "A"


def test_a_case_without_an_answer_fails(run: Path) -> None:
    with pytest.raises(NotFound, match="holds no answer to case 'q9'"):
        answer(f"published(run={run},model=x)", "q9")


def test_a_reply_that_was_lost_fails(tmp_path: Path) -> None:
    path = tmp_path / "medqa__cot__OpenAI__gpt-4.jsonl"
    path.write_text('{"id": "test_0000", "responses": []}\n')
    with pytest.raises(NotFound, match="holds no reply"):
        answer(f"published(run={path})", "0000")


def test_several_runs_must_be_told_apart(run: Path) -> None:
    with pytest.raises(BadInput, match=r"holds 2 runs that fit; choose with model=x\|y"):
        answer(f"published(run={run})", "choice")
    with pytest.raises(BadInput, match="no run with model=z; there are: x, y"):
        answer(f"published(run={run},model=z)", "choice")


def test_the_file_may_lie_below_a_data_folder(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(run.parent))
    assert answer("published(run=answers.csv,model=y)", "choice").text == "A"
    with pytest.raises(NotFound, match=r"nowhere\.csv is in none of"):
        answer("published(run=nowhere.csv)", "choice")


def test_the_promises_of_a_pipeline(run: Path) -> None:
    for _title, check in promises("pipelines"):
        check(f"published(run={run},model=x)")
