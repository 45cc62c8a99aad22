"""The working of a calculation in an answer: which calculator, which inputs, which result, and what they give.

An answer shows its working in `data` (`calculator`, `inputs`) or in calls of the tool `calculate`. A replay runs
the named calculator on the named inputs, so that a wrong choice, a wrong input and a wrong sum can be told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from preceptor.errors import PreceptorError
from preceptor.records import Answer, Json
from preceptor.scoring.number_within import number_of, read_date, read_weeks_days
from preceptor.tools import run_calculator

TOOL = "calculate"
SAME = 0.005  # relative difference within which a stated result is the one that its inputs give (rounding)
SMALL = 0.005  # below this the difference is absolute


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A calculation as an answer shows it."""

    calculator: str
    inputs: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """What a calculator gives: the result as an answer, the inputs as it took them, in its own units."""

    answer: Answer
    given: Mapping[str, Json]


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


def replayed(work: Work) -> Replay | None:
    """Run the working again; None where the calculator refuses it.

    Where items are unknown the low end counts, as in benchmarks that take what is not mentioned as absent.
    """
    try:
        result = run_calculator(work.calculator, work.inputs)
    except (PreceptorError, TypeError, ValueError):
        return None
    value = result["low"] if result["value"] is None else result["value"]
    given = cast("Mapping[str, Mapping[str, Json]]", result["inputs"])
    return Replay(
        answer=Answer(text=f"Answer: {value}", value=value if isinstance(value, float) else None),
        given={name: entry["value"] for name, entry in given.items()},
    )


def same_result(target: Mapping[str, Json], answer: Answer, replay: Answer) -> bool:
    """Say whether a stated result is what the replay gives, as rounded, whatever is right."""
    if target["kind"] in ("decimal", "integer"):
        stated, given = number_of(answer), number_of(replay)
        return (
            stated is not None and given is not None and abs(stated - given) <= max(SMALL, SAME * abs(given))
        )
    read = read_date if target["kind"] == "date" else read_weeks_days
    return read(answer.text) is not None and read(answer.text) == read(replay.text)
