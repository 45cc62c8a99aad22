"""The loop: what is written, what is refused, what is asked again."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from preceptor.cli import main
from preceptor.errors import BadData, BadInput, NotFound, ProviderError, Refused
from preceptor.run import Plan, _work, examine

from folders import rows, steady_rows
from loopback import Server


def plan(out: Path, *tasks: str, **changes: object) -> Plan:
    values = {
        "tasks": tasks or ("examples/one_choice",),
        "models": ("scripted/first_option",),
        "out": str(out),
    }
    return Plan(**{**values, **changes})


def test_every_arm_is_answered_and_written_in_order(tmp_path: Path) -> None:
    tally = examine(
        plan(
            tmp_path / "run",
            pipelines=("direct", "examples/nearest_example"),
            perturbations=("none", "examples/shouting"),
            epochs=2,
        )
    )
    written = rows(tmp_path / "run")
    keys = [(r["pipeline"], r["perturbation"], r["epoch"], r["i"]) for r in written]
    assert len(written) == 2 * 2 * 2 * 8
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys, key=lambda k: (k[0] != "direct", k[1] != "", k[2], k[3]))
    direct = [r for r in written if r["pipeline"] == "direct" and not r["perturbation"]]
    assert sum(r["score"]["value"] for r in direct) == 4  # the right letter is A in 2 of 8, in 2 epochs
    assert tally.failed == 0
    assert next(r["prompt"] for r in written if r["perturbation"]).startswith("WHAT IS 0 PLUS 0?")


def test_a_row_tells_everything(tmp_path: Path, fresh: Server) -> None:
    fresh.configure(answer="The answer is B.")
    examine(plan(tmp_path / "run", models=(fresh.model,), limit=1))
    row = rows(tmp_path / "run")[0]
    assert row["target"] == "A"
    assert row["choices"]["A"] == "0"
    assert row["answer"]["text"] == "The answer is B."
    assert row["score"]["value"] == 0.0
    assert "B" in row["score"]["why"]
    exchange = row["exchanges"][0]
    assert exchange["messages"][0]["text"].endswith("Answer with the letter of the right option.")
    assert exchange["reply"]["fingerprint"]
    assert row["usage"]["input_tokens"] > 0
    assert row["usage"]["price_usd"] is None


def test_finished_cases_are_not_asked_again(tmp_path: Path, fresh: Server) -> None:
    arguments = plan(tmp_path / "run", models=(fresh.model,))
    examine(arguments)
    before = (tmp_path / "run" / "cases.jsonl").read_bytes()
    tally = examine(arguments)
    assert fresh.stats()["requests"] == 8
    assert tally.resumed == 8
    assert (tmp_path / "run" / "cases.jsonl").read_bytes() == before


def test_rows_are_added_where_arguments_only_grow(tmp_path: Path, fresh: Server) -> None:
    examine(plan(tmp_path / "run", models=(fresh.model,), limit=3))
    examine(plan(tmp_path / "run", models=(fresh.model,), limit=5, epochs=2))
    assert fresh.stats()["requests"] == 10
    with pytest.raises(Refused, match=r"limit was 5, now 4"):
        examine(plan(tmp_path / "run", models=(fresh.model,), limit=4, epochs=2))
    with pytest.raises(Refused, match=r"temperature was None, now 0\.5"):
        examine(plan(tmp_path / "run", models=(fresh.model,), limit=5, epochs=2, temperature=0.5))


def test_a_torn_last_line_is_dropped_and_a_damaged_one_named(tmp_path: Path) -> None:
    arguments = plan(tmp_path / "run")
    examine(arguments)
    path = tmp_path / "run" / "cases.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    examine(arguments)
    assert len(rows(tmp_path / "run")) == 8
    path.write_bytes(b"{oops}\n" + whole)
    with pytest.raises(BadData, match="line 1 is damaged"):
        examine(arguments)
    assert path.read_bytes() == b"{oops}\n" + whole


def test_failures_are_counted_apart_and_asked_again(tmp_path: Path, fresh: Server) -> None:
    fresh.configure(faults={"500": 0.5}, seed=3)
    arguments = plan(tmp_path / "run", models=(fresh.model,), retries=0, concurrency=1)
    tally = examine(arguments)
    counts = next(iter(tally.arms.values()))
    assert 0 < counts.failed < 8
    assert counts.scored == 8 - counts.failed
    assert counts.bounds()[1] - counts.bounds()[0] == pytest.approx(counts.failed / 8)
    failed = [row for row in rows(tmp_path / "run") if row["status"] == "failed"]
    assert {row["error"]["kind"] for row in failed} == {"ProviderError"}
    assert all("score" not in row for row in failed)
    fresh.configure(faults={})
    again = examine(arguments)
    assert again.failed == 0
    assert len(rows(tmp_path / "run")) == 8
    assert fresh.stats()["requests"] == 8 + counts.failed


def test_a_service_that_never_answers_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match=r"the first 20 cases .* all failed"):
        examine(plan(tmp_path / "run", "examples/one_choice(n=100)", models=("scripted/error",)))
    assert len(rows(tmp_path / "run")) >= 20


def test_truncated_and_filtered_are_flagged_not_wrong(tmp_path: Path, fresh: Server) -> None:
    for fault, flag in (("length", "truncated"), ("filtered", "filtered")):
        fresh.configure(faults={fault: 1.0})
        tally = examine(plan(tmp_path / flag, models=(fresh.model,)))
        counts = next(iter(tally.arms.values()))
        assert (counts.flags, counts.scored, counts.mean()) == ({flag: 8}, 0, None)
        assert counts.bounds() == (0.0, 1.0)


def test_a_lost_verdict_widens_the_bounds(tmp_path: Path) -> None:
    examine(plan(tmp_path / "lost", "examples/judged_rubric", judge="scripted/rubbish"))
    for row in rows(tmp_path / "lost"):
        assert row["score"]["value"] is None
        assert (row["score"]["low"], row["score"]["high"]) == (0.0, 1.0)
        assert {verdict["finding"] for verdict in row["score"]["verdicts"]} == {"failed"}
        assert row["status"] == "unscored"
    with pytest.raises(BadInput, match="needs a judge"):
        examine(plan(tmp_path / "none", "examples/judged_rubric"))


def test_two_processes_do_not_share_a_folder(tmp_path: Path) -> None:
    from preceptor.run._folder import RunFolder

    with RunFolder(tmp_path / "run"), pytest.raises(Refused, match=f"process {os.getpid()} is working on"):
        examine(plan(tmp_path / "run"))


def test_a_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    examine(plan(tmp_path / "run"))
    path = tmp_path / "run" / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(BadData, match="format 99, this version reads 1"):
        examine(plan(tmp_path / "run"))


def test_only_the_owner_can_read(tmp_path: Path) -> None:
    examine(plan(tmp_path / "run"))
    assert stat.S_IMODE((tmp_path / "run").stat().st_mode) == 0o700
    for file in (tmp_path / "run").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_credentialed_data_goes_to_local_models_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: Server
) -> None:
    from dataclasses import replace

    from preceptor import catalog

    task = replace(catalog.load("tasks", "examples/one_choice"), access="credentialed")
    real = catalog.load
    monkeypatch.setattr(catalog, "load", lambda kind, name: task if kind == "tasks" else real(kind, name))
    with pytest.raises(Refused, match="is not local"):
        examine(plan(tmp_path / "remote", models=("http://203.0.113.7/v1/far",)))
    with pytest.raises(Refused, match="is not local"):
        examine(plan(tmp_path / "judge", judge="http://203.0.113.7/v1/far"))
    assert examine(plan(tmp_path / "local", models=(fresh.model,))).failed == 0
    assert not (tmp_path / "remote").exists()


def test_the_budget_stops_cleanly(tmp_path: Path, fresh: Server) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("model,input_usd_per_million,output_usd_per_million\nloopback,1000,1000\n")
    arguments = plan(
        tmp_path / "run", "examples/one_choice(n=50)", models=(fresh.model,), concurrency=2,
        prices=str(prices), budget_usd=0.5,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"stopped at the budget"):
        examine(arguments)
    spent = sum(row["usage"]["price_usd"] for row in rows(tmp_path / "run"))
    assert 0.5 <= spent < 0.7
    with pytest.raises(Refused, match=r"price of .* is not known"):
        examine(plan(tmp_path / "unpriced", models=(fresh.model,), budget_usd=1.0))


def test_epochs_ask_anew(tmp_path: Path, fresh: Server) -> None:
    fresh.configure(record=True)
    examine(
        plan(tmp_path / "run", models=(fresh.model,), epochs=3, limit=1, cache=str(tmp_path / "cache.sqlite"))
    )
    seeds = [json.loads(request["body"]).get("seed") for request in fresh.requests()]
    assert len(set(seeds[-3:])) == 3


def test_a_pipeline_that_breaks_is_a_failed_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(case, tools, model):
        raise ZeroDivisionError("no divisor")

    monkeypatch.setattr(_work, "answer_function", lambda arm, plan, models, emit, learnt: broken)
    tally = examine(plan(tmp_path / "run"))
    assert tally.failed == 8
    error = rows(tmp_path / "run")[0]["error"]
    assert error["kind"] == "ComponentError"
    assert "ZeroDivisionError: no divisor (test_examine.py:" in error["message"]


def test_a_preparation_is_recorded_and_paid_for(tmp_path: Path, fresh: Server) -> None:
    """medprompt asks the model about the examples first: those calls are kept, replayable, and in the cost."""
    pipelines = ("medprompt(pool=4,votes=2)",)
    tally = examine(plan(tmp_path / "run", models=(fresh.model,), pipelines=pipelines, limit=2))
    assert tally.requests == fresh.stats()["requests"]
    run = json.loads((tmp_path / "run" / "run.json").read_text())
    (usage,) = run["preparations"].values()
    assert usage["requests"] == 4
    written = rows(tmp_path / "run")
    assert [row["status"] for row in written] == ["preparation", "scored", "scored"]
    replay = f"recorded/{tmp_path / 'run'}"
    examine(plan(tmp_path / "replay", models=(replay,), pipelines=pipelines, limit=2))
    again = rows(tmp_path / "replay")
    assert [row["score"] for row in again[1:]] == [row["score"] for row in written[1:]]


def test_unknown_names_are_said_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="near: examples/one_choice"):
        examine(plan(tmp_path / "run", "examples/one_choise"))
    with pytest.raises(BadInput, match="no option 'kk'; options: of, k"):
        examine(plan(tmp_path / "run", pipelines=("self_consistency(kk=3)",)))
    with pytest.raises(BadInput, match="no split 'dev'; splits: test, train"):
        examine(plan(tmp_path / "run", split="dev"))


def test_a_read_only_folder_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "file"
    target.write_text("")
    code = main(
        ["examine", "examples/one_choice", "--model", "scripted/first_option", "--out", str(target / "run")]
    )
    assert code == 1
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith("error: cannot make the folder")


def test_a_full_disk_loses_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    written, real = [0], os.write

    def write(handle: int, content: bytes) -> int:
        if content.startswith(b'{"task"'):
            written[0] += 1
            if written[0] == 5:
                real(handle, content[:20])
                raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, content)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(BadInput, match="No space left on device; all earlier rows are kept"):
        examine(plan(tmp_path / "run"))
    assert len(rows(tmp_path / "run")) == 4
    monkeypatch.setattr(os, "write", real)
    examine(plan(tmp_path / "run"))
    examine(plan(tmp_path / "whole"))
    assert steady_rows(tmp_path / "run") == steady_rows(tmp_path / "whole")
