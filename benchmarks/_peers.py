"""Other programs that ask the same items: their environments, pinned, and their command lines.

Each is set for speed as far as its own options go: no display, 64 connections from the start, and for
Inspect neither the live view of samples nor the raw requests in the log. All write every item's result.
"""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from _measure import ROOT, WORK, Measured, Server, measure, stop

PINNED = {
    "inspect": ("inspect-ai==0.3.285", "openai==3.52.0"),
    # Elsewhere than here add `--index-url https://download.pytorch.org/whl/cpu` for torch: no CUDA build.
    "lm_eval": ("torch==2.13.0", "lm-eval[api]==0.4.13"),
}
OFFLINE = {"HF_DATASETS_OFFLINE": "1", "HF_HUB_OFFLINE": "1", "OPENAI_API_KEY": "none"}
LM_EVAL_TASK = """\
task: loopback_items
dataset_path: json
dataset_kwargs:
  data_files:
    test: {items}
test_split: test
output_type: generate_until
doc_to_text: "{{{{prompt}}}}"
doc_to_target: "{{{{answer}}}}"
generation_kwargs:
  until: []
filter_list:
  - name: letter
    filter:
      - function: regex
        regex_pattern: "\\\\b([A-D])\\\\b"
        group_select: -1
      - function: take_first
metric_list:
  - metric: exact_match
    aggregation: mean
    higher_is_better: true
"""


def prepare(name: str) -> Path:
    """Return the `bin` folder of a program's environment, made at first use."""
    place = WORK / name
    done = place / "installed.txt"
    wanted = "\n".join(PINNED[name])
    if not done.exists() or done.read_text() != wanted:
        print(f"making {place} with {', '.join(PINNED[name])}", flush=True)
        venv.create(place, with_pip=True)
        for package in PINNED[name]:
            subprocess.run([place / "bin" / "pip", "install", "-q", package], check=True)
        done.write_text(wanted)
    return place / "bin"


def fresh(name: str) -> Path:
    """Return an empty folder for results."""
    place = WORK / f"results-{name}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return place


def ask_bare(
    items: Path, server: Server, concurrency: int, *, samples: int = 1, cost_ms: float = 0.0
) -> Measured:
    """Run the bare loop."""
    script = ROOT / "benchmarks" / "bare_loop.py"
    results = fresh("bare") / "results.jsonl"
    options = [str(concurrency), results, str(samples), str(cost_ms)]
    return measure([sys.executable, script, items, server.url, *options])


def ask_inspect(items: Path, server: Server, concurrency: int) -> Measured:
    """Run Inspect AI on the items."""
    program = prepare("inspect") / "inspect"
    folder = ROOT / "benchmarks" / "peers"  # it does not take an absolute path of a task
    options = f"--display none --max-connections {concurrency} --max-samples {concurrency}".split()
    options += ["--no-log-realtime", "--no-log-model-api", "--ctl-server", "false"]
    model = ["--model", "openai-api/loopback/loopback", "--model-base-url", server.url]
    settings = OFFLINE | {"LOOPBACK_API_KEY": "none", "LOOPBACK_BASE_URL": server.url}
    logs = fresh("inspect")
    asked = [program, "eval", "inspect_task.py", *model, *options, "--log-dir", logs, "-T", f"items={items}"]
    found = measure(asked, settings=settings, folder=folder)
    for log in logs.glob("*.eval"):
        header = subprocess.run(
            [program, "log", "dump", "--header-only", log], capture_output=True, check=True
        )
        if json.loads(header.stdout)["status"] == "success":
            return found
    return stop(f"Inspect wrote no log of a finished run to {logs}")


def ask_lm_eval(items: Path, server: Server, concurrency: int) -> Measured:
    """Run lm-evaluation-harness on the items."""
    program = prepare("lm_eval") / "lm_eval"
    place = fresh("lm_eval")
    (place / "tasks").mkdir()
    (place / "tasks" / "items.yaml").write_text(LM_EVAL_TASK.format(items=items))
    url = f"{server.url}/chat/completions"
    model = (
        f"model=loopback,base_url={url},num_concurrent={concurrency},max_retries=3,tokenized_requests=False"
    )
    options = ["--tasks", "loopback_items", "--include_path", place / "tasks", "--output_path", place / "out"]
    asked = [
        "--model",
        "local-chat-completions",
        "--model_args",
        model,
        "--apply_chat_template",
        "--log_samples",
    ]
    settings = OFFLINE | {"HF_HOME": str(WORK / "huggingface")}
    return measure([program, *asked, *options], settings=settings)
