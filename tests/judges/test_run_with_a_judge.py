"""A run graded over HTTP: verdicts in the rows, the judge's exchanges kept, replayed to the same scores, resumed."""

import sys
from pathlib import Path
from typing import cast

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from preceptor.rows import Row, read_rows
from preceptor.run import Plan, examine

from loopback import serving


def rows_of(plan: Plan) -> list[Row]:
    examine(plan)
    return list(read_rows(Path(plan.out)))


@pytest.mark.parametrize("task", ["own_rubric", "own_rubric(at_once=20)"])
def test_graded_replayed_and_resumed(tmp_path: Path, task: str) -> None:
    with serving(record=True) as server:
        plan = Plan(
            tasks=(task,), pipelines=("direct",), models=("scripted/echo",), judge=server.model,
            out=str(tmp_path / "first"), cache=str(tmp_path / "cache.sqlite"),
        )  # fmt: skip
        first = rows_of(plan)
        asked = server.stats()["requests"]
        units = [len(row["score"]["verdicts"]) for row in first]
        assert asked == (3 if "at_once" in task else sum(units))
        assert all(
            verdict["judge"].startswith(f"{server.model}#")
            for row in first
            for verdict in row["score"]["verdicts"]
        )  # type: ignore[union-attr]
        assert {exchange.get("role") for row in first for exchange in row["exchanges"]} == {None, "judge"}
        again = rows_of(plan)
        assert server.stats()["requests"] == asked, "nothing is asked again on resume"
        assert again == first
    replayed = rows_of(
        Plan(
            tasks=(task,), pipelines=("direct",), models=("scripted/echo",),
            judge=f"recorded/{tmp_path / 'first'}?role=judge", out=str(tmp_path / "second"),
        )
    )  # fmt: skip
    assert [row["score"]["value"] for row in replayed] == [row["score"]["value"] for row in first]
    assert [cast(dict, row["score"])["low"] for row in replayed] == [row["score"]["low"] for row in first]


def test_a_judge_that_is_down_fails_the_case_and_is_asked_again(tmp_path: Path) -> None:
    plan = Plan(
        tasks=("own_rubric",), pipelines=("direct",), models=("scripted/echo",), judge="scripted/error",
        out=str(tmp_path / "run"), retries=0,
    )  # fmt: skip
    failed = rows_of(plan)
    assert {row["status"] for row in failed} == {"failed"}
    assert {row["error"]["kind"] for row in failed} == {"ProviderError"}
    assert examine(plan).failed == 3, "asked again, not kept as unscored"
