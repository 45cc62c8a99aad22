"""A multiple-choice item: questions of simple arithmetic, for tests.

Source: Preceptor.
License: Apache-2.0
Data: as many items as wanted and 4 examples, synthetic.
"""

from collections.abc import Iterator

from preceptor.components import Task
from preceptor.records import Answer, Case
from preceptor.scoring.choice import score_choice


def TASK(*, n: int = 8) -> Task:
    """Return the task with `n` items under test."""

    def cases(split: str) -> Iterator[Case]:
        numbers = range(n) if split == "test" else range(n + 12, n + 16)
        for number in numbers:
            options = [str(2 * number + wrong) for wrong in (1, 2, 3)]
            options.insert(number % 4, str(2 * number))
            yield Case(
                id=f"{split}-{number}",
                prompt=f"What is {number} plus {number}?",
                choices=dict(zip("ABCD", options, strict=True)),
                instruction="Answer with the letter of the right option.",
                target="ABCD"[number % 4],
                tags={"size": "small" if number < 5 else "large"},
            )

    return Task(
        cases=cases,
        score=score_choice,
        gold=lambda case: Answer(text=f"{case.target}"),
        splits=("test", "train"),
        train="train",
    )
