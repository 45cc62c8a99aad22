"""What the run itself costs: 10,000 questions answered by `longest_option`, whole process, lines written.

python benchmarks/no_model.py
"""

from _measure import medians, rounds
from _ours import check, examine, rows, write_exam
from _table import Table, save

COUNT, LIMIT, ROUNDS = 10_000, 5000, 7


def main() -> None:
    """Measure the run."""
    _, exam = write_exam(COUNT)
    runs = rounds(
        {"longest_option": lambda: examine(exam, pipeline="longest_option", name="no_model")}, ROUNDS
    )
    check(rows("no_model"), COUNT)
    middle = medians(runs["longest_option"])
    rate = COUNT / middle.seconds
    target = f"> {LIMIT}/s: {'kept' if rate > LIMIT else 'MISSED'}"
    line = ["longest_option", f"{middle.seconds:.2f}", f"{rate:.0f}", f"{middle.peak_mb:.0f}", target]
    columns = ("pipeline", "seconds", "questions/s", "peak, MB", "target")
    note = f"{COUNT:,} questions, median of {ROUNDS} runs, start of the program included."
    save(Table(name="no_model", columns=columns, rows=[line], note=note))


if __name__ == "__main__":
    main()
