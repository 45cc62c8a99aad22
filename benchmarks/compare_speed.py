"""How fast a comparison is: 10,000 cases x 2 systems with 10,000 bootstrap draws, on one core.

    python benchmarks/compare_speed.py

Three kinds of scores: right or wrong, one case a group; right or wrong with ten cases a group; a number that is
never twice the same (the slowest: no two groups are alike). Times the statistics alone (processor time), and the whole command
with reading, subgroups, flips and the page (by the clock, and processor time).
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import orjson  # noqa: E402

from preceptor import stats  # noqa: E402

N, DRAWS = 10_000, 10_000


def scores(kind: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Make two systems' scores."""
    rng = np.random.default_rng(1)
    groups = [str(i // 10 if kind == "binary, grouped" else i) for i in range(N)]
    if kind == "continuous":
        return rng.beta(5, 2, N), rng.beta(5, 2, N), groups
    a = (rng.random(N) < 0.7).astype(float)
    return a, np.where(rng.random(N) < 0.85, a, 1 - a), groups


def run_folder(folder: Path, values: np.ndarray, groups: list[str]) -> Path:
    """Write a run of these scores."""
    folder.mkdir()
    (folder / "run.json").write_bytes(
        orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "2026-01-01T00:00:00Z"})
    )
    with (folder / "cases.jsonl").open("wb") as handle:
        for i, value in enumerate(values.tolist()):
            row = {
                "task": "exam", "version": "1", "pipeline": "direct", "model": "m", "perturbation": "", "epoch": 0, "id": f"c{i}", "i": i,
                "status": "scored", "group": groups[i], "tags": {"specialty": f"s{i % 12}"}, "target": "A", "prompt": "Question?",
                "score": {"value": value, "low": value, "high": value, "why": "read"}, "seconds": 1.0,
                "usage": {"requests": 1, "input_tokens": 100, "output_tokens": 10},
            }  # fmt: skip
            handle.write(orjson.dumps(row) + b"\n")
    return folder


def main() -> None:
    """Print seconds for each kind."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    program = Path(sys.executable).with_name("preceptor")
    for kind in ("binary", "binary, grouped", "continuous"):
        a, b, groups = scores(kind)
        begun = time.process_time()
        found = stats.paired_difference(a, b, groups, draws=DRAWS)
        alone = time.process_time() - begun
        begun = time.process_time()
        stats.bootstrap_mean(b - a, groups, draws=DRAWS)
        drawn = time.process_time() - begun
        with tempfile.TemporaryDirectory() as place:
            left, right = (run_folder(Path(place) / name, one, groups) for name, one in (("a", a), ("b", b)))
            begun, used = time.perf_counter(), os.times()
            subprocess.run(
                [program, "compare", left, right, "--out", Path(place) / "page.html"],
                check=True,
                capture_output=True,
            )
            whole, ended = time.perf_counter() - begun, os.times()
            cpu = ended.children_user + ended.children_system - used.children_user - used.children_system
        print(
            f"{kind}: difference and test {alone:.2f} s ({found.method}), {DRAWS:,} draws {drawn:.2f} s, whole command {whole:.2f} s by the clock, {cpu:.2f} s on the processor"
        )


if __name__ == "__main__":
    main()
