import argparse
import itertools
import random

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preceptor import catalog, stats
from preceptor.commands.sensitivity import COMMAND, lines
from preceptor.errors import BadInput
from preceptor.records import Case
from preceptor.sensitivity import measure, names_of

LETTERS = "ABCD"


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(0, 1000))
@settings(deadline=None)
def test_parts_sum_to_the_total_and_none_is_negative(shape, seed):
    table = np.random.default_rng(seed).random(shape)
    parts = stats.variance_parts(table, [f"f{i}" for i in range(len(shape))])
    assert len(parts) == 2 ** len(shape) - 1
    assert sum(part.variance for part in parts) == pytest.approx(table.var(), abs=1e-12)
    assert all(part.variance >= 0 for part in parts)


def test_parts_find_what_was_put_in():
    a, b, c = np.array([0.0, 0.2]), np.array([0.0, 0.1, 0.3]), np.zeros(4)
    table = a[:, None, None] + b[None, :, None] + c[None, None, :]
    parts = {part.factors: part.variance for part in stats.variance_parts(table, ["a", "b", "c"])}
    assert parts[("a",)] == pytest.approx(a.var())
    assert parts[("b",)] == pytest.approx(b.var())
    assert sum(parts.values()) - parts[("a",)] - parts[("b",)] == pytest.approx(0, abs=1e-15)


def test_p_of_an_effect_is_that_of_a_paired_t_for_two_levels():
    from scipy.stats import ttest_rel

    values = np.random.default_rng(1).normal(0, 1, (30, 2, 3)) + np.array([0, 0.3])[None, :, None]
    theirs = ttest_rel(*values.mean(axis=2).T).pvalue
    assert stats.repeated_effect_p(values, 1) == pytest.approx(theirs, rel=1e-9)


def _folder(tmp_path, answer, n=40, skip=()):
    """Write a run in which `answer(i, method, order, template)` says what was answered; A is right."""
    rows = []
    for method, name, i in itertools.product(("direct", "chain_of_thought"), names_of(2, 2), range(n)):
        order, template = (0, 0) if name == "none" else (int(name[15]), int(name[26]))
        text = answer(i, method, order, template)
        value = float(text.endswith("A"))
        if (i, method) not in skip:
            rows.append(
                {
                    "task": "exam", "pipeline": method, "model": "m", "perturbation": "" if name == "none" else name, "id": f"c{i}",
                    "status": "scored", "target": "A", "choices": dict(zip(LETTERS, LETTERS, strict=True)), "answer": {"text": text},
                    "score": {"value": value, "low": value, "high": value},
                }
            )  # fmt: skip
    (tmp_path / "run.json").write_bytes(
        orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"})
    )
    (tmp_path / "cases.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return tmp_path


def test_a_model_that_minds_only_the_wording(tmp_path):
    folder = _folder(tmp_path, lambda i, m, o, t: "A" if i % 4 or t == 0 else "B")
    found = measure(folder, ["direct", "chain_of_thought"], 2, 2)
    assert found.usual.value == 1.0
    shares = {factor.name: factor.share for factor in found.factors}
    assert shares["template"] == pytest.approx(1)
    assert [factor.spread for factor in found.factors if factor.name == "template"] == [0.25]
    p = {factor.name: factor.p for factor in found.factors}
    assert p["template"] < 0.01
    assert p["method"] == 1.0


def test_readers_differ_where_an_answer_names_two_letters(tmp_path):
    folder = _folder(tmp_path, lambda i, m, o, t: "Not B but A" if m == "chain_of_thought" else "A")
    found = measure(folder, ["direct", "chain_of_thought"], 2, 2)
    assert found.scores["chain_of_thought", "0", "0", "first letter"] == 0.0
    assert found.scores["chain_of_thought", "0", "0", "last letter"] == 1.0
    assert found.scores["chain_of_thought", "0", "0", "whole text"] == 0.0
    assert found.scores["direct", "0", "0", "whole text"] == 1.0
    assert sum(part.variance for part in found.parts) == pytest.approx(found.sd**2)
    text = "\n".join(lines(found))
    assert "is one of 32 numbers" in text
    assert "method x reader" in text


def test_cases_that_some_protocol_lacks_are_left_out_and_counted(tmp_path):
    folder = _folder(tmp_path, lambda i, m, o, t: "A", skip={(3, "direct")})
    found = measure(folder, ["direct", "chain_of_thought"], 2, 2)
    assert (found.n, found.left_out, found.sd, found.chance_sd) == (39, 1, 0.0, 0.0)
    with pytest.raises(BadInput, match="no case was scored under every protocol"):
        measure(folder, ["direct", "medprompt"], 2, 2)


def test_the_same_order_under_every_wording_and_the_question_untouched():
    case = Case(
        id="c1",
        prompt="Which?",
        choices={"A": "one", "B": "two", "C": "three"},
        target="B",
        instruction="Pick.",
    )
    made = {
        name: catalog.load("perturbations", name).apply(case, random.Random(0))
        for name in names_of(3, 5)
        if name != "none"
    }
    for name, changed in made.items():
        assert changed.id == case.id
        assert "Which?" in changed.prompt
        assert changed.choices[changed.target] == "two"
        same_order = (
            made[name.replace(name[name.index("template") :], "template=1)")]
            if "order=0" not in name
            else case
        )
        assert changed.choices == same_order.choices
    assert len({changed.prompt + changed.instruction for changed in made.values()}) == 5
    with pytest.raises(BadInput, match="template 9"):
        catalog.load("perturbations", "protocol(template=9)")


def test_command(tmp_path, capsys):
    parser = argparse.ArgumentParser()
    COMMAND.add(parser)
    asked = [
        "fictional_exam",
        "--model",
        "scripted/first_option",
        "--limit",
        "12",
        "--orders",
        "2",
        "--templates",
        "2",
    ]
    assert COMMAND.run(parser.parse_args([*asked, "--no-cache", "--out", str(tmp_path / "run")])) == 0
    told = capsys.readouterr().out
    assert "is one of 48 numbers" in told
    assert "| template | 0 |" in told
    with pytest.raises(BadInput, match="--templates 9"):
        COMMAND.run(parser.parse_args([*asked[:-1], "9", "--out", str(tmp_path / "x")]))
