"""What an answer cost: its judge apart, nothing unknown taken as nothing, failed cases no cheap answers."""

import orjson
import pytest

from preceptor.compare import compare_all, policy_of

LIMITS = {"usd_per_case": 0.02, "tokens_per_case": 100, "median_seconds": 3}
OWN = {
    "request": "a",
    "reply": {"usage": {"requests": 1, "input_tokens": 40, "output_tokens": 20, "price_usd": 0.01}},
}
JUDGE = {
    "request": "b", "role": "judge",
    "reply": {"usage": {"requests": 9, "input_tokens": 4000, "output_tokens": 500, "price_usd": 0.5}},
}  # fmt: skip
IMPORTED = {"requests": 1, "input_tokens": 0, "output_tokens": 0, "price_usd": None, "cached": 0}
ALL = {"requests": 10, "input_tokens": 4040, "output_tokens": 520, "price_usd": 0.51}


def run(folder, model="m", **fields):
    folder.mkdir()
    description = {"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"}
    (folder / "run.json").write_bytes(orjson.dumps(description))
    lines = []
    for i in range(30):
        row = {
            "task": "t", "version": "1", "pipeline": "direct", "model": model, "id": str(i), "i": i, "status": "scored",
            "target": "A", "prompt": "Q?", "score": {"value": float(i % 2), "low": float(i % 2), "high": float(i % 2)},
            "seconds": 40.0, **fields,
        }  # fmt: skip
        if i == 29 and fields.pop("last_failed", False):
            row |= {"status": "failed", "error": {"kind": "ProviderError", "message": "gone"}, "usage": {}}
            del row["score"]
        row.pop("last_failed", None)
        lines.append(orjson.dumps(row) + b"\n")
    (folder / "cases.jsonl").write_bytes(b"".join(lines))
    return str(folder)


def limits(a, b):
    policy = policy_of({"primary": [{"margin": 0.5}], "limits": LIMITS}, "p.yaml")
    findings = compare_all([a, b], None, policy).gates[0].findings[1:]
    return {one.rule.split(": ")[1].split(" at")[0]: (one.verdict, one.value, one.n) for one in findings}


def test_the_judge_is_no_part_of_what_an_answer_costs(tmp_path):
    judged = {"exchanges": [OWN, JUDGE], "usage": ALL, "answer_seconds": 2.0}
    found = limits(run(tmp_path / "a", **judged), run(tmp_path / "b", **judged))
    assert found == {
        "USD per case": ("pass", pytest.approx(0.01), 30),
        "tokens per case": ("pass", 60.0, 30),
        "median seconds": ("pass", 2.0, 30),
    }


@pytest.mark.parametrize(
    "fields",
    [
        {},  # a table of scores, where nobody counted
        {"usage": {"requests": 1, "input_tokens": 0, "output_tokens": 0, "price_usd": None}},  # a service that counts none
        {"usage": IMPORTED},  # a log that names no model
        {"usage": ALL, "score": {"value": 1.0, "low": 1.0, "high": 1.0, "verdicts": [{"judge": "j#1", "finding": "met"}]}},
    ],
)  # fmt: skip
def test_what_nobody_counted_passes_no_limit(tmp_path, fields):
    fields = {**fields, "model": "m" if fields.get("usage") != IMPORTED else ""}
    found = limits(run(tmp_path / "a", **fields), run(tmp_path / "b", **fields))
    assert found["USD per case"][0] == found["tokens per case"][0] == "insufficient evidence"


def test_a_pipeline_without_a_model_costs_nothing(tmp_path):
    found = limits(run(tmp_path / "a", model=""), run(tmp_path / "b", model=""))
    assert found["USD per case"][:2] == ("pass", 0.0)
    assert found["tokens per case"][:2] == ("pass", 0.0)


def test_a_failed_case_is_no_cheap_answer(tmp_path):
    usage = {"requests": 1, "input_tokens": 60, "output_tokens": 30, "price_usd": 0.015}
    found = limits(run(tmp_path / "a", usage=usage), run(tmp_path / "b", usage=usage, last_failed=True))
    assert found["USD per case"] == ("pass", pytest.approx(0.015), 29)
    assert found["tokens per case"] == ("pass", 90.0, 29)


def test_a_median_is_not_that_of_the_few_whose_time_is_known(tmp_path):
    """Of judged rows without a time of their own only the whole is known: the empty answers would stand for all."""
    judged = {"exchanges": [OWN, JUDGE], "usage": ALL}
    a, b = run(tmp_path / "a", **judged), run(tmp_path / "b", **judged)
    rows = tmp_path / "b" / "cases.jsonl"
    lines = rows.read_bytes().splitlines(keepends=True)
    empty = {**orjson.loads(lines[0]), "exchanges": [OWN], "seconds": 0.001}
    rows.write_bytes(orjson.dumps(empty) + b"\n" + b"".join(lines[1:]))
    assert limits(a, b)["median seconds"][0] == "insufficient evidence"


def test_answers_of_a_cache_are_no_fast_answers(tmp_path):
    quick = {"usage": {"requests": 1, "input_tokens": 60, "output_tokens": 30, "price_usd": 0.0, "cached": 1}}
    a, b = run(tmp_path / "a", **quick), run(tmp_path / "b", **quick)
    assert limits(a, b)["median seconds"][0] == "insufficient evidence"
