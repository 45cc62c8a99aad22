"""The working of a calculation in an answer: which calculator, which inputs, which result, and what they give.

An answer shows its working in `data` (`calculator`, `inputs`) or in calls of the tool `calculate`. A replay runs
the named calculator on the named inputs, so that a wrong choice, a wrong input and a wrong sum can be told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from preceptor.calculate import calculate
from preceptor.errors import PreceptorError
from preceptor.records import Answer, Json

TOOL = "calculate"


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A calculation as an answer shows it."""

    calculator: str
    inputs: Mapping[str, Json]


def work_of(answer: Answer) -> Work | None:
    """Return the working that an answer shows, the last one of several; None where it shows none."""
    shown: list[object] = [call.arguments for call in answer.calls if call.name == TOOL and not call.error]
    for entry in (answer.data, *reversed(shown)):
        if isinstance(entry, Mapping) and isinstance(entry.get("calculator"), str):
            inputs = entry.get("inputs")
            return Work(
                calculator=str(entry["calculator"]),
                inputs=cast("Mapping[str, Json]", inputs) if isinstance(inputs, Mapping) else {},
            )
    return None


def replayed(work: Work) -> Answer | None:
    """Return what the named calculator gives for the named inputs, as an answer; None where it gives no value."""
    try:
        result = calculate(work.calculator, work.inputs)
    except (PreceptorError, TypeError, ValueError):
        return None
    if result.value is None:
        return None
    number = result.value if isinstance(result.value, float) else None
    return Answer(text=f"Answer: {result.value}", value=number)
