"""Two arms of runs compared answer by answer by a judge, on every axis of a pairwise form, blinded, in both orders.

Source: Preceptor.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from preceptor.components import Model
from preceptor.errors import BadInput, ProviderError
from preceptor.judges import compared
from preceptor.records import Json, Verdict
from preceptor.rows import Row, read_rows
from preceptor.scoring.rubric import Rubric
from preceptor.scoring.word_overlap import bleu, rouge_l
from preceptor.stats import Estimate, bootstrap_mean, mean_interval


@dataclass(frozen=True, kw_only=True, slots=True)
class PairOfAnswers:
    """Two answers to one case."""

    task: str
    case: str
    group: str
    question: str
    a: str
    b: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AxisResult:
    """One axis: how often a is preferred (ties are halves), and its bounds with every open comparison lost or won.

    Attributes:
        order_led: comparisons whose two orders contradict each other.
        failed: comparisons that the judge lost.
    """

    axis: str
    share: Estimate
    low: float
    high: float
    n: int
    order_led: int
    unsure: int
    failed: int

    def line(self) -> str:
        """Write it for people."""
        verdict = "A" if self.share.low > 0.5 else "B" if self.share.high < 0.5 else "undecided"
        bounds = f", bounds {100 * self.low:.0f} to {100 * self.high:.0f}" if self.high > self.low else ""
        lost = (
            f"; order decides {self.order_led}, unsure {self.unsure}, failed {self.failed}"
            if self.high > self.low
            else ""
        )
        if not self.share.n:
            return f"{self.axis}: could not be judged, n {self.n}{lost}"
        return (
            f"{self.axis}: A preferred in {100 * self.share.value:.1f} % (95 % interval {100 * self.share.low:.1f} to "
            f"{100 * self.share.high:.1f}, n {self.share.n} of {self.n}{bounds}): {verdict}{lost}"
        )

    def plain(self) -> dict[str, Json]:
        """Return it as it is stored."""
        return {
            "axis": self.axis, "a_preferred": self.share.value, "low": self.share.low, "high": self.share.high,
            "n": self.share.n, "asked": self.n, "bound_low": self.low, "bound_high": self.high,
            "order_led": self.order_led, "unsure": self.unsure, "failed": self.failed,
        }  # fmt: skip


def paired_answers(a: Path, b: Path) -> list[PairOfAnswers]:
    """Pair the answers of two run folders by task, case, perturbation and repeat; each must hold one arm a task.

    Raises:
        BadInput: a case is answered by several arms of a folder, is another question in the other, or the folders
            have no case in common.
    """
    first, second = _answers(a), _answers(b)
    both = [key for key in first if key in second]
    if not both:
        raise BadInput(f"{a} and {b} have no answered case in common")
    if other := [key for key in both if first[key].get("prompt") != second[key].get("prompt")]:
        raise BadInput(
            f"{len(other)} of {len(both)} cases are other questions in {b} than in {a}, the first {other[0][1]!r}; "
            f"compare runs of the same cases"
        )
    return [
        PairOfAnswers(
            task=key[0],
            case=str(first[key].get("id")), group=first[key].get("group") or str(first[key].get("id")),
            question=first[key].get("prompt", ""), a=_text(first[key]), b=_text(second[key]), reference=_reference(first[key]),
        )
        for key in both
    ]  # fmt: skip


def answers_of(folder: Path) -> int:
    """Count the answers of a run folder that could be paired."""
    return len(_answers(folder))


def _reference(row: Row) -> str:
    target = row.get("target")
    found = target.get("reference") or target.get("ideal") if isinstance(target, Mapping) else target
    return found if isinstance(found, str) else ""


def _text(row: Row) -> str:
    return str(row.get("answer", {}).get("text", ""))


def _answers(folder: Path) -> dict[tuple[str, str, str, int], Row]:
    found: dict[tuple[str, str, str, int], Row] = {}
    for row in read_rows(folder):
        if row.get("status") not in ("scored", "unscored") or not _text(row).strip():
            continue
        key = (row.get("task", ""), row.get("id", ""), row.get("perturbation") or "", row.get("epoch", 0))
        if key in found:
            raise BadInput(
                f"{folder} answers case {key[1]!r} by several pipelines or models; give folders with one each"
            )
        found[key] = row
    return found


def side_by_side(
    pairs: Sequence[PairOfAnswers], rubric: Rubric, judge: Model, *, threads: int = 8
) -> list[AxisResult]:
    """Compare every pair on every axis; a pair whose every request the service lost is failed on all axes.

    Args:
        threads: pairs in work at once.
    """

    def ask(pair: PairOfAnswers) -> list[Verdict]:
        try:
            return compared(rubric, pair.question, pair.a, pair.b, judge)
        except ProviderError as error:
            return [
                Verdict(criterion=axis.id, finding="failed", words=str(error)) for axis in rubric.criteria
            ]

    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(ask, pairs))
    groups = [pair.group for pair in pairs]
    return [
        _axis(axis.id, [verdicts[place] for verdicts in found], groups)
        for place, axis in enumerate(rubric.criteria)
    ]


def _axis(axis: str, verdicts: Sequence[Verdict], groups: Sequence[str]) -> AxisResult:
    known = [(one.value, group) for one, group in zip(verdicts, groups, strict=True) if one.finding == "met"]
    values = np.array([value for value, _ in known], dtype=float)
    share = mean_interval(values, [group for _, group in known] or None)
    n, missing = len(verdicts), len(verdicts) - len(values)
    led = sum("contradict" in one.words for one in verdicts if one.finding == "cannot_judge")
    failed = sum(one.finding == "failed" for one in verdicts)
    return AxisResult(
        axis=axis, share=share, low=float(values.sum()) / n, high=(float(values.sum()) + missing) / n, n=n,
        order_led=led, unsure=missing - led - failed, failed=failed,
    )  # fmt: skip


def word_metrics(pairs: Sequence[PairOfAnswers]) -> dict[str, Estimate]:
    """Return the mean of A's minus B's BLEU and ROUGE-L over the pairs that have a reference."""
    known = [pair for pair in pairs if pair.reference]
    groups = [pair.group for pair in known] or None
    measures = {"BLEU": bleu, "ROUGE-L": lambda reference, text: rouge_l(reference, text).f1}
    return {
        name: bootstrap_mean(
            np.array([of(pair.reference, pair.a) - of(pair.reference, pair.b) for pair in known]), groups
        )
        for name, of in measures.items()
        if known
    }


def metric_line(name: str, gap: Estimate) -> str:
    """Write a metric's difference for people."""
    if gap.method == "none":
        return f"{name}: A minus B {gap.value:+.3f}, no interval (n {gap.n}, all alike or too few)"
    side = "A" if gap.low > 0 else "B" if gap.high < 0 else "undecided"
    return f"{name}: A minus B {gap.value:+.3f} (95 % interval {gap.low:+.3f} to {gap.high:+.3f}, n {gap.n}): {side}"


def opposite_verdicts(results: Sequence[AxisResult], metrics: Mapping[str, Estimate]) -> list[str]:
    """Say which metrics (mean of A's minus B's, with interval) prefer the other side than the judge does.

    Both must be decided: an interval that holds no difference contradicts nobody.
    """
    found = []
    for result in results:
        side = (result.share.low > 0.5) - (result.share.high < 0.5) if result.share.n else 0
        for name, gap in metrics.items():
            other = (gap.low > 0) - (gap.high < 0)
            if side and other and side != other:
                found.append(
                    f"{name} prefers {'A' if other > 0 else 'B'}, the judge on {result.axis} the other"
                )
    return found
