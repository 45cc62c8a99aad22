"""Settled ratings calibrate the runs' judge: measured, registered, corrected, reported."""

from pathlib import Path

import pytest
import rating_runs
from rating_study import Study, serving

from preceptor.calibration import read_in_run, registered
from preceptor.cli import main
from preceptor.errors import BadInput, Refused
from preceptor.scoring.rubric import read_rubric, rubric_of
from preceptor.serve.rate import Desk, calibrate, new_study, progress

N = 80


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PRECEPTOR_JUDGES", str(tmp_path / "judges.jsonl"))
    return rating_runs.judged_run(tmp_path / "run", N)


def truly(item: dict, criterion: dict) -> str:
    return "met" if rating_runs.truth(item["answers"][0]["text"], criterion["id"]) else "not_met"


def rated(study: Study) -> None:
    """Both raters find what is true, but for one criterion of one item, which the arbiter settles."""
    study.rate("r1", truly)
    first = next(iter(study.desk.items))
    turned = {"met": "not_met", "not_met": "met"}
    study.rate(
        "r2",
        lambda item, one: (
            turned[truly(item, one)] if (item["id"], one["id"]) == (first, "signs") else truly(item, one)
        ),
    )
    assert study.rate("a1", truly) == 1


def test_the_cases_own_rubric_is_taken_where_none_is_given(judged: Path, tmp_path: Path) -> None:
    new_study(tmp_path / "s", [judged], None, raters=["r1"], sample=5)
    desk = Desk(tmp_path / "s")
    assert [unit.id for unit in desk.rubric_of("i0001").units()] == ["practice", "signs", "unchanged"]
    assert desk.rubric is not None, "one rubric for all is kept once"


def test_rubrics_of_each_case(tmp_path: Path) -> None:
    rows = [
        rating_runs.row(
            k,
            0,
            target={"rubric": "own", "criteria": [{"id": f"c{k}", "text": f"Says {k}.", "class": "facts"}]},
        )
        for k in range(8)
    ]
    run = rating_runs.write_run(tmp_path / "run", rows)
    tokens = new_study(tmp_path / "s", [run], None, raters=["r1", "r2"], arbiter="a1")
    with serving(tmp_path / "s", tokens) as study:
        for who in ("r1", "r2"):
            assert study.rate(who, lambda item, one: "met") == 8
        found = progress(study.desk)
    assert [line["text"] for line in found["agreement"]] == ["class facts: 8 criteria"]
    assert found["agreement"][0]["n"] == 8


def test_from_settled_ratings_to_a_corrected_score(
    judged: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    tokens = new_study(tmp_path / "s", [judged], None, raters=["r1", "r2"], arbiter="a1", sample=40)
    with serving(tmp_path / "s", tokens) as study:
        with pytest.raises(Refused, match="some items are still with raters or arbiter"):
            calibrate(study.desk)
        rated(study)
        assert calibrate(study.desk) == [judged]
        found = read_in_run(judged)
        told = progress(study.desk)["calibrations"]
    assert found is not None
    assert told[0]["corrected"] == found["corrected"]
    sensitivity = next(one for one in found["measured"] if one["class"] == "advice")["sensitivity"]
    assert sensitivity["low"] < 1 - rating_runs.ERRS < sensitivity["high"]
    line = found["corrected"][0]
    assert (line["labelled_answers"], line["n"]) == (40, N)
    assert line["low"] < rating_runs.true_score(N) < line["high"]
    assert abs(line["value"] - rating_runs.true_score(N)) < abs(line["naive"] - rating_runs.true_score(N))
    assert {entry["judge"].split("@")[0] for entry in registered()} == {
        one["judge"].split("@")[0] for one in found["measured"]
    }
    assert "wombat" in (judged / "report.html").read_text()
    assert main(["rate", "calibrate", str(tmp_path / "s")]) == 0
    assert "sensitivity" in capsys.readouterr().out


def test_the_coordinator_calibrates_and_nobody_else(judged: Path, tmp_path: Path) -> None:
    tokens = new_study(tmp_path / "s", [judged], None, raters=["r1", "r2"], arbiter="a1", sample=12)
    with serving(tmp_path / "s", tokens) as study:

        def post(who: str) -> tuple[int, str]:
            headers = {"Authorization": f"Bearer {tokens[who]}", "Content-Type": "application/json"}
            status, text, _ = study.raw("POST", "/api/calibrate", headers, b"{}")
            return status, text

        assert post("coordinator")[0] == 403, "not settled"
        rated(study)
        for who in ("r1", "a1"):
            assert post(who)[0] == 403
        assert read_in_run(judged) is None
        status, text = post("coordinator")
        assert status == 200
        path = "/" + text.split('"')[-2]
        status, page, headers = study.raw("GET", path, {})
        assert status == 200
        assert "Content-Security-Policy" in page, "the page's own policy stands in it"
        assert headers["content-security-policy"].startswith("frame-ancestors 'none'")
        assert study.raw("GET", path[:-1], {})[0] == 404


def test_runs_without_a_judge_and_other_criteria(
    judged: Path, tmp_path: Path, runs: tuple[Path, Path]
) -> None:
    for name, source, rubric, said in (
        (
            "a",
            runs[0],
            rubric_of({"criteria": rating_runs.CRITERIA}, name="x", place="t"),
            "none of the study's sources holds a judge's findings",
        ),
        ("b", judged, read_rubric("consult_answer"), "no criterion 'concordant' in the rubric"),
    ):
        tokens = new_study(tmp_path / name, [source], rubric, raters=["r1"], sample=3)
        with serving(tmp_path / name, tokens) as study:
            study.rate("r1", lambda item, one: "met")
            with pytest.raises(BadInput, match=said):
                calibrate(study.desk)
    assert read_in_run(judged) is None
