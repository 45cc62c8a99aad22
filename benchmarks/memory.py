"""Peak memory of the asking process at 2,000 and at 100,000 questions.

python benchmarks/memory.py [--large 100000] [--rounds 5]
"""

import argparse
from functools import partial

from _measure import medians, rounds, serving
from _ours import check, examine, rows, write_exam
from _table import Table, save

SMALL, LIMIT_MB = 2000, 100


def main() -> None:
    """Measure both sizes in turn."""
    parser = argparse.ArgumentParser(description="Peak memory of `preceptor examine`.")
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    sizes = (SMALL, given.large)
    with serving(answer="ANSWER: {letter}") as server:
        exams = {count: write_exam(count)[1] for count in sizes}
        runs = rounds(
            {str(count): partial(examine, exams[count], server, name=str(count)) for count in sizes},
            given.rounds,
        )
    check(rows(str(SMALL)), SMALL)
    lines = []
    for name, measured in runs.items():
        middle = medians(measured)
        kept = middle.peak_mb < LIMIT_MB
        rate = int(name) / middle.seconds
        target = f"< {LIMIT_MB} MB: {'kept' if kept else 'MISSED'}"
        lines.append(
            [f"{int(name):,}", f"{middle.peak_mb:.1f}", f"{middle.seconds:.1f}", f"{rate:.0f}", target]
        )
    growth = medians(runs[str(given.large)]).peak_mb - medians(runs[str(SMALL)]).peak_mb
    note = (
        f"`direct`, 64 in flight, 0 ms per reply, medians of {given.rounds} runs each in turn. From {SMALL:,} to "
        f"{given.large:,} questions the peak grows by {growth:.1f} MB."
    )
    columns = ("questions", "peak, MB", "seconds", "questions/s", "target")
    save(Table(name="memory", columns=columns, rows=lines, note=note))


if __name__ == "__main__":
    main()
