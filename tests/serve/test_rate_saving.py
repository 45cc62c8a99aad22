"""What is saved, when it may not be, and that a kill loses nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from rating_study import Study, serving, state, tokens_in, wait_for

from preceptor.errors import BadData, Refused
from preceptor.scoring.rubric import read_rubric
from preceptor.serve.rate import Desk, new_study

ALL = ("answers", "reasons", "next_steps.1", "next_steps.2", "next_steps.3", "plain_words", "asks_missing", "overconfident",
       "needless_alarm", "misses_emergency", "dangerous_dose")  # fmt: skip


def current(study: Study, who: str) -> dict:
    return study.ask(who, f"/api/items/{study.ask(who, '/api/desk')[1]['current']}")[1]


def test_every_finding_is_on_disk_when_it_is_answered(rubric_study: Study) -> None:
    item = current(rubric_study, "r1")
    status, saved = rubric_study.ask(
        "r1", f"/api/items/{item['id']}", state(item, {"answers": "met"}, done=False)
    )
    assert (status, saved["revision"], saved["done"]) == (200, 1, False)
    row = orjson.loads((rubric_study.path / "ratings.jsonl").read_bytes())
    assert (row["rater"], row["item"], row["findings"]) == ("r1", item["id"], {"answers": "met"})
    again = current(rubric_study, "r1")
    assert (again["id"], again["findings"], again["revision"]) == (item["id"], {"answers": "met"}, 1)
    assert rubric_study.ask("r1", "/api/desk")[1]["places"][0]["state"] == "begun"


def test_a_second_window_cannot_write_over_what_it_has_not_seen(rubric_study: Study) -> None:
    one = other = current(rubric_study, "r1")
    path = f"/api/items/{one['id']}"
    assert rubric_study.ask("r1", path, state(one, {"answers": "met"}, done=False))[0] == 200
    status, told = rubric_study.ask("r1", path, state(other, {"answers": "not_met"}, done=False))
    assert (status, told["error"]) == (
        409,
        "this item was changed in another window; its present state is shown",
    )
    assert current(rubric_study, "r1")["findings"] == {"answers": "met"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"findings": {"answers": "good"}},
            "criterion 'answers': 'good'; allowed: met, not_met, cannot_judge",
        ),
        ({"findings": {"nothing": "met"}}, "criterion 'nothing' is not asked here"),
        ({"findings": {"answers": 3}}, "criterion 'answers': 3.0; allowed: met, not_met, cannot_judge"),
        ({"findings": {"answers": True}}, "body.findings.answers"),
        ({"findings": {"answers": "met"}, "done": True}, "10 of 11 criteria are still open"),
        ({"words": {"nothing": "x"}}, "a note on 'nothing', which is not asked here"),
        ({"words": {"answers": "x" * 4001}}, "the note on 'answers' has 4001 characters; allowed are 4000"),
        ({"revision": "1"}, "body.revision"),
        ({"origin": "x"}, "body.origin"),
    ],
)
def test_what_the_form_does_not_offer_is_refused(rubric_study: Study, change: dict, said: str) -> None:
    item = current(rubric_study, "r1")
    status, told = rubric_study.ask(
        "r1", f"/api/items/{item['id']}", {**state(item, {}, done=False), **change}
    )
    assert status == 422
    assert told["error"].startswith(said)
    assert not (rubric_study.path / "ratings.jsonl").read_bytes()


def test_time_is_what_was_spent_and_no_more_than_passed(rubric_study: Study) -> None:
    item = current(rubric_study, "r1")
    path = f"/api/items/{item['id']}"
    rubric_study.ask("r1", path, state(item, {"answers": "met"}, done=False, seconds=0.4))
    rubric_study.ask("r1", path, state({"revision": 1}, {"answers": "met"}, done=False, seconds=9999.0))
    rubric_study.ask("r1", path, state({"revision": 2}, {"answers": "met"}, done=False, seconds=-50.0))
    seconds = [
        orjson.loads(line)["seconds"]
        for line in (rubric_study.path / "ratings.jsonl").read_bytes().splitlines()
    ]
    assert seconds[0] == 0.4
    assert seconds[1] < 3
    assert seconds[2] == seconds[1]


def test_undo_leads_to_the_item_that_was_finished_last(rubric_study: Study) -> None:
    assert rubric_study.ask("r1", "/api/last")[1] == {"item": None}
    first = current(rubric_study, "r1")
    rubric_study.ask("r1", f"/api/items/{first['id']}", state(first, dict.fromkeys(ALL, "met")))
    assert rubric_study.ask("r1", "/api/last")[1] == {"item": first["id"]}
    again = rubric_study.ask("r1", f"/api/items/{first['id']}")[1]
    assert again["done"]
    changed = {**again["findings"], "answers": "not_met"}
    assert rubric_study.ask("r1", f"/api/items/{first['id']}", state(again, changed))[0] == 200
    assert rubric_study.ask("r1", f"/api/items/{first['id']}")[1]["findings"]["answers"] == "not_met"


def test_what_the_arbiter_took_up_no_longer_changes(rubric_study: Study) -> None:
    rubric_study.rate("r1", lambda item, one: "met")
    rubric_study.rate("r2", lambda item, one: "not_met" if one["id"] == "reasons" else "met")
    _, desk = rubric_study.ask("a1", "/api/desk")
    assert (desk["total"], desk["waiting"]) == (4, 0)
    item = current(rubric_study, "a1")
    assert [one["id"] for one in item["criteria"]] == ["reasons"]
    assert sorted(one["finding"] for one in item["criteria"][0]["given"]) == ["No", "Yes"]
    mine = rubric_study.ask("r1", f"/api/items/{item['id']}")[1]
    assert rubric_study.ask("a1", f"/api/items/{item['id']}", state(item, {"reasons": "met"}))[0] == 200
    status, told = rubric_study.ask("r1", f"/api/items/{item['id']}", state(mine, mine["findings"]))
    assert (status, told["error"]) == (409, "the arbiter has taken this item up; it can no longer be changed")


def test_cannot_judge_beside_a_finding_leaves_a_doubt_and_twice_does_not(rubric_study: Study) -> None:
    rubric_study.rate(
        "r1", lambda item, one: "cannot_judge" if one["id"] in ("answers", "reasons") else "met"
    )
    rubric_study.rate("r2", lambda item, one: "cannot_judge" if one["id"] == "answers" else "met")
    item = current(rubric_study, "a1")
    assert [one["id"] for one in item["criteria"]] == ["reasons"]
    assert sorted(one["finding"] for one in item["criteria"][0]["given"]) == ["Cannot judge", "Yes"]


def test_ratings_go_on_after_a_kill_at_any_byte(tmp_path: Path, runs: tuple[Path, Path]) -> None:
    tokens = new_study(tmp_path / "s", runs[:1], read_rubric("patient_advice"), raters=["r1", "r2"], sample=3)
    with serving(tmp_path / "s", tokens) as study:
        study.rate("r1", lambda item, one: "met", limit=2)
    whole = (tmp_path / "s" / "ratings.jsonl").read_bytes()
    first = whole.index(b"\n") + 1
    for cut in (0, 1, first - 1, first, first + 5, len(whole) - 1, len(whole)):
        (tmp_path / "s" / "ratings.jsonl").write_bytes(whole[:cut])
        desk = Desk(tmp_path / "s", writing=True)
        kept = whole[:cut].count(b"\n")
        assert len(desk.ratings.by("r1")) == kept
        assert (tmp_path / "s" / "ratings.jsonl").read_bytes() == whole[: [0, first, len(whole)][kept]]
        desk.close()


def test_damage_elsewhere_is_an_error_with_its_line(tmp_path: Path, runs: tuple[Path, Path]) -> None:
    new_study(tmp_path / "s", runs[:1], read_rubric("patient_advice"), raters=["r1"], sample=3)
    (tmp_path / "s" / "ratings.jsonl").write_bytes(b'{"rater": 1\n{}\n')
    with pytest.raises(BadData, match="line 1 is damaged"):
        Desk(tmp_path / "s")


def test_one_process_serves_a_study(rubric_study: Study) -> None:
    with pytest.raises(Refused, match=rf"process {os.getpid()} is serving"):
        Desk(rubric_study.path, writing=True)
    assert Desk(rubric_study.path).raters() == ["r1", "r2"], "reading is always allowed"


def test_kill_9_while_rating_and_go_on_with_the_same_link(tmp_path: Path, runs: tuple[Path, Path]) -> None:
    command = [sys.executable, "-m", "preceptor.cli", "rate"]
    made = subprocess.run([*command, str(runs[0]), "--rubric", "patient_advice", "--sample", "3", "--out", str(tmp_path / "s"), "--no-serve"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    tokens = tokens_in(made.stdout)
    assert sorted(tokens) == ["arbiter", "coordinator", "r1", "r2"]
    for turn in (1, 2):
        process = subprocess.Popen(
            [*command, str(tmp_path / "s"), "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        said = iter(process.stdout)
        port = int(next(line for line in said if line.startswith("serving")).split(":")[2].split("/")[0])
        study = Study(path=tmp_path / "s", tokens=tokens, port=port, desk=None)  # type: ignore[arg-type]
        assert study.ask("r1", "/api/desk")[1]["finished"] == turn - 1
        assert study.rate("r1", lambda item, one: "met", limit=1) == 1
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        process.stdout.close()
    wait_for(lambda: len(Desk(tmp_path / "s").ratings.by("r1")) == 2)
