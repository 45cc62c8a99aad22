"""What failing replies cost: 5 % of them 429, 500, cut connections or garbage, at 200 ms per reply.

    python benchmarks/faults.py

Nothing may be lost and nothing counted twice: every item has one scored row, equal to that of a run without
faults, and the server gave every prompt exactly one good reply.
"""

import statistics

from _measure import Measured, medians, rounds, serving
from _ours import check, examine, rows, write_exam
from _table import Table, save

COUNT, LIMIT = 2000, 1.5
FAULTS = {"429": 0.0125, "500": 0.0125, "cut": 0.0125, "garbage": 0.0125}


def scores(name: str) -> dict[str, tuple[float, str]]:
    """Return value and text of every row."""
    found = rows(name)
    check(found, COUNT)
    return {row["id"]: (row["score"]["value"], row["answer"]["text"]) for row in found}


def main() -> None:
    """Measure with and without faults in turn."""
    _, exam = write_exam(COUNT)
    with (
        serving(latency_ms=200, answer="ANSWER: {letter}") as whole,
        serving(latency_ms=200, answer="ANSWER: {letter}", faults=FAULTS) as failing,
    ):
        faults: list[int] = []

        def spoilt() -> Measured:
            failing.reset()
            failing.configure(seed=len(faults))
            measured = examine(exam, failing, name="spoilt")
            stats = failing.stats()
            faults.append(sum(stats["faults"].values()))
            if scores("spoilt") != scores("whole"):
                raise SystemExit("the rows with faults differ from those without")
            if stats["replies"] != COUNT or stats["requests"] != COUNT + faults[-1]:
                raise SystemExit(
                    f"{stats['requests']} requests and {stats['replies']} good replies for {COUNT} items"
                )
            return measured

        runs = rounds({"no faults": lambda: examine(exam, whole, name="whole"), "5 % faults": spoilt}, 5)
    ratio = statistics.median(
        one.seconds / other.seconds for one, other in zip(runs["5 % faults"], runs["no faults"], strict=True)
    )
    lines = []
    for name, measured in runs.items():
        middle = medians(measured)
        target = "" if name == "no faults" else f"< {LIMIT} x: {'kept' if ratio < LIMIT else 'MISSED'}"
        shown = f"{ratio:.2f}" if target else "1"
        lines.append([name, f"{middle.seconds:.2f}", f"{middle.cpu_s:.2f}", shown, target])
    note = (
        f"{COUNT:,} questions, 64 in flight, 200 ms per reply, 5 runs each in turn; {statistics.median(faults):.0f} "
        "replies failed in the median run (429 with `Retry-After: 1`, 500, cut connection, garbage in equal shares). "
        "Every row equals that of the run without faults; every prompt had exactly one good reply."
    )
    save(
        Table(
            name="faults", columns=("replies", "seconds", "CPU, s", "ratio", "target"), rows=lines, note=note
        )
    )


if __name__ == "__main__":
    main()
