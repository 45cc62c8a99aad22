import argparse
import csv
import io

import orjson
import pytest

from preceptor import stats
from preceptor.commands.compare import COMMAND
from preceptor.compare import Wanted, compare, comparison_text
from preceptor.errors import BadInput, NotFound


def _row(i, value, *, pipeline="direct", task="exam", **fields):
    found = {
        "task": task, "version": "1", "pipeline": pipeline, "model": "m", "perturbation": "", "epoch": 0,
        "id": f"case-{i}", "i": i, "status": "scored", "group": f"case-{i}", "target": "A", "prompt": f"Question {i} <b>?",
        "score": {"value": value, "low": value, "high": value, "why": "read B, expected A"}, "seconds": 1.5,
        "usage": {"input_tokens": 10, "output_tokens": 5},
    }  # fmt: skip
    if value is None:
        found |= {"status": "failed", "error": {"kind": "ProviderError", "message": "gone"}}
        del found["score"]
    return {**found, **fields}


def _write(folder, rows):
    folder.mkdir(exist_ok=True)
    (folder / "run.json").write_bytes(
        orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"})
    )
    (folder / "cases.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return str(folder)


@pytest.fixture
def two(tmp_path):
    """A and B on 40 cases: B wins 9, loses 2; one failed in A, one only in A, two only in B."""
    a = [_row(i, float(i % 2)) for i in range(40)] + [_row(40, None), _row(41, 1.0)]
    won, lost = set(range(0, 18, 2)), {1, 3}
    b = [_row(i, 1.0 if i in won else 0.0 if i in lost else float(i % 2)) for i in range(40)]
    b += [_row(40, 1.0), _row(50, 1.0), _row(51, 0.0)]
    return _write(tmp_path / "a", a), _write(tmp_path / "b", b)


def test_paired_by_case_with_everything_else_counted(two):
    (pair,) = compare(*two).pairs
    found = pair.difference
    assert (found.n, found.won, found.lost) == (40, 9, 2)
    assert found.value == pytest.approx(7 / 40)
    assert (found.low, found.high) == stats.bonett_price(9, 2, 40)
    assert found.p == stats.mcnemar(9, 2)
    lost = pair.unpaired
    assert (lost.only_a, lost.only_b, lost.not_scored, lost.failed_a, lost.failed_b) == (1, 2, 1, 1, 0)
    assert (pair.both_right, pair.neither_right) == (18, 11)
    assert {flip.id for flip in pair.flips if flip.b < flip.a} == {"case-1", "case-3"}
    assert len(pair.flips) == 11


def test_bounds_hold_whatever_the_failed_cases_would_have_scored(two):
    (pair,) = compare(*two).pairs
    assert pair.bound_low == pytest.approx((7 + 1 - 1) / 41)
    assert pair.bound_high == pytest.approx((7 + 1 - 0) / 41)


def test_swapping_sides_swaps_the_sign(two):
    (there,), (back,) = compare(*two).pairs, compare(*reversed(two)).pairs
    assert there.difference.value == -back.difference.value
    assert there.difference.p == back.difference.p


def test_groups_lead_to_the_bootstrap(tmp_path):
    a = _write(tmp_path / "a", [_row(i, float(i % 3 == 0), group=f"g{i // 4}") for i in range(80)])
    b = _write(tmp_path / "b", [_row(i, float(i % 2 == 0), group=f"g{i // 4}") for i in range(80)])
    (pair,) = compare(a, b).pairs
    assert (pair.difference.method, pair.difference.groups) == ("bca", 20)


def test_two_pipelines_of_one_run(tmp_path):
    rows = [
        _row(i, float(i % 2), pipeline=name)
        for i in range(10)
        for name in ("direct", "self_consistency(k=5)")
    ]
    run = _write(tmp_path / "a", rows)
    (pair,) = compare(f"{run}:direct", f"{run}:self_consistency(k=5)").pairs
    assert (pair.a, pair.b, pair.difference.n) == ("direct · m", "self_consistency(k=5) · m", 10)
    with pytest.raises(BadInput, match="share rows"):
        compare(run, run)


def test_perturbed_against_unperturbed(tmp_path):
    rows = [_row(i, float(i % 2)) for i in range(10)] + [_row(i, 0.0, perturbation="typos") for i in range(8)]
    rows += [_row(i, None, perturbation="typos", status="inapplicable") for i in (8, 9)]
    run = _write(tmp_path / "a", rows)
    (pair,) = compare(f"{run}:none", f"{run}:typos").pairs
    assert (pair.difference.n, pair.unpaired.only_a) == (8, 2)
    assert pair.difference.lost == 4


def test_arms_are_paired_by_what_they_share(tmp_path):
    a = [_row(i, 0.0, pipeline=name, model="one") for i in range(5) for name in ("direct", "chain")]
    b = [_row(i, 1.0, pipeline=name, model="two") for i in range(5) for name in ("direct", "chain", "extra")]
    found = compare(_write(tmp_path / "a", a), _write(tmp_path / "b", b))
    assert {(pair.a, pair.b) for pair in found.pairs} == {
        ("direct · one", "direct · two"),
        ("chain · one", "chain · two"),
    }
    assert found.pooled is not None
    assert (found.pooled.n, found.pooled.groups) == (10, 5)


def test_several_arms_that_nothing_pairs_are_refused(tmp_path):
    a = [_row(i, 0.0, pipeline=name) for i in range(3) for name in ("one", "two")]
    b = [_row(i, 0.0, pipeline=name) for i in range(3) for name in ("three", "four")]
    with pytest.raises(BadInput, match="cannot tell what to pair"):
        compare(_write(tmp_path / "a", a), _write(tmp_path / "b", b))


def test_cases_that_expect_another_answer_are_left_out_and_told(tmp_path):
    a = _write(tmp_path / "a", [_row(i, 1.0) for i in range(10)])
    b = _write(tmp_path / "b", [_row(i, 0.0, target="B" if i < 3 else "A", version="2") for i in range(10)])
    (pair,) = compare(a, b).pairs
    assert (pair.difference.n, pair.unpaired.other_target) == (7, 3)
    assert len(pair.notes) == 2


def _shuffled(i, value, letters, **fields):
    texts = dict(zip(letters, ("yes", "no", "never"), strict=True))
    return _row(i, value, choices=dict(sorted(texts.items())), perturbation="shuffle_options", **fields)


def test_shuffled_options_pair_by_the_text_of_the_right_one(tmp_path):
    plain = {"A": "yes", "B": "no", "C": "never"}
    rows = [_row(i, 1.0, choices=plain) for i in range(9)]
    rows += [
        _shuffled(i, float(i > 0), letters, target=letters[0])
        for i, letters in enumerate(["ABC", "BCA", "CAB"] * 3)
    ]
    run = _write(tmp_path / "a", rows)
    (pair,) = compare(f"{run}:none", f"{run}:shuffle_options").pairs
    assert (pair.difference.n, pair.unpaired.other_target, pair.notes) == (9, 0, ())
    assert pair.difference.lost == 1


@pytest.mark.parametrize(("plain", "moved"), [("A,C", "B,C"), ("A|C", "B|C"), ("A,B|C", "A,B|C")])
def test_several_right_options_pair_by_their_texts(tmp_path, plain, moved):
    options = {"A": "yes", "B": "no", "C": "never"}
    rows = [_row(i, 1.0, choices=options, target=plain) for i in range(3)]
    letters = "BAC"
    rows += [_shuffled(i, 1.0, letters, target=moved) for i in range(3)]
    run = _write(tmp_path / "a", rows)
    (pair,) = compare(f"{run}:none", f"{run}:shuffle_options").pairs
    assert (pair.difference.n, pair.unpaired.other_target) == (3, 0)


def test_the_same_letter_for_another_text_is_another_answer(tmp_path):
    plain, turned = {"A": "yes", "B": "no"}, {"A": "no", "B": "yes"}
    rows = [_row(i, 1.0, choices=plain) for i in range(10)]
    rows += [
        _row(i, 0.0, choices=turned if i < 4 else plain, perturbation="turned", target="A") for i in range(10)
    ]
    run = _write(tmp_path / "a", rows)
    found = compare(f"{run}:none", f"{run}:turned")
    assert (found.pairs[0].difference.n, found.pairs[0].unpaired.other_target) == (6, 4)
    for form in ("md", "html"):
        text = comparison_text(found, form)
        assert "4 with another target" in text
        assert "worst or best" not in text
    other = [_row(i, 1.0, choices={"A": "maybe", "B": "no"} if i < 4 else plain) for i in range(10)]
    (pair,) = compare(f"{run}:none", _write(tmp_path / "b", other)).pairs
    assert pair.unpaired.other_target == 4


def test_options_reworded_in_place_still_pair(tmp_path):
    rows = [_row(i, 1.0, choices={"A": "yes", "B": "no"}) for i in range(5)]
    rows += [_row(i, 0.0, choices={"A": "yse", "B": "no"}, perturbation="typos") for i in range(5)]
    run = _write(tmp_path / "a", rows)
    (pair,) = compare(f"{run}:none", f"{run}:typos").pairs
    assert (pair.difference.n, pair.unpaired.other_target) == (5, 0)


def test_the_bounds_say_which_cases_they_cover(two, tmp_path):
    text = comparison_text(compare(*two), "md")
    assert "over the 41 cases that both sides hold with the same target" in text


def test_the_same_run_by_another_path_is_refused(two, tmp_path):
    (tmp_path / "link").symlink_to(two[0])
    for again in (tmp_path / "link", f"{two[0]}/../a"):
        with pytest.raises(BadInput, match="share rows"):
            compare(two[0], str(again))


def test_times_leave_out_what_the_cache_answered(tmp_path):
    def rows(cached):
        used = [{"requests": 1, "cached": int(i < cached)} for i in range(6)]
        return [
            _row(i, 1.0, seconds=0.001 if one["cached"] else 2.0, usage=one) for i, one in enumerate(used)
        ]

    a, b = _write(tmp_path / "a", rows(4)), _write(tmp_path / "b", rows(6))
    (pair,) = compare(a, b).pairs
    assert pair.seconds == (2.0, None)


def test_clear_errors(two, tmp_path):
    a, b = two
    with pytest.raises(NotFound, match="no run folder"):
        compare(a, str(tmp_path / "nowhere"))
    with pytest.raises(NotFound, match="near: direct"):
        compare(f"{a}:direkt", b)
    with pytest.raises(NotFound, match="wanted task"):
        compare(a, b, Wanted(tasks=("medqa",)))
    with pytest.raises(NotFound, match="no finished case"):
        compare(a, _write(tmp_path / "empty", []))
    with pytest.raises(BadInput, match="no task in common"):
        compare(a, _write(tmp_path / "other", [_row(1, 1.0, task="ward")]))
    with pytest.raises(BadInput, match="share no scored case"):
        compare(a, _write(tmp_path / "apart", [_row(99, 1.0)]))


def test_written_in_every_form(two):
    found = compare(*two)
    markdown = comparison_text(found, "md")
    assert "**+17.5**" in markdown
    assert "### Lost by B: 2" in markdown
    assert "failed in A" in markdown
    assert orjson.loads(comparison_text(found, "json"))["comparison"]["pairs"][0]["difference"]["won"] == 9
    (line,) = csv.DictReader(io.StringIO(comparison_text(found, "csv")))
    assert (line["n"], line["won"], line["test"]) == ("40", "9", "McNemar mid-p")
    page = comparison_text(found, "html")
    assert "Question 1 &lt;b&gt;?" in page
    assert "<script" not in page


def test_the_verdict_needs_interval_and_test(tmp_path, two):
    assert "Undecided" not in comparison_text(compare(*two), "md")
    a = _write(tmp_path / "c", [_row(i, float(i % 2)) for i in range(20)])
    b = _write(tmp_path / "d", [_row(i, float(i % 2) if i else 1.0) for i in range(20)])
    assert "Undecided: the interval includes no difference" in comparison_text(compare(a, b), "md")


def _run(*arguments):
    parser = argparse.ArgumentParser()
    COMMAND.add(parser)
    return COMMAND.run(parser.parse_args(list(map(str, arguments))))


def test_command(two, tmp_path, capsys):
    assert _run(*two) == 0
    assert "won by B" in capsys.readouterr().out
    assert _run(*two, "--task", "exam", "--out", tmp_path / "page.html") == 0
    assert (tmp_path / "page.html").read_text().startswith("<!doctype html>")
    with pytest.raises(BadInput, match="would overwrite the run"):
        _run(*two, "--out", f"{two[0]}/run.json")
    with pytest.raises(BadInput, match="ends in none of"):
        _run(*two, "--out", tmp_path / "page.pdf")
