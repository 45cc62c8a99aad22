"""Two runs side by side: pairing, win shares with intervals and bounds, metrics that disagree."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest

from preceptor.cli import main
from preceptor.errors import BadInput, ProviderError
from preceptor.models.scripted import model_from
from preceptor.records import Message
from preceptor.scoring.rubric import read_rubric
from preceptor.side_by_side import metric_line, opposite_verdicts, paired_answers, side_by_side, word_metrics
from preceptor.stats import bootstrap_mean

RUBRIC = read_rubric("medpalm2_pairwise")


def run(
    folder: Path, texts: dict[str, str], pipelines: tuple[str, ...] = ("direct",), target: str = ""
) -> Path:
    folder.mkdir()
    (folder / "run.json").write_bytes(
        orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "x"})
    )
    rows = [
        {"task": "t", "pipeline": pipeline, "id": id, "status": "scored", "prompt": f"q {id}", "target": target, "answer": {"text": text},
         "score": {"value": 1.0, "low": 1.0, "high": 1.0}}
        for pipeline in pipelines
        for id, text in texts.items()
    ]  # fmt: skip
    (folder / "cases.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return folder


def test_shares_bounds_and_what_the_order_decided(tmp_path: Path) -> None:
    a = run(tmp_path / "a", {f"c{n}": "good" if n < 15 else "same" for n in range(20)} | {"only": "x"})
    b = run(tmp_path / "b", {f"c{n}": "bad" for n in range(20)} | {"empty": ""})
    pairs = paired_answers(a, b)
    assert len(pairs) == 20

    def say(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        if "q c19\n" in text:
            raise ProviderError("down", status=503)
        better = (
            "first" if "good" not in text else "first" if text.index("good") < text.index("bad") else "second"
        )
        return json.dumps({"reason": "", "better": better})

    found = side_by_side(
        pairs, RUBRIC, model_from(lambda messages, **_: say(messages), "scripted/j"), threads=2
    )
    assert len(found) == 9
    one = found[0]
    assert (one.share.value, one.share.n, one.n) == (1.0, 15, 20)
    assert (one.order_led, one.unsure, one.failed) == (4, 0, 1)
    assert (one.low, one.high) == (15 / 20, 1.0)
    assert one.share.low < 1.0, "15 of 15 is no certainty"
    assert ": A; order decides 4, unsure 0, failed 1" in one.line()
    worse = bootstrap_mean(np.array([-1.0, -0.5] * 10))
    even = bootstrap_mean(np.array([-1.0, 1.0] * 10))
    assert len(opposite_verdicts(found, {"ROUGE-L": worse, "BLEU": even})) == 9
    assert opposite_verdicts(found, {"BLEU": even}) == []


def test_folders_that_cannot_be_paired_are_refused(tmp_path: Path) -> None:
    one = run(tmp_path / "one", {"x": "a"})
    with pytest.raises(BadInput, match="no answered case in common"):
        paired_answers(one, run(tmp_path / "other", {"y": "a"}))
    with pytest.raises(BadInput, match="by several pipelines or models"):
        paired_answers(run(tmp_path / "two", {"x": "a"}, ("direct", "chain_of_thought")), one)
    asked_else = run(tmp_path / "else", {"x": "a"})
    rows = asked_else / "cases.jsonl"
    rows.write_text(rows.read_text().replace("q x", "another question"))
    with pytest.raises(BadInput, match="1 of 1 cases are other questions"):
        paired_answers(one, asked_else)


def test_pairs_of_one_source_that_are_all_alike_are_one_observation(tmp_path: Path) -> None:
    a = run(tmp_path / "a", {f"c{n}": "good" for n in range(12)})
    b = run(tmp_path / "b", {f"c{n}": "bad" for n in range(12)})
    pairs = [replace(pair, group="one patient") for pair in paired_answers(a, b)]
    judge = model_from(
        lambda messages, **_: json.dumps(
            {
                "reason": "",
                "better": "first"
                if messages[-1].text.index("good") < messages[-1].text.index("bad")
                else "second",
            }
        ),
        "scripted/j",
    )
    share = side_by_side(pairs, RUBRIC, judge)[0].share
    assert (share.value, share.groups) == (1.0, 1)
    assert share.low < 0.5, "twelve answers to one patient are no twelve patients"


def test_the_command_keeps_credentialed_answers_from_a_remote_judge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = run(tmp_path / "a", {"x": "good"}), run(tmp_path / "b", {"x": "bad"})
    asked = ["judge", "pair", str(a), str(b), "--judge", "http://judge.example.org/v1/j"]
    assert main(asked) == 1
    assert "t holds credentialed data" in capsys.readouterr().err, (
        "a task that cannot be loaded is taken as such"
    )
    assert main([*asked[:-1], "scripted/rubbish"]) == 3, "what a judge lost is no success"
    told = capsys.readouterr()
    assert "consensus: could not be judged, n 1" in told.out
    assert "scripted/rubbish gave nothing that could be used for: consensus 1, comprehension 1" in told.err


def test_metrics_of_words_that_disagree_with_the_judge_are_named(
    tmp_path: Path,
) -> None:
    reference = "rest and drink water often"
    texts = {f"c{n}": f"good advice number {n}" for n in range(12)}
    a = run(tmp_path / "a", texts, target=reference)
    b = run(
        tmp_path / "b",
        {id: f"bad {reference} {id}{' x' * (n % 3)}" for n, id in enumerate(texts)},
        target=reference,
    )

    def say(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        return json.dumps(
            {"reason": "", "better": "first" if text.index("good") < text.index("bad") else "second"}
        )

    model = model_from(lambda messages, **_: say(messages), "scripted/j")
    pairs = paired_answers(a, b)
    metrics = word_metrics(pairs)
    assert metrics["ROUGE-L"].n == 12
    assert metrics["ROUGE-L"].high < 0
    said = opposite_verdicts(side_by_side(pairs, RUBRIC, model), metrics)
    assert len(said) == 18
    assert said[0] == "BLEU prefers B, the judge on consensus the other"
    assert ": B" in metric_line("BLEU", metrics["BLEU"])
