"""The policy: what passes, fails and is left open, what missing cases do, and how a bad file is refused."""

import argparse

import numpy as np
import orjson
import pytest
import yaml

from preceptor.commands.compare import COMMAND
from preceptor.compare import Wanted, compare_all, comparison_text, policy_of, read_policy
from preceptor.errors import BadInput, NotFound


def _rows(scores, *, flags=(), task="exam", groups=None, sex=None, **fields):
    for i, value in enumerate(scores):
        row = {
            "task": task, "version": "1", "pipeline": "direct", "model": "m", "perturbation": "", "epoch": 0,
            "id": f"{task}-{i}", "i": i, "status": "scored", "group": groups[i] if groups else f"{task}-{i}",
            "target": "A", "prompt": "Q?", "tags": {"sex": sex[i]} if sex else {},
            "usage": {"requests": 1, "input_tokens": 10, "output_tokens": 5, "price_usd": 0.01}, "seconds": 2.0,
        }  # fmt: skip
        if value is None:
            row |= {"status": "failed", "error": {"kind": "ProviderError", "message": "gone"}}
        else:
            row["score"] = {
                "value": value,
                "low": value,
                "high": value,
                "flags": {"high_risk": i in flags},
                "why": "",
            }
        yield {**row, **fields}


@pytest.fixture
def write(tmp_path):
    def written(name, *rows):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "run.json").write_bytes(
            orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"})
        )
        lines = [orjson.dumps(row) + b"\n" for each in rows for row in each]
        (folder / "cases.jsonl").write_bytes(b"".join(lines))
        return str(folder)

    return written


def flipped(base, won, lost):
    """Return a copy in which the first `won` wrong answers are right and `lost` right ones wrong."""
    scores = list(base)
    for number, place in (("won", 0.0), ("lost", 1.0)):
        left = won if number == "won" else lost
        for i, value in enumerate(base):
            if value == place and left:
                scores[i], left = 1 - place, left - 1
    return scores


BASE = [1.0] * 700 + [0.0] * 300
PRIMARY = [{"metric": "score", "must_be": "not worse", "margin": 0.03}]


def verdict(a, b, **policy):
    (gate,) = compare_all([a, b], None, policy_of({"primary": PRIMARY, **policy}, "test")).gates
    return gate


@pytest.mark.parametrize(
    ("won", "lost", "margin", "expected"),
    [
        (20, 22, 0.03, "pass"),
        (10, 90, 0.03, "fail"),  # shown to be worse than the margin
        (20, 46, 0.03, "fail"),  # not shown, with power enough
        (20, 22, 0.004, "insufficient evidence"),
        (0, 0, 0.01, "pass"),
    ],
)
def test_not_worse(write, won, lost, margin, expected):
    a, b = write("a", _rows(BASE)), write("b", _rows(flipped(BASE, won, lost)))
    gate = verdict(a, b, primary=[{"margin": margin}])
    assert gate.verdict == expected, gate.findings


@pytest.mark.parametrize(
    ("won", "lost", "expected"),
    [(60, 20, "pass"), (21, 20, "fail"), (12, 10, "fail"), (40, 30, "insufficient evidence")],
)
def test_better(write, won, lost, expected):
    a, b = write("a", _rows(BASE)), write("b", _rows(flipped(BASE, won, lost)))
    gate = verdict(a, b, primary=[{"must_be": "better", "margin": 0.022}])
    assert gate.verdict == expected, gate.findings


def test_same(write):
    a, b, c = (
        write(n, _rows(flipped(BASE, *f))) for n, f in (("a", (0, 0)), ("b", (10, 10)), ("c", (90, 10)))
    )
    rule = [{"must_be": "same", "margin": 0.03}]
    assert verdict(a, b, primary=rule).verdict == "pass"
    assert verdict(a, c, primary=rule).verdict == "fail"


def test_power_stands_beside_an_open_rule(write):
    a, b = write("a", _rows(BASE[680:740])), write("b", _rows(flipped(BASE[680:740], 5, 5)))
    (finding,) = verdict(a, b).findings
    assert finding.verdict == "insufficient evidence"
    assert finding.power < 0.8
    assert "power at the margin is below 0.8" in finding.why


def test_failures_widen_and_never_score(write):
    """200 failed cases of B: answered alone it passes; with the bounds it is open; it never becomes a score."""
    scores = [None] * 100 + BASE[100:]
    a, b = write("a", _rows(BASE)), write("b", _rows(scores))
    (finding,) = verdict(a, b).findings
    assert (finding.verdict, finding.missing, finding.n) == ("insufficient evidence", 100, 900)
    assert finding.why == "shown on answered cases, but the missing ones could undo it"
    assert finding.value == 0.0
    assert finding.worst_low < -0.09
    assert verdict(a, b, missing="answered").verdict == "pass"


def test_a_candidate_that_answered_only_the_easy_half_does_not_pass(write):
    a, b = write("a", _rows(BASE)), write("b", _rows([1.0] * 500))
    assert verdict(a, b).findings[0].missing == 500
    assert verdict(a, b).verdict == "insufficient evidence"


def test_a_candidate_that_skipped_a_task_does_not_pass(write):
    a, b = write("a", _rows(BASE), _rows(BASE[:200], task="ward")), write("b", _rows(BASE))
    gate = verdict(a, b)
    assert (gate.verdict, gate.findings[0].missing) == ("insufficient evidence", 200)
    assert "A has it, B does not" in gate.findings[0].why
    assert verdict(a, b, missing="answered").verdict == "pass"
    (narrowed,) = compare_all([a, b], Wanted(tasks=("exam",)), policy_of({"primary": PRIMARY}, "t")).gates
    assert narrowed.verdict == "pass"


def test_fails_even_if_every_missing_case_were_right(write):
    scores = [None] * 20 + flipped(BASE, 0, 300)[20:]
    a, b = write("a", _rows(BASE)), write("b", _rows(scores))
    assert verdict(a, b).verdict == "fail"


def test_harm_ceilings(write):
    a, b = write("a", _rows(BASE, flags={1})), write("b", _rows(BASE, flags={1, 2, 3}))
    for ceiling, expected in ((0.02, "pass"), (0.005, "insufficient evidence"), (0.0005, "fail")):
        gate = verdict(a, b, harm=[{"flag": "high_risk", "at_most": ceiling}])
        assert gate.findings[1].verdict == expected, ceiling
    more = verdict(a, b, harm=[{"flag": "high_risk", "margin": 0.01}])
    assert more.findings[1].verdict == "pass"
    failed = write("c", _rows([None] * 30 + BASE[30:]))
    (_, rule) = verdict(a, failed, harm=[{"flag": "high_risk", "at_most": 0.02}]).findings
    assert rule.verdict == "insufficient evidence"  # 30 unknown answers may all be harmful
    assert rule.worst_low > 0.03


def test_subgroups_and_small_ones(write):
    sex = ["f"] * 600 + ["m"] * 390 + ["x"] * 10
    worse = [0.0 if s == "m" and i % 5 == 0 else v for i, (v, s) in enumerate(zip(BASE, sex, strict=True))]
    a, b = write("a", _rows(BASE, sex=sex)), write("b", _rows(worse, sex=sex))
    rule = {"tag": "sex", "margin": 0.04}
    found = {one.rule: one.verdict for one in verdict(a, b, subgroups=[rule]).findings}
    assert found["exam: sex = f, score not worse"] == "pass"
    assert found["exam: sex = x, score not worse"] == "insufficient evidence"
    ignored = verdict(a, b, subgroups=[{**rule, "small": "ignore"}]).findings
    assert len(ignored) == 3
    with pytest.raises(BadInput, match="tag 'sexe'; the cases have: sex; near: sex"):
        verdict(a, b, subgroups=[{"tag": "sexe", "margin": 0.1}])


def test_clusters_make_it_harder(write):
    groups = [f"p{i // 50}" for i in range(1000)]
    rng = np.random.default_rng(1)
    base = [float(one) for one in np.repeat(rng.random(20) < 0.7, 50)]
    other = [float(one) for one in np.repeat(rng.random(20) < 0.7, 50)]
    alone = write("a", _rows(base)), write("b", _rows(other))
    grouped = write("c", _rows(base, groups=groups)), write("d", _rows(other, groups=groups))
    power = [verdict(*pair, primary=[{"margin": 0.1}]).findings[0].power for pair in (alone, grouped)]
    assert power[0] > 0.9 > 0.5 > power[1]


def test_several_candidates_are_several_tests(write):
    runs = [write("a", _rows(BASE))] + [write(f"b{i}", _rows(flipped(BASE, 33, 20))) for i in range(3)]
    policy = {"primary": [{"must_be": "better", "margin": 0.02}]}
    study = compare_all(runs, None, policy_of({**policy, "multiplicity": "none"}, "t"))
    p = study.gates[0].findings[0].p
    raised = compare_all(runs, None, policy_of(policy, "t")).gates[0].findings[0].p
    assert raised == pytest.approx(min(3 * p, 1))
    line = study.comparisons[0].pairs[0]
    assert line.p_holm == pytest.approx(min(3 * line.difference.p, 1))


def test_limits_and_what_is_unknown(write):
    a, b = write("a", _rows(BASE[:100])), write("b", _rows(BASE[:100]))
    c = write("c", _rows(BASE[:100], usage={"requests": 1, "price_usd": None}))
    limits = {"usd_per_case": 0.02, "tokens_per_case": 10, "median_seconds": 3}
    assert [one.verdict for one in verdict(a, b, limits=limits).findings][1:] == ["pass", "fail", "pass"]
    assert verdict(a, c, limits={"usd_per_case": 1}).findings[1].verdict == "insufficient evidence"


def test_tasks_can_be_named_and_pooled(write):
    a = write("a", _rows(BASE), _rows(BASE[:200], task="ward"))
    b = write("b", _rows(BASE), _rows(BASE[:200], task="ward"))
    for task, number in (("all", 2), ("pooled", 1), ("ward", 1)):
        assert len(verdict(a, b, primary=[{"task": task, "margin": 0.1}]).findings) == number
    with pytest.raises(BadInput, match="task 'wards'; both runs have: exam, ward; near: ward"):
        verdict(a, b, primary=[{"task": "wards", "margin": 0.1}])
    with pytest.raises(BadInput, match="metric 'recal'"):
        verdict(a, b, primary=[{"metric": "recal", "margin": 0.1}])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"primery": []}, "unknown 'primery'; allowed: .*; near: primary"),
        ({"primary": []}, "'primary' is empty"),
        ({"primary": [{"metric": "score"}]}, r"primary\[1\]: 'margin' is None; give a number"),
        ({"primary": [{"margin": True}]}, "'margin' is True"),
        ({"primary": [{"margin": 0.1, "must_be": "nice"}]}, "'must_be' is 'nice'; allowed: better, not worse, same"),
        ({"primary": 3}, "'primary' must be a list"),
        ({"alpha": 0.9}, "'alpha' is 0.9; give a number in"),
        ({"harm": [{"flag": "high_risk"}]}, "give `at_most`"),
        ({"harm": [{"at_most": 0.1}]}, "'flag' must be a text"),
        ({"limits": {"usd": 1}}, "limits: unknown 'usd'"),
        ({"primary": [*PRIMARY, *PRIMARY]}, r"primary\[2\]: this rule stands there already"),
        ({"multiplicity": "bonferroni"}, "allowed: holm, benjamini-hochberg, none"),
    ],
)  # fmt: skip
def test_a_bad_policy_is_one_clear_line(change, message):
    with pytest.raises(BadInput, match=message):
        policy_of({"primary": PRIMARY, **change}, "policy.yaml")


def test_a_file_that_is_none_or_no_policy(tmp_path):
    with pytest.raises(NotFound, match="no policy file"):
        read_policy(tmp_path / "none.yaml")
    (tmp_path / "bad.yaml").write_text("primary: [}")
    with pytest.raises(BadInput, match="not readable as YAML"):
        read_policy(tmp_path / "bad.yaml")
    (tmp_path / "list.yaml").write_text("- 1")
    with pytest.raises(BadInput, match="a policy is a mapping"):
        read_policy(tmp_path / "list.yaml")


def _run(*arguments):
    parser = argparse.ArgumentParser()
    COMMAND.add(parser)
    return COMMAND.run(parser.parse_args(list(map(str, arguments))))


def test_exit_codes_and_pages(write, tmp_path, capsys):
    a, b = write("a", _rows(BASE)), write("b", _rows(flipped(BASE, 20, 22)))
    c = write("c", _rows(flipped(BASE, 0, 200)))
    policy = tmp_path / "policy.yaml"
    policy.write_text(yaml.safe_dump({"name": "Release <1>", "primary": PRIMARY}))
    assert _run(a, b, "--gate", policy, "--out", tmp_path / "page.html") == 0
    assert "Release <1>, " in capsys.readouterr().out
    assert _run(a, c, "--gate", policy) == 1
    assert "FAIL" in capsys.readouterr().out
    policy.write_text(yaml.safe_dump({"primary": [{"margin": 0.001}]}))
    assert _run(a, b, "--gate", policy) == 2
    assert _run(a, b, c, "--gate", policy, "--out", tmp_path / "three.html") == 1
    page = (tmp_path / "three.html").read_text()
    assert page.count('<h2 id="gate-') == 2
    assert "<script" not in page
    found = orjson.loads(comparison_text(compare_all([a, b, c]), "json"))
    assert len(found["comparisons"]) == 2


def test_the_page_shows_flags_and_subgroups(write):
    sex = ["f", "m"] * 500
    a, b = write("a", _rows(BASE, flags={1}, sex=sex)), write("b", _rows(BASE, flags={1, 2}, sex=sex))
    for form in ("html", "md"):
        text = comparison_text(compare_all([a, b]), form)
        assert "high_risk" in text.replace("\\_", "_")
        assert "sex = f" in text


def test_clusters_by_a_tag(write):
    sex = ["f", "m"] * 500
    a, b = write("a", _rows(BASE, sex=sex)), write("b", _rows(flipped(BASE, 30, 10), sex=sex))
    assert compare_all([a, b], Wanted(cluster="sex")).comparisons[0].pairs[0].difference.groups == 2
    with pytest.raises(BadInput, match="no tag 'site' to cluster by; its tags: sex"):
        compare_all([a, b], Wanted(cluster="site"))
