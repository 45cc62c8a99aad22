"""Correction of a judge's error: hand-computed values, what widens the interval, coverage."""

import numpy as np
import pytest

from preceptor.stats import Findings, corrected_score, error_rates, powered_mean

NAN = float("nan")


def findings(judge: list[float], people: list[float], **more: object) -> Findings:
    n = len(judge)
    filled = {"weight": np.ones(n), "category": np.zeros(n, int), "case": np.arange(n)} | more
    return Findings(judge=np.array(judge), people=np.array(people), **filled)  # type: ignore[arg-type]


def drawn(
    seed: int, *, share: float = 0.4, se: float = 0.88, sp: float = 0.85, n: int = 300, labels: int = 100
) -> Findings:
    draw = np.random.default_rng(seed)
    truth = (draw.random(n) < share).astype(float)
    judge = np.where(truth == 1, draw.random(n) < se, draw.random(n) >= sp).astype(float)
    people = np.full(n, NAN)
    chosen = draw.choice(n, labels, replace=False)
    people[chosen] = truth[chosen]
    return findings(list(judge), list(people))


def test_double_sampling_by_hand() -> None:
    """60 of 100 judged met; of 10 + 10 labelled ones people say met in 8 and in 3: 0.6 x 0.8 + 0.4 x 0.3."""
    judge = [1.0] * 60 + [0.0] * 40
    people = [1.0] * 8 + [0.0] * 2 + [NAN] * 50 + [1.0] * 3 + [0.0] * 7 + [NAN] * 30
    found = corrected_score(findings(judge, people))
    assert (found.naive, found.value) == (0.6, pytest.approx(0.6))
    assert (found.method, found.labels, found.n) == ("double sampling", 20, 100)
    people[60:70] = [0.0] * 10
    assert corrected_score(findings(judge, people)).value == pytest.approx(0.48)


def test_rogan_gladen_by_hand() -> None:
    """Judged 0.6, sensitivity 0.9, specificity 0.8: (0.6 + 0.8 - 1) / 0.7."""
    labelled = findings([1.0] * 9 + [0.0] + [1.0] * 2 + [0.0] * 8, [1.0] * 10 + [0.0] * 10)
    found = corrected_score(findings([1.0] * 60 + [0.0] * 40, [NAN] * 100), labelled=labelled)
    assert found.value == pytest.approx(0.4 / 0.7)
    assert found.method == "rogan-gladen"
    assert found.low < found.value < found.high


def test_signed_weights_and_classes_by_hand() -> None:
    """Two criteria of +0.5 (class 0) and -0.25 (class 1) in each of four answers, each class with its own error."""
    judge = np.array([1.0, 1.0, 0.0, 0.0] * 2)
    people = np.array([1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0])
    found = corrected_score(
        Findings(
            weight=np.repeat([0.5, -0.25], 4), judge=judge, people=people,
            category=np.repeat([0, 1], 4), case=np.tile(np.arange(4), 2),
        )
    )  # fmt: skip
    class_0 = 0.5 * (2 * 0.5 + 2 * 0.0) / 4
    class_1 = -0.25 * (2 * 1.0 + 2 * 0.5) / 4
    assert found.value == pytest.approx(class_0 + class_1)
    assert found.naive == pytest.approx((0.5 * 2 - 0.25 * 2) / 4)


def test_rogan_gladen_with_both_signs_in_one_class_by_hand() -> None:
    """+0.5 judged met in 0.6 and -0.5 in 0.4 of the answers; sensitivity 0.9, specificity 0.8."""
    labelled = findings([1.0] * 9 + [0.0] + [1.0] * 2 + [0.0] * 8, [1.0] * 10 + [0.0] * 10)
    judged = Findings(
        weight=np.repeat([0.5, -0.5], 100), judge=np.array(([1.0] * 60 + [0.0] * 40) + ([1.0] * 40 + [0.0] * 60)),
        people=np.full(200, NAN), category=np.zeros(200, int), case=np.tile(np.arange(100), 2),
    )  # fmt: skip
    found = corrected_score(judged, labelled=labelled)
    assert found.value == pytest.approx(0.5 * (0.4 / 0.7) - 0.5 * (0.2 / 0.7))
    assert found.naive == pytest.approx(0.1)
    assert found.low < found.value < found.high


def test_missing_findings_widen_by_their_weight_and_never_add_points() -> None:
    whole = drawn(1)
    judge = whole.judge.copy()
    judge[:30] = NAN
    lost = corrected_score(findings(list(judge), list(np.where(np.arange(300) < 30, NAN, whole.people))))
    assert lost.missing == pytest.approx(0.1)
    assert lost.high - lost.low > corrected_score(whole).high - corrected_score(whole).low
    assert abs(lost.value - corrected_score(whole).value) < 0.1
    known = corrected_score(findings(list(judge), list(np.where(np.arange(300) < 30, 1.0, whole.people))))
    assert known.missing == 0.0, "what people labelled is known, whatever the judge lost"


def test_more_labels_narrow_the_calibration_part_and_alike_groups_widen_it() -> None:
    few, many = corrected_score(drawn(2, labels=40)), corrected_score(drawn(2, labels=250))
    assert many.calibration < few.calibration
    found = drawn(3)
    twice = Findings(
        weight=np.ones(600), judge=np.tile(found.judge, 2), people=np.tile(found.people, 2),
        category=np.zeros(600, int), case=np.arange(600), group=np.tile(np.arange(300), 2),
    )  # fmt: skip
    assert corrected_score(twice).calibration == pytest.approx(corrected_score(found).calibration, rel=0.1)
    assert corrected_score(twice).sampling == pytest.approx(corrected_score(found).sampling, rel=0.1)


def test_a_judge_no_better_than_chance_corrects_nothing() -> None:
    labelled = findings([1.0, 0.0] * 20, [1.0, 1.0, 0.0, 0.0] * 10)
    found = corrected_score(findings([1.0] * 50 + [0.0] * 50, [NAN] * 100), labelled=labelled)
    assert "better than chance" in found.note
    assert found.high - found.low > 0.9
    assert found.value == 0.5, "nothing is known, so nothing is invented"


def test_error_rates_with_intervals() -> None:
    found = error_rates(np.array([1, 1, 1, 0, 0, 0, 1.0]), np.array([1, 1, 1, 1, 0, 0, 0.0]))
    assert (found.true_met, found.false_not_met, found.true_not_met, found.false_met) == (3, 1, 2, 1)
    assert found.sensitivity.value == 0.75
    assert found.specificity.value == pytest.approx(2 / 3)
    assert 0.3 < found.sensitivity.low < 0.75 < found.sensitivity.high < 1


def test_coverage_of_the_worst_and_a_middling_cell() -> None:
    """400 repeats: within 3 standard errors of 95 %; the naive interval misses. All cells: experiments."""
    hits = naive = 0
    for seed in range(400):
        sample = drawn(seed, share=0.3)
        found = corrected_score(sample, draws=1000)
        hits += found.low <= 0.3 <= found.high
        half = 1.96 * (found.naive * (1 - found.naive) / 300) ** 0.5
        naive += abs(found.naive - 0.3) <= half
    assert 0.918 <= hits / 400 <= 0.982
    assert naive / 400 < 0.5


def test_powered_mean_equals_the_regression_estimator_by_hand() -> None:
    judge = np.array([0.2, 0.4, 0.6, 0.8, 1.0, 0.0])
    people = np.array([0.1, 0.3, 0.5, 0.7, NAN, NAN])
    found = powered_mean(judge, people)
    assert found.value == pytest.approx(0.4 + 1.0 * (0.5 - 0.5)), "slope 1, both means equal"
    useless = powered_mean(np.full(6, 0.5), people)
    assert useless.value == pytest.approx(0.4), "a judge that tells nothing leaves people's scores alone"


def test_powered_mean_covers_and_is_narrower_than_labels_alone() -> None:
    hits, widths, alone = 0, [], []
    for seed in range(400):
        draw = np.random.default_rng(seed)
        truth = draw.beta(2, 3, 300)
        judge = np.clip(0.2 + 0.7 * truth + draw.normal(0, 0.08, 300), 0, 1)
        people = np.where(np.arange(300) < 60, truth, NAN)
        found = powered_mean(judge, people)
        hits += found.low <= 0.4 <= found.high
        widths.append(found.high - found.low)
        alone.append(2 * 2.0 * truth[:60].std(ddof=1) / 60**0.5)
    assert 0.918 <= hits / 400 <= 0.982
    assert np.mean(widths) < 0.8 * np.mean(alone)


def test_powered_mean_bounds_what_is_missing() -> None:
    judge = np.array([0.2, 0.4, NAN, 0.8, 1.0, 0.0] * 10)
    people = np.array([0.1, 0.3, NAN, 0.7, NAN, NAN] * 10)
    found, whole = powered_mean(judge, people), powered_mean(np.nan_to_num(judge, nan=0.5), people)
    assert found.missing > 0.1
    assert found.low < whole.low < whole.high < found.high
