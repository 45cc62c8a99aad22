"""Runs every benchmark and writes its table into docs/benchmarks.md; takes about three quarters of an hour.

python benchmarks/all.py            # all
python benchmarks/all.py cli_start  # some
"""

import subprocess
import sys

from _measure import ROOT, WORK
from _table import write_page

BENCHMARKS = ("throughput", "faults", "memory", "cli_start", "no_model", "report_speed", "mcp_round_trip")


def main() -> int:
    """Run the benchmarks one after another, each in a process of its own; 1 when one of them failed."""
    wanted = sys.argv[1:] or BENCHMARKS
    if unknown := set(wanted) - set(BENCHMARKS):
        raise SystemExit(f"no benchmark {sorted(unknown)[0]!r}; benchmarks: {', '.join(BENCHMARKS)}")
    WORK.mkdir(exist_ok=True)
    failed = [
        name
        for name in wanted
        if subprocess.run([sys.executable, ROOT / "benchmarks" / f"{name}.py"]).returncode
    ]
    write_page([name for name in wanted if name not in failed])
    print(f"failed: {', '.join(failed)}" if failed else "all benchmarks ran")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
