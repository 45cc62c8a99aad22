"""How long the report of a run of 10,000 cases takes, and how large its page is.

python benchmarks/report_speed.py
"""

from _measure import WORK, Measured, command, measure, medians, rounds, serving
from _ours import check, examine, rows, write_exam
from _table import Table, save

COUNT, LIMIT_S, LIMIT_MB, ROUNDS = 10_000, 5.0, 25, 5


def main() -> None:
    """Make the run once against the loopback server, then report it several times."""
    _, exam = write_exam(COUNT)
    with serving(answer="ANSWER: {letter}") as server:
        examine(exam, server, name="reported")
    check(rows("reported"), COUNT)
    folder = WORK / "results-reported"
    page = folder / "report.html"

    def report() -> Measured:
        page.unlink(missing_ok=True)
        return measure(command("report", folder))

    middle = medians(rounds({"report": report}, ROUNDS)["report"])
    size_mb = page.stat().st_size / 1e6
    kept = middle.seconds < LIMIT_S and size_mb < LIMIT_MB
    target = f"< {LIMIT_S:.0f} s, < {LIMIT_MB} MB: {'kept' if kept else 'MISSED'}"
    line = [f"{COUNT:,}", f"{middle.seconds:.2f}", f"{size_mb:.1f}", f"{middle.peak_mb:.0f}", target]
    columns = ("cases", "seconds", "page, MB", "peak, MB", "target")
    note = f"`preceptor report` to one HTML file, whole process, median of {ROUNDS} runs."
    save(Table(name="report_speed", columns=columns, rows=[line], note=note))


if __name__ == "__main__":
    main()
