"""Beside a difference that a judge made stands what is known of the judge; two judges make no gate."""

import orjson
import pytest

from preceptor.compare import compare_all, comparison_text, policy_of
from preceptor.errors import BadInput

POLICY = policy_of({"primary": [{"margin": 0.1}]}, "p.yaml")
MEASURED = {
    "judge": "one#1", "class": "accuracy", "scale": "met or not met", "n": 40, "answers": 20, "date": "2026-11-01",
    "source": "labels.csv on a", "sensitivity": {"value": 0.9, "low": 0.8, "high": 0.95, "n": 30},
}  # fmt: skip
CORRECTED = {
    "task": "t", "pipeline": "direct", "model": "m", "value": 0.4, "low": 0.3, "high": 0.5, "naive": 0.45, "n": 30,
    "labels": 40, "labelled_answers": 20, "method": "double sampling", "sampling": 0.1, "calibration": 0.1, "missing": 0.0,
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def written(name, judge, kept=None):
        folder = tmp_path / name
        folder.mkdir()
        start = {
            "format": 1,
            "arguments": {},
            "data": {},
            "started": "2026-01-05T08:00:00Z",
            "judge": judge.split("#")[0],
        }
        (folder / "run.json").write_bytes(orjson.dumps(start))
        verdict = (
            {"criterion": "c", "finding": "met", "judge": judge}
            if judge
            else {"criterion": "c", "finding": "met"}
        )
        rows = [
            {
                "task": "t", "pipeline": "direct", "model": "m", "id": str(i), "i": i, "target": "A", "prompt": "Q?",
                "status": "scored", "score": {"value": float(i % 2), "low": float(i % 2), "high": float(i % 2), "verdicts": [verdict]},
            }
            for i in range(30)
        ]  # fmt: skip
        path = folder / "cases.jsonl"
        path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
        if kept:
            (folder / "judges.json").write_bytes(orjson.dumps({"rows": path.stat().st_size, **kept}))
        return str(folder)

    return written


def test_an_unmeasured_judge_is_named_as_such_beside_the_difference(write):
    study = compare_all([write("a", "one#1"), write("b", "one#1")], None, POLICY)
    (line,) = study.judges
    assert "/a, " in line
    assert "/b: Judge one: unmeasured" in line
    assert "unmeasured" in comparison_text(study, "md")
    assert "The judge behind these figures" in comparison_text(study, "html")
    assert "unmeasured" in comparison_text(study, "json")


def test_what_is_measured_stands_there_and_what_has_changed_since_does_not(write, tmp_path):
    kept = {"measured": [MEASURED], "corrected": [CORRECTED]}
    sides = [write("a", "one#1", kept), write("b", "one#1", kept)]
    text = comparison_text(compare_all(sides), "md")
    assert "sensitivity 0.90 (0.80 to 0.95)" in text
    assert text.count("40.0 (95 % interval") == 1, "the same of both sides is said once"
    rows = tmp_path / "b" / "cases.jsonl"
    rows.write_bytes(rows.read_bytes() + rows.read_bytes().splitlines(keepends=True)[0])
    text = comparison_text(compare_all(sides), "md")
    assert "/a: Corrected: " in text
    assert "/b: Corrected: the run's rows have changed since its judge was calibrated" in text


def test_two_judges_are_said_and_decide_nothing(write):
    sides = [write("a", "one#1"), write("b", "one#2")]
    assert "graded by different judges" in compare_all(sides).judges[0]
    with pytest.raises(BadInput, match=r"different judges \(.*a by one#1; .*b by one#2\)"):
        compare_all(sides, None, POLICY)


def test_without_a_judge_nothing_is_said(write):
    assert compare_all([write("a", ""), write("b", "")]).judges == ()
