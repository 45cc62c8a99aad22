"""How long the command takes to say something: `preceptor list` and `preceptor --help`.

python benchmarks/cli_start.py
"""

import sys

from _measure import command, measure, medians, rounds
from _table import Table, save

LIMIT_S, ROUNDS = 0.3, 11


def main() -> None:
    """Measure the commands and, as the floor, Python itself."""
    programs = {
        "python -c pass": lambda: measure([sys.executable, "-c", "pass"]),
        "preceptor --help": lambda: measure(command("--help")),
        "preceptor list": lambda: measure(command("list")),
    }
    lines = []
    for name, measured in rounds(programs, ROUNDS).items():
        middle = medians(measured)
        target = (
            f"< {LIMIT_S} s: {'kept' if middle.seconds < LIMIT_S else 'MISSED'}"
            if "preceptor" in name
            else ""
        )
        lines.append([f"`{name}`", f"{middle.seconds:.3f}", target])
    columns = ("command", "seconds", "target")
    save(Table(name="cli_start", columns=columns, rows=lines, note=f"Medians of {ROUNDS} runs in turn."))


if __name__ == "__main__":
    main()
