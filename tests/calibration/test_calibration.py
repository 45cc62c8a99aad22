"""From a judged run and people's labels to measured error, corrected scores, the registry and the report."""

from pathlib import Path

import numpy as np
import orjson
import pytest

from preceptor.calibration import calibration, measured_line, read_in_run, registered
from preceptor.cli import main
from preceptor.errors import BadInput
from preceptor.labels import Label, answer_hash, write_labels
from preceptor.records import Verdict
from preceptor.report import html_of, report_text
from preceptor.scoring.rubric import read_rubric, rubric_of, rubric_score

CRITERIA = [
    {"id": "dose", "text": "Names the dose.", "weight": 4, "class": "accuracy"},
    {"id": "harm", "text": "Harms.", "weight": -2, "class": "safety"},
]
RUBRIC = rubric_of({"criteria": CRITERIA}, name="r", place="r")
JUDGE = "openai/judge-1#abcd1234"


def truth_and_findings(n: int, seed: int, *, share: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Return what people would say and what a judge of sensitivity 0.9 and specificity 0.8 says; (n, 2)."""
    draw = np.random.default_rng(seed)
    truth = draw.random((n, 2)) < np.array([share, 0.2])
    judge = np.where(truth, draw.random((n, 2)) < 0.9, draw.random((n, 2)) >= 0.8)
    return truth, judge


def row(number: int, findings: np.ndarray, pipeline: str, *, failed: bool = False) -> dict[str, object]:
    verdicts = [
        Verdict(
            criterion=unit.id, weight=unit.weight, judge=JUDGE,
            finding="failed" if failed and unit.id == "harm" else "met" if met else "not_met",
        )
        for unit, met in zip(RUBRIC.units(), findings, strict=True)
    ]  # fmt: skip
    score = rubric_score(RUBRIC, verdicts)
    return {
        "task": "own_rubric", "version": "1", "pipeline": pipeline, "model": "m", "perturbation": "", "epoch": 0,
        "id": f"c{number}", "i": number, "status": "scored", "group": f"c{number}",
        "target": {"rubric": "r", "criteria": CRITERIA}, "prompt": "q", "answer": {"text": f"{pipeline} {number}"},
        "score": {
            "value": score.value, "low": score.low, "high": score.high, "parts": dict(score.parts),
            "verdicts": [{"criterion": v.criterion, "finding": v.finding, "judge": v.judge} for v in verdicts],
        },
    }  # fmt: skip


def labels_for(truth: np.ndarray, numbers: range, pipeline: str) -> list[Label]:
    return [
        Label(
            task="own_rubric", case=f"c{n}", answer=answer_hash(f"{pipeline} {n}"), criterion=unit.id, rater=rater,
            finding="met" if truth[n, place] else "not_met",
        )
        for n in numbers
        for place, unit in enumerate(RUBRIC.units())
        for rater in ("r1", "r2")
    ]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PRECEPTOR_JUDGES", str(tmp_path / "registry.jsonl"))
    run = tmp_path / "run"
    run.mkdir()
    (run / "run.json").write_bytes(
        orjson.dumps(
            {
                "format": 1,
                "arguments": {"tasks": ["own_rubric"]},
                "data": {},
                "started": "x",
                "judge": "openai/judge-1",
            }
        )
    )
    rows = []
    for seed, pipeline in enumerate(("direct", "chain_of_thought")):
        truth, judge = truth_and_findings(200, seed)
        rows += [row(n, judge[n], pipeline, failed=n < 4) for n in range(200)]
        if pipeline == "direct":
            write_labels(tmp_path / "labels.csv", labels_for(truth, range(60), pipeline))
    (run / "cases.jsonl").write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in rows))
    return run


def test_error_and_correction_by_class(folder: Path) -> None:
    found = calibration(folder, folder.parent / "labels.csv")
    assert {(entry["class"], entry["judge"], entry["scale"]) for entry in found["measured"]} == {  # type: ignore[index,union-attr,call-overload]
        ("accuracy", JUDGE, "met or not met"), ("safety", JUDGE, "met or not met"),
    }  # fmt: skip
    truth, judge = truth_and_findings(200, 0)
    met = truth[:60, 0]
    accuracy = next(entry for entry in found["measured"] if entry["class"] == "accuracy")  # type: ignore[union-attr,index,call-overload]
    assert accuracy["sensitivity"]["value"] == pytest.approx(judge[:60, 0][met].mean(), abs=1e-6)  # type: ignore[index,call-overload]
    assert accuracy["specificity"]["n"] == int((~met).sum())  # type: ignore[index,call-overload]
    assert (accuracy["n"], accuracy["answers"]) == (60, 60)  # type: ignore[index,call-overload]
    direct, chain = found["corrected"]  # type: ignore[misc]
    real = (4 * truth[:, 0].mean() - 2 * truth[:, 1].mean()) / 4
    assert (direct["method"], chain["method"]) == ("double sampling", "rogan-gladen")  # type: ignore[index,call-overload]
    assert direct["low"] < real < direct["high"]  # type: ignore[index,call-overload,operator]
    assert direct["missing"] == pytest.approx(0.0), "people labelled what the judge lost"  # type: ignore[index,call-overload]
    assert chain["missing"] == pytest.approx(4 * 0.5 / 200)  # type: ignore[index,call-overload]
    assert chain["high"] - chain["low"] > direct["high"] - direct["low"]  # type: ignore[index,call-overload,operator]


def test_the_command_keeps_registers_and_the_report_shows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = report_text([folder], "md")
    assert "no measured agreement with people" in before
    assert "unmeasured" in before
    assert main(["judge", "calibrate", str(folder), "--labels", str(folder.parent / "labels.csv")]) == 0
    said = capsys.readouterr().out
    assert "sensitivity" in said
    assert "by the judge alone" in said
    kept = read_in_run(folder)
    assert kept is not None
    assert [measured_line(entry) for entry in registered([JUDGE])] == [
        measured_line(e) for e in kept["measured"]
    ]  # type: ignore[union-attr]
    for text in (report_text([folder], "md"), html_of([folder]), report_text([folder], "json")):
        assert "sensitivity" in text
        assert "labels.csv on run" in text
        assert "no measured agreement" not in text
    assert main(["judge", "list"]) == 0
    assert JUDGE in capsys.readouterr().out


def test_a_run_of_a_known_judge_is_told_what_was_measured(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["judge", "attach", str(folder)]) == 1
    assert "holds nothing of openai/judge-1#abcd1234" in capsys.readouterr().err
    main(["judge", "calibrate", str(folder), "--labels", str(folder.parent / "labels.csv")])
    (folder / "judges.json").unlink()
    assert main(["judge", "attach", str(folder)]) == 0
    once = read_in_run(folder)
    assert main(["judge", "attach", str(folder)]) == 0
    assert read_in_run(folder) == once, "attached twice stands there once"
    assert "sensitivity" in report_text([folder], "md")


def test_labels_for_other_cases_and_raters_who_settle_nothing_are_refused(folder: Path) -> None:
    other = [Label(task="t", case="zz", answer="0" * 16, criterion="dose", rater="r", finding="met")]
    write_labels(folder.parent / "other.csv", other)
    with pytest.raises(BadInput, match=r"line 2: case 'zz' is none of the 200 cases.*nothing was imported"):
        calibration(folder, folder.parent / "other.csv")
    hash = answer_hash("direct 5")
    split = [
        Label(task="t", case="c5", answer=hash, criterion="dose", rater=rater, finding=finding)  # type: ignore[arg-type]
        for rater, finding in (("r1", "met"), ("r2", "not_met"))
    ]
    write_labels(folder.parent / "split.csv", split)
    with pytest.raises(BadInput, match="no finding of people meets one of the judge"):
        calibration(folder, folder.parent / "split.csv")
    assert not (folder / "judges.json").exists()


def test_a_random_sample_to_be_rated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", "sample", str(folder), "--number", "30", "--seed", "7"]) == 0
    once = capsys.readouterr().out
    assert len(once.splitlines()) == 1 + 30 * 2
    main(["judge", "sample", str(folder), "--number", "30", "--seed", "7"])
    assert capsys.readouterr().out == once
    assert main(["judge", "sample", str(folder), "--number", "999"]) == 1
    assert "give 1 to 400" in capsys.readouterr().err


def test_points_on_a_scale_are_corrected_as_scores(tmp_path: Path, folder: Path) -> None:
    rubric = read_rubric("clinical_note_quality")
    from preceptor.scoring.rubric import criterion_object

    draw = np.random.default_rng(1)
    rows, labels = [], []
    for n in range(60):
        level = draw.integers(1, 6, len(rubric.units()))
        judge = np.clip(level + draw.integers(0, 2, len(level)), 1, 5)
        base = row(n, np.array([True, True]), "direct")
        base["target"] = {"rubric": "n", "criteria": [criterion_object(one) for one in rubric.criteria]}
        base["score"]["verdicts"] = [  # type: ignore[index]
            {"criterion": unit.id, "finding": "met", "value": float(v), "judge": JUDGE}
            for unit, v in zip(rubric.units(), judge, strict=True)
        ]
        rows.append(base)
        labels += [
            Label(
                task="t", case=f"c{n}", answer=answer_hash(f"direct {n}"), criterion=unit.id, rater="r",
                finding="met", value=float(v),
            )
            for unit, v in zip(rubric.units(), level, strict=True)
            if n < 25
        ]  # fmt: skip
    (folder / "cases.jsonl").write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in rows))
    write_labels(tmp_path / "points.csv", labels)
    found = calibration(folder, tmp_path / "points.csv")
    (entry,) = found["corrected"]  # type: ignore[misc]
    assert entry["method"] == "prediction-powered"  # type: ignore[index,call-overload]
    assert entry["value"] < entry["naive"], "the judge is generous"  # type: ignore[index,call-overload,operator]
    assert all(0.5 < one["weighted_kappa"]["value"] < 1 for one in found["measured"])  # type: ignore[union-attr,index,call-overload,operator]


def test_a_line_says_where_labels_are_few_and_what_is_unknown():
    known = {"value": 1.0, "low": 0.8, "high": 1.0, "n": 12}
    entry = {
        "judge": "j",
        "class": "tone",
        "scale": "met or not met",
        "sensitivity": None,
        "specificity": known,
    }
    line = measured_line(entry)
    assert "sensitivity unknown: people call no finding met" in line
    assert "specificity 1.00 (0.80 to 1.00), n 12 (few)" in line
    assert "(few)" not in measured_line({**entry, "specificity": {**known, "n": 300}})
