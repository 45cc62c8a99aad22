"""Tables of printed figures: long, wide, per cent or fraction, rounding and cutting off."""

from collections.abc import Callable
from pathlib import Path

import pytest

from preceptor.errors import BadInput
from preceptor.published_outputs import PublishedRun
from preceptor.rescore import Printed, fitting, printed_figures, read_printed

RUNS = [
    PublishedRun(model="gpt-4", set="mmlu-pro", method="rag_32"),
    PublishedRun(model="gpt-4", set="mmlu-pro", method="cot"),
    PublishedRun(model="gpt-4", set="mmlu", method="cot"),
    PublishedRun(model="gpt-4o", set="mmlu", method="cot", version="v1"),
    PublishedRun(model="gpt-4o", set="mmlu", method="cot", version="v2"),
]


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(content)
        return path

    return write


@pytest.mark.parametrize(
    ("header", "figure", "value", "step"),
    [
        ("accuracy_pct", "84.30", 0.843, 0.0001),
        ("accuracy", "84.3", 0.843, 0.001),
        ("value", "0.843", 0.843, 0.001),
        ("score", "84.3%", 0.843, 0.001),
        ("figure", "0.9 %", 0.009, 0.001),
        ("acc_pct", "0.8", 0.008, 0.001),
    ],
)
def test_per_cent_and_fraction(
    table: Callable[[str], Path], header: str, figure: str, value: float, step: float
) -> None:
    (printed,) = read_printed(table(f"model,method,task,{header}\ngpt-4,cot,mmlu,{figure}\n"), RUNS, {})
    assert (printed.value, printed.step) == (pytest.approx(value), pytest.approx(step))


def test_empty_figures_are_no_figures(table: Callable[[str], Path]) -> None:
    content = "model,method,task,accuracy\ngpt-4,cot,mmlu,0.5\ngpt-4,rag,mmlu,\ngpt-4,cot,mmlu-pro,N/A\n"
    assert len(read_printed(table(content), RUNS, {})) == 1


def test_one_column_for_each_model(table: Callable[[str], Path]) -> None:
    printed = read_printed(table("dataset,GPT 4,gpt-4o,note\nmmlu,0.5,0.62,x\n"), RUNS, {})
    assert [figure.labels for figure in printed] == [
        {"task": "mmlu", "model": "GPT 4"},
        {"task": "mmlu", "model": "gpt-4o"},
    ]


def test_one_column_for_each_set(table: Callable[[str], Path]) -> None:
    printed = read_printed(table("Model,MMLU,MMLU_Pro\ngpt-4,50.5,40.0\n"), RUNS, {})
    assert [figure.labels["task"] for figure in printed] == ["MMLU", "MMLU_Pro"]
    assert printed[1].step == pytest.approx(0.001)


def test_columns_named_by_the_user(table: Callable[[str], Path]) -> None:
    (printed,) = read_printed(table("llm,hits\ngpt-4,0.5\n"), RUNS, {"model": "llm", "figure": "hits"})
    assert (printed.labels, printed.value) == ({"model": "gpt-4"}, 0.5)


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        ("who,what\nx,1\n", {}, r"no column of figures.*--table-columns figure=COLUMN.*gpt-4, gpt-4o"),
        ("model,accuracy\n", {}, "holds no rows"),
        ("model,accuracy\nx,high\n", {}, "holds no figure"),
        ("model,accuracy\nx,1\n", {"figure": "hits"}, "no column 'hits'"),
        ("model,accuracy\nx,1\n", {"colour": "model"}, "no part 'colour'"),
    ],
)
def test_tables_that_cannot_be_read_are_refused_with_advice(
    table: Callable[[str], Path], content: str, columns: dict[str, str], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        read_printed(table(content), RUNS, columns)


def figure(text: str, **labels: str) -> Printed:
    return printed_figures([(labels, text, "")])[0]


def test_rounded_is_the_same_and_cut_off_is_told() -> None:
    assert figure("0.704").same(0.70449)
    assert figure("0.704").same(0.7045)
    assert not figure("0.704").same(0.70451)
    assert figure("0.704").cut_off(0.7049)
    assert not figure("0.704").cut_off(0.7039)
    assert figure("0.704").same(0.70451, within=0.001)


def test_which_runs_a_figure_stands_for() -> None:
    assert fitting(figure("0.5", model="GPT_4", task="MMLU Pro", method="rag"), RUNS) == RUNS[:1]
    assert fitting(figure("0.5", model="gpt-4o", task="mmlu"), RUNS) == RUNS[3:]
    assert fitting(figure("0.5", model="gpt", task="mmlu"), RUNS) == []
