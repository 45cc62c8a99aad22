"""Guidelines of a world: how some of its diseases are found and treated, step by step."""

import random

from preceptor.knowledge.fictional_world._shapes import (
    Action,
    Condition,
    Disease,
    Drug,
    Guideline,
    Step,
    Test,
)  # fmt: skip

GUIDELINES = 36


def guidelines(
    rng: random.Random, diseases: dict[str, Disease], tests: dict[str, Test], drugs: dict[str, Drug]
) -> dict[str, Guideline]:
    """Write guidelines for half of the diseases."""
    chosen = sorted(rng.sample(list(diseases), GUIDELINES))
    return {
        f"g{number:03}": Guideline(
            id=f"g{number:03}", disease=name, steps=_steps(rng, diseases[name], tests, drugs)
        )
        for number, name in enumerate(chosen)
    }  # fmt: skip


def _steps(
    rng: random.Random, disease: Disease, tests: dict[str, Test], drugs: dict[str, Drug]
) -> tuple[Step, ...]:
    marker, first, second = disease.marker, disease.first_line, disease.second_line
    way = disease.marker_direction
    seen = tuple(entry.finding for entry in disease.manifestations[:2])
    limit = treatment_limit(tests[marker], way, rng.choice((1.2, 1.3, 1.5)))
    plan: list[tuple[Condition, Action, tuple[str, ...], int | None]] = [
        (Condition(when="findings", refs=seen), "order", (marker,), None),
        (Condition(when="test", refs=(marker,), direction=way, value=limit), "start", (first,), None),
        (Condition(when="comorbidity", refs=drugs[first].contraindications), "start", (second,), None),
    ]
    extra: list[tuple[Condition, Action, tuple[str, ...], int | None]] = [
        (
            Condition(when="no_response", refs=(marker,), value=float(rng.choice((2, 3, 4, 6, 8)))),
            "replace", (first, second), None,
        ),
        (Condition(when="adverse", refs=drugs[first].adverse[:1]), "stop", (first,), None),
        (Condition(when="normal", refs=(marker,)), "recheck", (marker,), rng.choice((2, 3, 4, 6, 9, 12))),
    ]  # fmt: skip
    keep = sorted(rng.sample(range(3), rng.choice((2, 3, 3))))
    plan += [extra[place] for place in keep]
    return tuple(
        Step(number=number, condition=condition, action=action, refs=refs, months=months)
        for number, (condition, action, refs, months) in enumerate(plan, 1)
    )


def treatment_limit(test: Test, direction: str, factor: float) -> float:
    """Return a threshold outside every reference range of a test, by at least its last digit."""
    digit = 10.0**-test.decimals
    if direction == "high":
        top = max(entry.high for entry in test.ranges)
        return round(max(top * factor, top + digit), test.decimals)
    bottom = min(entry.low for entry in test.ranges)
    return round(min(bottom / factor, bottom - digit), test.decimals)
