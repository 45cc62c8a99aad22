"""Score answers with lost judge replies by the functions of Inspect's HealthBench scorer; run in its environment.

python judge_failure_inspect.py REPEATS.json prints one mean score for each repeat. The judge is a stand-in with the one
method that the scorer calls; grading, retrying and adding up are inspect_evals' own.
"""

import asyncio
import json
import logging
import sys
from dataclasses import dataclass
from pathlib import Path

from inspect_evals.healthbench.scorer import (
    _calculate_score_metadata,
    _evaluate_criterion,
    calculate_final_score,
)

logging.disable(logging.CRITICAL)
LOST = {"unreadable": "I would say that", "refused": "I'm sorry, but I can't help with that."}


@dataclass
class Output:
    completion: str


class Judge:
    """Says what it is told to, whatever is asked, as often as it is asked."""

    def __init__(self, met: bool, lost: str) -> None:
        self.met, self.lost = met, lost

    async def generate(self, input: str, config: object = None, cache: bool = False) -> Output:
        if self.lost == "timed out":
            raise TimeoutError("the judge timed out")
        if self.lost:
            return Output(LOST[self.lost])
        return Output(json.dumps({"explanation": "", "criteria_met": self.met}))


async def score(answer: list[dict]) -> float:
    graded = [
        await _evaluate_criterion(
            Judge(one["met"], one["lost"]), {"criterion": "c", "points": one["weight"], "tags": []}, "user: q"
        )
        for one in answer
    ]
    points = sum(one["points"] for one in graded if one["met"])
    most = sum(one["weight"] for one in answer if one["weight"] > 0)
    return _calculate_score_metadata(graded, most, points)["healthbench_score"]


async def main() -> None:
    repeats = json.loads(Path(sys.argv[1]).read_text())
    found = []
    for answers in repeats:
        values = [await score(answer) for answer in answers]
        found.append(float(calculate_final_score(values, bootstrap_samples=10)["score"]))
    print(json.dumps(found))


asyncio.run(main())
