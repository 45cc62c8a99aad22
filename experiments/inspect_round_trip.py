"""Does Inspect read what is exported? Sample count and score, read back in Inspect's own environment.

    python experiments/inspect_round_trip.py

Examines a baseline on the embedded exam, writes the run as `.eval` and `.json` with and without texts, and
opens each with the Inspect version that `benchmarks/_peers.py` pins.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from _peers import PINNED, prepare  # noqa: E402

from preceptor.report import figures_of  # noqa: E402

READ = """
import json, sys
from inspect_ai.log import read_eval_log
log = read_eval_log(sys.argv[1])
values = [s.scores["preceptor"].as_float() for s in log.samples if s.scores]
print(json.dumps({"status": log.status, "samples": len(log.samples), "scored": len(values),
                  "mean of samples": sum(values) / len(values), "mean in header": log.results.scores[0].metrics["mean"].value,
                  "errors": sum(s.error is not None for s in log.samples)}))
"""


def command(*arguments: object) -> None:
    """Run the program."""
    subprocess.run(
        [Path(sys.executable).with_name("preceptor"), *map(str, arguments)], check=True, capture_output=True
    )


def main() -> None:
    """Print one line for each form."""
    python = prepare("inspect") / "python"
    print("Inspect:", PINNED["inspect"][0])
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        command("examine", "fictional_exam", "--pipeline", "longest_option", "--limit", 400, "--out", run)
        (arm,) = figures_of([run]).arms
        print(
            "Preceptor:",
            json.dumps({"samples": arm.counts.n, "scored": arm.counts.scored, "mean": arm.score.value}),
        )
        for name, texts in (("log.eval", True), ("log.json", True), ("short.eval", False)):
            log = Path(folder) / name
            command("export", run, "--to", "inspect", "--out", log, *(["--texts"] if texts else []))
            done = subprocess.run([python, "-c", READ, log], capture_output=True, text=True, check=True)
            found = json.loads(done.stdout)
            print(f"{name}{' with texts' if texts else ''}:", json.dumps(found))
            assert found["samples"] == arm.counts.n
            assert abs(found["mean of samples"] - arm.score.value) < 1e-12


if __name__ == "__main__":
    main()
