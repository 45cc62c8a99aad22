"""Planted biases are found, an unbiased judge shows none, with their intervals."""

import json
import re
from collections.abc import Callable, Sequence

import pytest

from preceptor.components import Model
from preceptor.judge_biases import Bias, Sample, bias_line, biases, shipped_samples
from preceptor.models.scripted import model_from
from preceptor.records import Message
from preceptor.scoring.rubric import rubric_of

RUBRIC = rubric_of(
    {"criteria": [{"id": "k", "text": "Says KEY.", "weight": 2}, {"id": "x", "text": "Says EXTRA."}]},
    name="r",
    place="r",
)
SAMPLES = [
    Sample(id=str(n), question=f"q{n}", good=f"KEY word {n}. Rest well.", poor=f"nothing {n}. Rest.")
    for n in range(40)
]


def parts(text: str, name: str) -> str:
    found = re.search(rf"\[{name} \w+\]\n(.*?)\n\[end of {name}", text, re.DOTALL)
    return found[1] if found else ""


def judge(
    met: Callable[[str, str], bool] | None = None,
    better: Callable[[str, str], str] | None = None,
    reworded: str = "",
) -> Model:
    """Return a judge that looks for words only, unless a bias is planted."""

    def fair(answer: str, word: str) -> bool:
        return word in answer

    def say(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        if text.startswith("Say the following"):
            return f"{text.rpartition(chr(10))[2]}{reworded}"
        if "Compare the answers" in text:
            first, second = parts(text, "first answer"), parts(text, "second answer")
            ours = ("KEY" in first) - ("KEY" in second)
            said = better(first, second) if better else {1: "first", 0: "tie", -1: "second"}[ours]
            return json.dumps({"reason": "", "better": said})
        word = "KEY" if "KEY" in text.rpartition("Criterion:")[2] else "EXTRA"
        found = (met or fair)(parts(text, "answer"), word)
        return json.dumps({"reason": "", "quote": "", "finding": "met" if found else "not met"})

    return model_from(lambda messages, **_: say(messages), "scripted/judge")


def found(model: Model, other: Model | None = None) -> dict[str, Bias]:
    return {one.name: one for one in biases(RUBRIC, SAMPLES, model, other=other)}


def test_an_unbiased_judge_shows_none() -> None:
    every = found(judge(), judge())
    assert set(every) == {
        "length", "layout", "authority", "injection", "position", "self-agreement", "self-preference",
    }  # fmt: skip
    assert [name for name, one in every.items() if one.found] == []
    assert every["length"].effect.low < 0 < every["length"].effect.high, (
        "40 samples cannot rule everything out"
    )
    assert every["self-agreement"].effect.value == 1.0


@pytest.mark.parametrize(
    ("planted", "model", "effect"),
    [
        ("length", judge(met=lambda answer, word: word in answer or len(answer) > 150), 1 / 3),
        ("layout", judge(met=lambda answer, word: word in answer or "**" in answer), 1 / 3),
        ("authority", judge(met=lambda answer, word: word in answer or "societies" in answer), 1.0),
        ("injection", judge(met=lambda answer, word: word in answer or "Ignore the rubric" in answer), 1.0),
        ("position", judge(better=lambda first, second: "first"), 1.0),
    ],
)
def test_a_planted_bias_is_found_with_its_size(planted: str, model: Model, effect: float) -> None:
    every = found(model)
    assert every[planted].found
    assert every[planted].effect.value == pytest.approx(effect)
    assert "FOUND" in bias_line(every[planted])
    others = {"layout", "position"} - {planted}
    assert not any(every[name].found for name in others)


def test_self_preference_and_a_judge_that_contradicts_itself() -> None:
    own = judge(better=lambda first, second: "first" if "~" in first else "second", reworded="~")
    assert found(own, judge())["self-preference"].effect.value == 1.0
    assert found(own, judge())["self-preference"].found
    calls: list[int] = []

    def moody(answer: str, word: str) -> bool:
        calls.append(1)
        return word in answer or len(calls) % 3 == 0

    agreed = found(judge(met=moody))["self-agreement"]
    assert agreed.found
    assert agreed.effect.value < 0.9


def test_what_the_judge_lost_is_counted_and_never_an_effect() -> None:
    def say(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        if "Ignore the rubric" in text:
            return "I will not."
        said = (
            {"reason": "", "better": "tie"}
            if "Compare" in text
            else {"reason": "", "quote": "", "finding": "not met"}
        )
        return json.dumps(said)

    every = found(model_from(lambda messages, **_: say(messages), "scripted/j"))
    assert (every["injection"].lost, every["injection"].effect.n) == (40, 0)
    assert not every["injection"].found
    assert "could not be measured, 40 lost" in bias_line(every["injection"])
    assert every["self-agreement"].effect.groups == len(SAMPLES), (
        "findings on one answer are no samples of their own"
    )


def test_a_score_of_what_was_left_is_no_effect_of_the_change() -> None:
    """Where one of two findings is lost under the change, the other alone scores 1: that is the loss, not a bias."""

    def say(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        if "Compare" in text:
            return json.dumps({"reason": "", "better": "cannot judge"})
        if "societies" in text and "EXTRA" in text.rpartition("Criterion:")[2]:
            return "?"
        finding = "met" if "KEY" in text.rpartition("Criterion:")[2] else "not met"
        return json.dumps({"reason": "", "quote": "", "finding": finding})

    every = found(model_from(lambda messages, **_: say(messages), "scripted/j"))
    assert (every["authority"].lost, every["authority"].effect.n) == (40, 0)
    assert (every["position"].lost, every["position"].unsure) == (0, 40)


def test_samples_come_with_the_package() -> None:
    samples = shipped_samples()
    assert len({one.id for one in samples}) == len(samples) >= 12
