"""Whole processes measured from outside: wall time, CPU time and peak memory, as the kernel counts them."""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".benchmarks"
LAUNCH = ROOT / "benchmarks" / "_launch.py"
sys.path.insert(0, str(ROOT / "tests"))

from loopback import Server, serving  # noqa: E402

__all__ = ["ROOT", "WORK", "Measured", "Server", "command", "measure", "medians", "rounds", "serving", "stop"]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One process, or the median of several.

    Attributes:
        peak_mb: the most memory held at once, in units of 10^6 bytes.
    """

    seconds: float
    cpu_s: float
    peak_mb: float
    output: str = ""


def measure(
    arguments: Sequence[str | Path], *, settings: Mapping[str, str] | None = None, folder: Path = WORK
) -> Measured:
    """Run a program to its end.

    Args:
        settings: environment variables to add.
        folder: where it runs.

    Raises:
        SystemExit: the program failed; its output is shown.
    """
    log, figures = WORK / f"output-{os.getpid()}.txt", WORK / f"figures-{os.getpid()}.txt"
    started = subprocess.run(
        [sys.executable, "-S", "-E", LAUNCH, figures, *arguments],
        stdout=(out := log.open("w")),
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(settings or {})},
        cwd=folder,
    )
    out.close()
    output = log.read_text(errors="replace")
    log.unlink()
    taken = figures.read_text().split() if figures.exists() else []
    figures.unlink(missing_ok=True)
    if started.returncode:
        stop(f"{' '.join(map(str, arguments))} ended with {started.returncode}:\n{output[-4000:]}")
    seconds, cpu_s, peak_mb = map(float, taken)
    return Measured(seconds=seconds, cpu_s=cpu_s, peak_mb=peak_mb, output=output)


def medians(runs: Iterable[Measured]) -> Measured:
    """Return the median of each figure."""
    kept = list(runs)
    return Measured(
        seconds=statistics.median(run.seconds for run in kept),
        cpu_s=statistics.median(run.cpu_s for run in kept),
        peak_mb=statistics.median(run.peak_mb for run in kept),
        output=kept[-1].output,
    )


def rounds(
    programs: Mapping[str, Callable[[], Measured]], count: int, first: int = 1
) -> dict[str, list[Measured]]:
    """Run each program once per round, so that a slow minute of the machine falls on all of them."""
    found: dict[str, list[Measured]] = {name: [] for name in programs}
    for number in range(first, first + count):
        for name, program in programs.items():
            found[name].append(program())
            print(f"  round {number}: {name} {found[name][-1].seconds:.2f} s", flush=True)
    return found


def command(*arguments: str | Path) -> list[str | Path]:
    """Return the command line of `preceptor` in the environment of this Python."""
    return [Path(sys.executable).with_name("preceptor"), *arguments]


def stop(message: str) -> NoReturn:
    """End the benchmark with a message and a failing exit code."""
    raise SystemExit(message)
