import numpy as np
import orjson
import pytest

from preceptor import stats
from preceptor.report import figures_of
from preceptor.report._cost_plot import Point, pareto
from preceptor.rows import read_rows


@pytest.fixture(scope="module")
def report(run_folder):
    return figures_of([run_folder])


def _rows(folder, **wanted):
    return [row for row in read_rows(folder) if all(row[name] == value for name, value in wanted.items())]


def _arm(report, **wanted):
    return next(
        arm for arm in report.arms if all(getattr(arm.key, name) == value for name, value in wanted.items())
    )


def test_every_arm_in_the_order_of_the_arguments(report):
    assert [(arm.key.task, arm.key.pipeline, arm.key.perturbation) for arm in report.arms[:3]] == [
        ("exam", "direct", ""), ("exam", "direct", "typos"), ("exam", "chain_of_thought", ""),
    ]  # fmt: skip
    assert len(report.arms) == 10


def test_counts_are_those_of_the_rows(report, run_folder):
    for arm in report.arms:
        rows = _rows(
            run_folder, task=arm.key.task, pipeline=arm.key.pipeline, perturbation=arm.key.perturbation
        )
        status = [row["status"] for row in rows]
        assert arm.counts.failed == status.count("failed")
        assert arm.counts.inapplicable == status.count("inapplicable")
        assert arm.counts.n == len(rows) - status.count("inapplicable")
        unparsed = sum(row.get("score", {}).get("flags", {}).get("unparsed", False) for row in rows)
        assert arm.counts.flags.get("unparsed", 0) == unparsed


def test_score_over_scored_cases_and_bounds_over_all(report, run_folder):
    arm = _arm(report, task="exam", pipeline="self_consistency(of=chain_of_thought,k=5)")
    rows = _rows(run_folder, task="exam", pipeline=arm.key.pipeline)
    values = [row["score"]["value"] for row in rows if row["status"] == "scored"]
    missing = sum(row["status"] in ("failed", "unscored") for row in rows)
    assert missing
    assert arm.score.value == pytest.approx(np.mean(values))
    assert arm.score.method == "wilson"
    assert (arm.score.low, arm.score.high) == stats.wilson(sum(values), len(values))
    assert arm.bounds.low == pytest.approx(sum(values) / len(rows))
    assert arm.bounds.high == pytest.approx((sum(values) + missing) / len(rows))


def test_repeats_and_documents_are_resampled_together(report):
    assert _arm(report, task="exam", pipeline="direct").score.method == "bca"
    wards = _arm(report, task="wards", pipeline="direct")
    assert wards.score.groups == 8
    assert wards.counts.n == 24


def test_consistency_over_repeats(report, run_folder):
    found = _arm(report, task="exam", pipeline="direct").consistency
    cases = {}
    for row in _rows(run_folder, task="exam", pipeline="direct", perturbation=""):
        cases.setdefault(row["id"], []).append(row["score"]["value"] if row["status"] == "scored" else None)
    whole = [case for case in cases.values() if None not in case]
    assert found.epochs == 2
    assert found.all_right.value == pytest.approx(np.mean([min(case) for case in whole]))
    assert found.any_right.value == pytest.approx(np.mean([max(case) for case in whole]))
    assert _arm(report, task="exam", pipeline="longest_option").consistency is None


def test_calibration_only_where_confidence_is_stated(report):
    assert _arm(report, task="exam", pipeline="direct").calibration.n > 200
    assert _arm(report, task="exam", pipeline="longest_option").calibration is None


def test_an_unknown_price_is_unknown_and_no_calls_cost_nothing(report):
    assert _arm(report, task="exam", pipeline="direct").cost.price_usd is None
    assert _arm(report, task="exam", pipeline="longest_option").cost.price_usd == 0
    assert _arm(report, task="wards", pipeline="direct").cost.price_usd == pytest.approx(24 * 0.0004)


def test_strata_are_ordered_and_identifiers_left_out(report):
    arm = _arm(report, task="exam", pipeline="chain_of_thought")
    difficulty = [one.value for one in arm.strata if one.tag == "difficulty"]
    assert difficulty == [str(number) for number in range(1, 11)]
    assert arm.skipped_tags == ("note",)
    assert sum(one.n for one in arm.strata if one.tag == "specialty") == arm.counts.n


def test_knowledge_gap_pairs_the_pipeline_with_and_without_its_source(report):
    (gap,) = report.gaps
    assert (gap.without.pipeline, gap.with_source.pipeline) == (
        'bm25_option(source="")', "bm25_option(source=fictional_world)",
    )  # fmt: skip
    assert gap.difference.value == pytest.approx(gap.score_with.value - gap.score_without.value)
    assert gap.difference.test == "McNemar mid-p"


def test_warnings_say_what_matters(report):
    told = " ".join(report.warnings)
    for words in (
        "different versions",
        "answers failed",
        "only 24 cases",
        "unpinned",
        "cannot be loaded",
        "not ended: 1",
    ):
        assert words in told


def test_set_level_metrics_come_from_the_task_with_an_interval(run_folder, monkeypatch):
    def summarise(columns):
        return {"harm rate": float(columns["high_risk"].mean()), "mean": float(columns["value"].mean())}

    monkeypatch.setattr("preceptor.report._gather.summariser", lambda task: (summarise, ""))
    report = figures_of([run_folder])
    entry = next(one for one in report.metrics if one.key.pipeline == "longest_option")
    score = _arm(report, task="exam", pipeline="longest_option").score
    assert entry.metrics["mean"].value == pytest.approx(score.value)
    assert entry.metrics["mean"].low == pytest.approx(score.low, abs=0.02)
    assert entry.metrics["harm rate"].low < entry.metrics["harm rate"].value < entry.metrics["harm rate"].high


def test_a_summary_that_raises_is_told_and_no_reason_to_stop(run_folder, monkeypatch):
    monkeypatch.setattr("preceptor.report._gather.summariser", lambda task: (lambda columns: 1 / 0, ""))
    report = figures_of([run_folder])
    assert any("ZeroDivisionError" in text for text in report.warnings)


def test_two_runs_stand_side_by_side(run_folder, tmp_path):
    other = tmp_path / "autumn"
    other.mkdir()
    for name in ("run.json", "cases.jsonl"):
        (other / name).write_bytes((run_folder / name).read_bytes())
    report = figures_of([run_folder, other])
    assert len(report.arms) == 20
    assert {arm.key.run for arm in report.arms} == {"spring", "autumn"}


def test_a_run_without_cases(tmp_path):
    (tmp_path / "run.json").write_bytes(
        orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"})
    )
    report = figures_of([tmp_path])
    assert report.arms == ()
    assert report.warnings == ("No finished case yet.",)


def test_what_was_asked_for_and_never_answered_is_told(run_folder, tmp_path):
    record = orjson.loads((run_folder / "run.json").read_bytes())
    record["arguments"]["models"] = ["other/model"]
    (tmp_path / "run.json").write_bytes(orjson.dumps(record))
    (tmp_path / "cases.jsonl").write_bytes((run_folder / "cases.jsonl").read_bytes())
    assert "without any answer: other/model." in figures_of([tmp_path]).warnings[0]
    assert not any("without any answer" in text for text in figures_of([run_folder]).warnings)


def test_pareto_front():
    def point(cost, value):
        score = stats.Estimate(value=value, low=0, high=1, n=9, groups=9, method="wilson")
        return Point(label=f"{cost}", cost=cost, score=score)

    points = [point(1, 0.5), point(2, 0.4), point(2, 0.7), point(3, 0.7), point(9, 0.9)]
    assert [one.cost for one in pareto(points)] == [1, 2, 9]
