import argparse

import numpy as np
import orjson
import pytest

from preceptor import stats
from preceptor.commands.plan import COMMAND
from preceptor.errors import BadInput
from preceptor.plan import by_correlation, needs, pilot
from preceptor.stats import Design


def _run(*arguments):
    parser = argparse.ArgumentParser()
    COMMAND.add(parser)
    return COMMAND.run(parser.parse_args(list(map(str, arguments))))


@pytest.fixture
def two(tmp_path):
    """Two runs on 60 patients x 5 questions whose differences are alike within a patient."""
    rng = np.random.default_rng(1)
    a = (rng.random(300) < 0.7).astype(float)
    turned = np.repeat(rng.random(60) < 0.3, 5)
    b = np.where(turned, 1 - a, a)
    for name, values in (("a", a), ("b", b)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "run.json").write_bytes(
            orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"})
        )
        rows = [
            {
                "task": "t", "pipeline": "p", "model": "m", "id": f"c{i}", "group": f"g{i // 5}", "status": "scored",
                "score": {"value": float(value), "low": float(value), "high": float(value)},
            }
            for i, value in enumerate(values)
        ]  # fmt: skip
        (folder / "cases.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return tmp_path / "a", tmp_path / "b", a, b


def test_a_pilot_measures_what_a_plan_needs(two):
    a, b, left, right = two
    found = pilot(a, b)
    assert (found.n, found.groups, found.per_group) == (300, 60, 5.0)
    assert found.spread == pytest.approx((right - left).std(ddof=1))
    assert found.correlation == pytest.approx(np.corrcoef(left, right)[0, 1])
    assert 0 <= found.within < 0.4
    (b / "cases.jsonl").write_text((b / "cases.jsonl").read_text().replace('"task":"t"', '"task":"u"'))
    with pytest.raises(BadInput, match="share 0 scored cases"):
        pilot(a, b)


def test_correlation_of_clusters_is_found_again():
    rng = np.random.default_rng(2)
    values = np.repeat(rng.normal(0, 0.4**0.5, 3000), 6) + rng.normal(0, 0.6**0.5, 18000)
    assert stats.cluster_correlation(values, np.repeat(np.arange(3000), 6)) == pytest.approx(0.4, abs=0.02)
    assert stats.cluster_correlation(values, np.arange(18000)) == 0.0


def test_pairing_saves_cases():
    design = Design(spread=1.0, difference=0.05)
    found = dict(by_correlation(design, 0.7, 0.75))
    assert found[0.0].cases > 1.9 * found[0.5].cases > 1.9 * found[0.9].cases / 2
    assert [one.power for one in needs(design)] == [0.8, 0.9, 0.95]


def test_command(two, capsys):
    assert _run("--baseline", 0.7, "--question", "not worse", "--margin", 0.03, "--cases", 500) == 0
    told = capsys.readouterr().out
    assert "B not worse than A by 3.0 points" in told
    assert "500 cases: power" in told
    assert _run("--pilot", *two[:2], "--difference", 0.05) == 0
    assert "Pilot: 300 cases in 60 groups" in capsys.readouterr().out
    with pytest.raises(BadInput, match="give --baseline RATE"):
        _run()
    with pytest.raises(BadInput, match=r"margin 0\.0 must be above 0"):
        _run("--baseline", 0.7, "--question", "same")
    with pytest.raises(BadInput, match="--cases 0 is less than two groups"):
        _run("--baseline", 0.7, "--difference", 0.05, "--cases", 0)


def test_a_pilot_without_spread_plans_nothing(two):
    a, _, _, _ = two
    with pytest.raises(BadInput, match="all 300 cases differ alike"):
        pilot(a, a)
