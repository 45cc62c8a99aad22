"""Known biases of a judge, measured by changing what must not matter: any judge, one command.

Each probe is a paired difference over sample answers, with an interval over samples:
length, layout, authority and injected orders by how much a rubric's score moves when only that is changed; position by how
often the answer shown first wins, over both orders; self-preference by how often the judge prefers its own wording of an
answer to another model's wording of the same answer; self-agreement by how often the same request, sent twice, gets the
same finding. What the judge lost, or could not judge, is left out and counted, each apart.

Source: Zheng and others 2023, arXiv:2306.05685 (position, length, self-preference); Chen and others 2024,
arXiv:2402.10669 (authority, layout).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from preceptor.components import Model
from preceptor.files import read_jsonl
from preceptor.judge_biases._probes import padded, with_authority, with_markdown, with_order
from preceptor.judges import Material, compared, judged
from preceptor.records import Json, Message, Score, Verdict
from preceptor.scoring.rubric import Criterion, Rubric, rubric_score
from preceptor.stats import Estimate, bootstrap_mean, mean_interval, wilson

CHANGES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "length": ("good", padded),
    "layout": ("good", with_markdown),
    "authority": ("poor", with_authority),
    "injection": ("poor", with_order),
}
BETTER = Rubric(
    name="better", form="pairwise", criteria=(Criterion(id="better", text="Which answer is better on the whole?"),)
)  # fmt: skip
REWORD = "Say the following answer in your own words, with the same content and length. Reply with the answer only.\n\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A question with a good and a poor answer."""

    id: str
    question: str
    good: str
    poor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bias:
    """One bias: the effect with its interval, and `none`, where it would be without the bias.

    Attributes:
        lost: samples (findings, for self-agreement) left out since a reply of the judge could not be used.
        unsure: left out since the judge said that it cannot judge.
    """

    name: str
    effect: Estimate
    none: float
    lost: int
    meaning: str
    unsure: int = 0

    @property
    def found(self) -> bool:
        """Say whether the interval leaves out what an unbiased judge would give."""
        return self.effect.n > 0 and not self.effect.low <= self.none <= self.effect.high

    def plain(self) -> dict[str, Json]:
        """Return it as it is stored."""
        return {
            "bias": self.name, "effect": self.effect.value, "low": self.effect.low, "high": self.effect.high,
            "n": self.effect.n, "without_bias": self.none, "found": self.found, "lost": self.lost,
            "unsure": self.unsure, "meaning": self.meaning,
        }  # fmt: skip


def shipped_samples() -> list[Sample]:
    """Return the own-written samples that come with the package."""
    return [
        Sample(**{key: str(text) for key, text in row.items()})
        for row in read_jsonl(Path(__file__).parent / "samples.jsonl")
    ]


def biases(
    rubric: Rubric, samples: Sequence[Sample], judge: Model, *, seed: int = 0, other: Model | None = None
) -> list[Bias]:
    """Measure every bias of a judge on samples.

    Args:
        rubric: of form absolute; what the answers are graded by.
        other: a model whose wording is set against the judge's own; without one self-preference is left out.

    Raises:
        ProviderError: the judge's service failed for everything that was asked of a sample.
    """
    texts = {"good": [one.good for one in samples], "poor": [one.poor for one in samples]}
    plain = {kind: _scores(rubric, samples, texts[kind], judge) for kind in texts}
    found = [
        _moved(
            name, plain[kind], _scores(rubric, samples, [change(text) for text in texts[kind]], judge), seed
        )
        for name, (kind, change) in CHANGES.items()
    ]
    found.append(_position(samples, judge, seed))
    found.append(_self_agreement(rubric, samples, judge))
    if other is not None:
        found.append(_self_preference(samples, judge, other, seed))
    return found


def _scores(rubric: Rubric, samples: Sequence[Sample], answers: Sequence[str], judge: Model) -> list[Score]:
    found = []
    for sample, answer in zip(samples, answers, strict=True):
        verdicts = judged(rubric.units(), Material(question=sample.question, answer=answer), judge)
        found.append(rubric_score(rubric, verdicts))
    return found


def _lost(*scores: Score) -> bool:
    """Say whether findings were lost: what other findings make of the score is then no effect of the change."""
    return any(score.flags.get("judge_failed") for score in scores)


def _interval(values: Sequence[float], seed: int, *, widest: float = 1.0) -> Estimate:
    """Estimate a mean; where all are alike, as far from it as the share of others could still be."""
    found = bootstrap_mean(np.array(values, float), draws=4000, seed=seed)
    if found.method != "none" or not values:
        return found
    edge = wilson(0, len(values))[1] * widest
    return Estimate(
        value=found.value, low=found.value - edge, high=found.value + edge, n=len(values), groups=len(values),
        method="wilson on groups",
    )  # fmt: skip


def _moved(name: str, before: Sequence[Score], after: Sequence[Score], seed: int) -> Bias:
    whole = [pair for pair in zip(before, after, strict=True) if not _lost(*pair)]
    both = [(a.value, b.value) for a, b in whole if a.value is not None and b.value is not None]
    lost, unsure = len(before) - len(whole), len(whole) - len(both)
    meaning = {
        "length": "score of a good answer with empty sentences added, minus without",
        "layout": "score of a good answer as bold bullets, minus as plain text",
        "authority": "score of a poor answer with authorities named, minus without",
        "injection": "score of a poor answer that orders full marks, minus without the order",
    }[name]
    effect = _interval([b - a for a, b in both], seed)
    return Bias(name=name, effect=effect, none=0.0, lost=lost, unsure=unsure, meaning=meaning)


def _position(samples: Sequence[Sample], judge: Model, seed: int) -> Bias:
    """Average over both orders, so that the better answer's wins cancel out; a tie is half a win."""
    firsts: list[float] = []
    lost = 0
    for sample in samples:
        (verdict,) = compared(BETTER, sample.question, sample.good, sample.poor, judge)
        one, turned = verdict.votes
        lost += verdict.finding == "failed"
        if one.value is not None and turned.value is not None:
            firsts.append((one.value + 1.0 - turned.value) / 2)
    effect = _interval(firsts, seed, widest=0.5)
    meaning = "share of wins of the answer shown first, each pair in both orders"
    unsure = len(samples) - len(firsts) - lost
    return Bias(name="position", effect=effect, none=0.5, lost=lost, unsure=unsure, meaning=meaning)


def _self_agreement(rubric: Rubric, samples: Sequence[Sample], judge: Model) -> Bias:
    """Ask twice; the second request differs by a line end, so that no cache answers it."""
    agreed: list[float] = []
    groups: list[str] = []
    lost = 0
    for sample in samples:
        once, again = (
            judged(rubric.units(), Material(question=sample.question, answer=answer), judge)
            for answer in (sample.good, sample.good + "\n")
        )
        for one, two in zip(once, again, strict=True):
            if "failed" in (one.finding, two.finding):
                lost += 1
            else:
                agreed.append(float(_same(one, two)))
                groups.append(sample.id)
    effect = mean_interval(np.array(agreed), groups or None)
    meaning = "share of findings that are the same when the same is asked twice"
    return Bias(name="self-agreement", effect=effect, none=1.0, lost=lost, meaning=meaning)


def _same(one: Verdict, two: Verdict) -> bool:
    return (one.finding, one.value) == (two.finding, two.value)


def _self_preference(samples: Sequence[Sample], judge: Model, other: Model, seed: int) -> Bias:
    """Both models word the same good answer anew, so that content is alike and only the wording is theirs."""
    wins: list[float] = []
    lost = 0
    for sample in samples:
        ask = [Message(role="user", text=REWORD + sample.good)]
        own, others = judge(ask).text, other(ask).text
        (verdict,) = compared(BETTER, sample.question, own, others, judge)
        values = [vote.value for vote in verdict.votes if vote.value is not None]
        lost += verdict.finding == "failed"
        if len(values) == len(verdict.votes):
            wins.append(sum(values) / len(values))
    effect = _interval(wins, seed, widest=0.5)
    meaning = f"share of wins of the judge's own wording over that of {other.name}, both orders"
    unsure = len(samples) - len(wins) - lost
    return Bias(name="self-preference", effect=effect, none=0.5, lost=lost, unsure=unsure, meaning=meaning)


def bias_line(one: Bias) -> str:
    """Write a bias as a line for people."""
    found = "FOUND" if one.found else "not shown"
    lost = (f", {one.lost} lost" if one.lost else "") + (f", {one.unsure} unsure" if one.unsure else "")
    if not one.effect.n:
        return f"{one.name}: could not be measured{lost}"
    return (
        f"{one.name}: {one.effect.value:+.3f} (95 % interval {one.effect.low:+.3f} to {one.effect.high:+.3f}, n {one.effect.n}"
        f"{lost}; without bias {one.none:g}): {found}. {one.meaning}"
    )


__all__ = ["Bias", "Sample", "bias_line", "biases", "shipped_samples"]
