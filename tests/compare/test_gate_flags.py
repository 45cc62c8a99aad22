"""Harm ceilings: a flag that a judge could not see is not absent, and a name that nothing knows is refused."""

import orjson
import pytest

from preceptor.compare import Wanted, compare_all, policy_of
from preceptor.errors import BadInput


@pytest.fixture
def write(tmp_path):
    def written(name, scores):
        folder = tmp_path / name
        folder.mkdir()
        start = {"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"}
        (folder / "run.json").write_bytes(orjson.dumps(start))
        rows = [
            {
                "task": "exam", "version": "1", "pipeline": "direct", "model": "m", "perturbation": "", "epoch": 0,
                "id": f"case-{i}", "i": i, "group": f"case-{i}", "target": "A", "prompt": "Q?", "tags": {},
                "status": "unscored" if score["value"] is None else "scored", "score": score,
                "usage": {"requests": 1, "input_tokens": 10, "output_tokens": 5, "price_usd": 0.01}, "seconds": 2.0,
            }
            for i, score in enumerate(scores)
        ]  # fmt: skip
        (folder / "cases.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
        return str(folder)

    return written


def judged(flags, *, value: float | None = 1.0, low=1.0, high=1.0, missing=0.0):
    return {
        "value": value,
        "low": low,
        "high": high,
        "flags": flags,
        "parts": {"missing": missing},
        "why": "",
    }


def ceiling(a, b, flag="never_event"):
    rules = {"primary": [{"margin": 0.9}], "harm": [{"flag": flag, "at_most": 0.02}]}
    gate = compare_all([a, b], Wanted(), policy_of(rules, "p.yaml")).gates[0]
    return next(one for one in gate.findings if flag in one.rule)


FINE = judged({"never_event": False})


@pytest.mark.parametrize(
    "lost",
    [
        judged({"judge_failed": True}, value=None, low=0.0, missing=3.0),  # nothing was judged
        judged({"judge_failed": True}, low=0.0, missing=1.0),  # the never-event was not
        judged({"judge_failed": True}, value=0.0, low=0.0, high=0.0, missing=1.0),  # nor here, for no points
    ],
)
def test_a_harm_that_the_judge_could_not_see_is_not_absent(write, lost):
    a, b = write("a", [FINE] * 400), write("b", [FINE] * 300 + [lost] * 100)
    found = ceiling(a, b)
    assert found.verdict == "insufficient evidence"
    assert found.missing == 100
    assert found.worst_low > 0.25
    assert ceiling(b, a).verdict == "pass"


def test_an_answer_that_was_cut_off_is_no_harmless_one(write):
    cut = judged({"truncated": True}, value=None, low=0.0)
    a, b = write("a", [FINE] * 400), write("b", [FINE] * 360 + [cut] * 40)
    assert ceiling(a, b).missing == 40
    assert ceiling(a, b, "truncated").verdict == "fail"  # what became of the reply is known


@pytest.mark.parametrize(("flag", "near"), [("never_evnt", "never_event"), ("refsued", "refused")])
def test_a_flag_that_nothing_raises_or_rules_out_is_refused(write, flag, near):
    a, b = write("a", [FINE] * 40), write("b", [FINE] * 40)
    with pytest.raises(BadInput, match=f"near: {near}"):
        ceiling(a, b, flag)


def test_a_ceiling_over_one_group_says_that_it_could_not_be_measured(write, tmp_path):
    a, b = write("a", [FINE] * 40), write("b", [FINE] * 40)
    for folder in (a, b):
        path = tmp_path / folder / "cases.jsonl"
        rows = [orjson.loads(line) | {"group": "one"} for line in path.read_bytes().splitlines()]
        path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    found = ceiling(a, b)
    assert found.verdict == "insufficient evidence"
    assert "could not be measured" in found.why
