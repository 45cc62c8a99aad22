"""What a judge lost is said, ends the run with its own code, and is all that is asked when the command comes again."""

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from preceptor.cli import main
from preceptor.errors import ProviderError
from preceptor.rows import read_rows
from preceptor.run import Plan, examine

from loopback import Server

LOST = 3
TASK = "own_rubric"


def plan(server: Server, out: Path, *, judge: str = "", task: str = TASK) -> Plan:
    return Plan(
        tasks=(task,), pipelines=("direct",), models=(server.model,), judge=judge or f"{server.url}/judge",
        out=str(out), retries=0, concurrency=2,
    )  # fmt: skip


def stored(out: Path) -> list[dict]:
    return [dict(row) for row in read_rows(out)]


def findings(row: dict) -> Counter[str]:
    return Counter(verdict["finding"] for verdict in row["score"]["verdicts"])


def judged(row: dict) -> list[dict]:
    return [verdict for verdict in row["score"]["verdicts"] if verdict["finding"] != "failed"]


def judge_requests(server: Server) -> list[dict]:
    asked = [json.loads(request["body"]) for request in server.requests()]
    return [body for body in asked if body["model"] == "judge"]


def test_a_judge_of_which_nothing_can_be_used_is_said_and_counted(
    fresh: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh.configure(faults={"misfit": 1.0}, record=True)
    command = [
        "examine", TASK, "--pipeline", "direct", "--model", "scripted/echo", "--judge", f"{fresh.url}/judge",
        "--out", str(tmp_path / "run"), "--no-cache", "--quiet",
    ]  # fmt: skip
    assert main(command) == LOST
    told = capsys.readouterr()
    total = sum(len(row["score"]["verdicts"]) for row in stored(tmp_path / "run"))
    assert f"lost {total} findings of 3 cases ({total} times it was not of the form asked for)" in told.err
    assert "the same command asks the judge for them alone" in told.err
    assert {row["status"] for row in stored(tmp_path / "run")} == {"unscored"}
    assert "could not be measured" in told.out
    assert "/judge: unmeasured, its agreement with people is not known" in told.out

    fresh.configure(faults={}, record=True)
    fresh.reset()
    assert main(command) == 0
    assert "lost" not in capsys.readouterr().err
    assert fresh.stats()["requests"] == total, "every finding asked once, and only of the judge"
    assert all("failed" not in findings(row) for row in stored(tmp_path / "run"))
    assert main(command) == 0
    assert fresh.stats()["requests"] == total, "a graded run asks nothing"


@pytest.mark.parametrize("task", [TASK, "own_rubric(at_once=4)"])
def test_only_what_was_lost_is_asked_and_all_else_stands(fresh: Server, tmp_path: Path, task: str) -> None:
    out = tmp_path / "run"
    fresh.configure(faults={"misfit": 0.75}, record=True, seed=3)
    first_tally = examine(plan(fresh, out, task=task))
    before = stored(out)
    lost = sum(findings(row)["failed"] for row in before)
    assert 0 < lost < sum(len(row["score"]["verdicts"]) for row in before)
    assert first_tally.judge_lost == sum(findings(row)["failed"] > 0 for row in before)

    fresh.configure(faults={}, record=True)
    fresh.reset()
    tally = examine(plan(fresh, out, task=task))
    after = stored(out)
    asked = judge_requests(fresh)
    assert len(asked) == fresh.stats()["requests"], "the model under test is not asked again"
    if task == TASK:
        assert len(asked) == lost
    assert tally.judge_lost == 0
    for old, new in zip(before, after, strict=True):
        assert new["answer"] == old["answer"]
        kept = {verdict["criterion"]: verdict for verdict in judged(old)}
        assert {v["criterion"]: v for v in new["score"]["verdicts"] if v["criterion"] in kept} == kept
        assert new["exchanges"][: len(old["exchanges"])] == old["exchanges"]
        assert "failed" not in findings(new)
        assert old["score"]["low"] <= new["score"]["low"] <= new["score"]["high"] <= old["score"]["high"]
    assert tally.requests == sum(row["usage"]["requests"] for row in after), "nothing is paid twice"


def test_a_service_that_dies_on_the_way_takes_nothing_away(fresh: Server, tmp_path: Path) -> None:
    out = tmp_path / "run"
    fresh.configure(faults={"misfit": 0.75}, seed=3)
    examine(plan(fresh, out))
    before = stored(out)
    fresh.configure(faults={"500": 1.0})
    tally = examine(plan(fresh, out))
    for old, new in zip(before, stored(out), strict=True):
        assert judged(new) == judged(old)
        assert [new["score"][name] for name in ("value", "low", "high")] == [
            old["score"][name] for name in ("value", "low", "high")
        ]
    assert tally.judge_lost == sum(findings(row)["failed"] > 0 for row in before)


def test_an_answer_whose_judge_was_down_is_not_asked_again(fresh: Server, tmp_path: Path) -> None:
    out = tmp_path / "run"
    down = plan(fresh, out, judge="scripted/error")
    assert examine(down).failed == 3
    before = stored(out)
    fresh.reset()
    assert examine(down).failed == 3
    assert fresh.stats()["requests"] == 0, "the answers were there"
    assert [row["answer"] for row in stored(out)] == [row["answer"] for row in before]


def test_members_of_a_panel_keep_what_they_said(fresh: Server, tmp_path: Path) -> None:
    out = tmp_path / "run"
    panel = f"panel/{fresh.url}/judge+{fresh.url}/other"
    fresh.configure(faults={"misfit": 0.6}, seed=5)
    examine(plan(fresh, out, judge=panel, task="own_rubric(rule=unanimous)"))
    before = stored(out)
    assert any(findings(row)["failed"] for row in before)
    fresh.configure(faults={})
    assert examine(plan(fresh, out, judge=panel, task="own_rubric(rule=unanimous)")).judge_lost == 0
    for old, new in zip(before, stored(out), strict=True):
        for was, now in zip(old["score"]["verdicts"], new["score"]["verdicts"], strict=True):
            votes = {vote["judge"]: vote["finding"] for vote in now["votes"]}
            assert "failed" not in votes.values() or was["finding"] != "failed"
            for vote in was["votes"]:
                if vote["finding"] != "failed":
                    assert votes[vote["judge"]] == vote["finding"]


def test_a_run_of_which_the_judge_grades_nothing_is_stopped(fresh: Server, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    rows = [{"id": str(n), "prompt": "?", "criteria": [{"id": "a", "text": "x"}]} for n in range(60)]
    questions.write_text("\n".join(json.dumps(row) for row in rows))
    (tmp_path / "q.yaml").write_text("file: q.jsonl\n")
    fresh.configure(faults={"misfit": 1.0})
    mine = Plan(
        tasks=(f"own_rubric(file={tmp_path / 'q.yaml'})",), pipelines=("direct",), models=("scripted/echo",),
        judge=f"{fresh.url}/judge", out=str(tmp_path / "run"), retries=0, concurrency=2,
    )  # fmt: skip
    with pytest.raises(
        ProviderError, match="judge gave nothing that could be used, the last because it was not"
    ):
        examine(mine)
    assert 20 <= len(stored(tmp_path / "run")) < 60
