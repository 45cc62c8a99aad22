"""Make the logs in `fixtures/` by running each program on the same three own-written questions.

    python tests/foreign_logs/generate_fixtures.py

Needs the environments below .benchmarks/ that `benchmarks/_peers.py` makes (inspect, lm_eval), and two that
are made with `python3 -m venv .benchmarks/NAME && .benchmarks/NAME/bin/pip install PACKAGE`: helm
(crfm-helm==0.5.16) and verifiers (verifiers==0.4.0). No network, no model: mock models answer.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "fixtures"
VERIFIERS = """
import verifiers.v1 as vf

QUESTIONS = {questions}


class ThreeQuestionsData(vf.TaskData):
    answer: str = ""


class ThreeQuestionsTask(vf.Task[ThreeQuestionsData]):
    @vf.reward(weight=1.0)
    async def correct(self, trace: vf.Trace) -> float:
        if self.data.id == "q3":
            raise RuntimeError("the scorer broke")
        said = [node.message.content for node in trace.nodes if node.message.role == "assistant"]
        return float(bool(said) and str(said[-1]) == self.data.answer)


class ThreeQuestionsConfig(vf.TasksetConfig):
    pass


class ThreeQuestionsTaskset(vf.Taskset[ThreeQuestionsTask, ThreeQuestionsConfig]):
    def load(self):
        return [ThreeQuestionsTask(ThreeQuestionsData(id=i, prompt=q, answer=t), self.config.task) for i, q, _, t in QUESTIONS]
"""
QUESTIONS = [
    ("q1", "Which electrolyte falls when vasopressin is secreted without need?", ["Sodium", "Calcium", "Iodine", "Zinc"], "A"),
    ("q2", "Which organ stores bile?", ["Spleen", "Gallbladder", "Thymus", "Pancreas"], "B"),
    ("q3", "Which vitamin is lacking in scurvy?", ["Vitamin D", "Vitamin K", "Vitamin C", "Vitamin A"], "C"),
]  # fmt: skip
INSPECT = """
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import choice, includes
from inspect_ai.solver import multiple_choice, solver
import json, os, sys
from inspect_ai.log import write_eval_log
questions, folder, form = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]

@solver
def breaks_on_third():
    async def solve(state, generate):
        if state.sample_id == "q3":
            raise RuntimeError("the service is gone")
        return state
    return solve

answers = ["ANSWER: A", "ANSWER: C", "ANSWER: A", "ANSWER: B"]
outputs = [ModelOutput.from_content("mockllm/model", text) for text in answers]
for output in outputs:
    output.usage = ModelUsage(input_tokens=40, output_tokens=3, total_tokens=43)  # else it fetches a tokenizer
model = get_model("mockllm/model", custom_outputs=outputs)
samples = [Sample(id=i, input=q, choices=o, target=t, metadata={"specialty": "medicine" if i != "q2" else "surgery"}) for i, q, o, t in questions]
task = Task(dataset=samples, solver=[breaks_on_third(), multiple_choice()], scorer=choice(), name="three_questions", epochs=2)
(log,) = eval(task, model=model, log_dir=folder, log_format=form, fail_on_error=False, max_samples=1, display="none", max_tasks=1)
for sample in log.samples:  # tracebacks and events hold paths of this machine
    sample.events = []
    if sample.error:
        sample.error.traceback = sample.error.traceback_ansi = ""
log.eval.revision = None
os.remove(log.location)
write_eval_log(log, f"{folder}/log.{form}")
"""
LM_EVAL = """
task: three_questions
dataset_path: json
dataset_kwargs:
  data_files:
    test: {items}
test_split: test
output_type: multiple_choice
doc_to_text: "{{{{question}}}}\\nAnswer:"
doc_to_choice: "{{{{options}}}}"
doc_to_target: "{{{{answer}}}}"
metric_list:
  - metric: acc
    aggregation: mean
    higher_is_better: true
metadata:
  version: 1.0
"""


def run(*command, cwd=None):
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr[-2000:]}")


def program(environment, name):
    return ROOT / ".benchmarks" / environment / "bin" / name


def empty(name):
    place = HERE / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return place


def inspect_ai():
    for form in ("eval", "json"):
        place = empty(f"inspect_{form}")
        run(program("inspect", "python"), "-c", INSPECT, json.dumps(QUESTIONS), place, form)


class Streams(BaseHTTPRequestHandler):
    """A service that streams the letter A to every question."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        start = {"id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "mock/model"}
        parts = [
            {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "A"}, "finish_reason": None}]},
            {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
            {"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 1, "total_tokens": 13}},
        ]  # fmt: skip
        body = "".join(f"data: {json.dumps({**start, **part})}\n\n" for part in parts) + "data: [DONE]\n\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def verifiers(work):
    package = work / "three_questions"
    package.mkdir()
    (package / "taskset.py").write_text(VERIFIERS.format(questions=QUESTIONS))
    (package / "__init__.py").write_text(
        "from three_questions.taskset import ThreeQuestionsTaskset\n\n__all__ = ['ThreeQuestionsTaskset']\n"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), Streams)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ |= {"PYTHONPATH": str(work), "NO_KEY": "none"}
    run(
        program("verifiers", "vf-eval"), "three-questions", "--model", "mock/model", "--client.base-url",
        f"http://127.0.0.1:{server.server_port}/v1", "--client.api-key-var", "NO_KEY", "--env.agent.harness.id", "null",
        "--env.agent.runtime.type", "subprocess", "--no-push", "-o", work / "vf", cwd=work,
    )  # fmt: skip
    (found,) = (work / "vf").rglob("traces.jsonl")
    lines = [json.loads(line) for line in found.read_text().splitlines()]
    for episode in lines:
        for error in [*episode["errors"], *(one for trace in episode["traces"] for one in trace["errors"])]:
            error.pop("traceback", None)  # holds paths of this machine
    lines.sort(key=lambda episode: episode["task"]["data"]["id"])
    (empty("verifiers") / "traces.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def lm_eval(work):
    items = work / "items.jsonl"
    items.write_text(
        "".join(json.dumps({"id": i, "question": q, "options": o, "answer": "ABCD".index(t)}) + "\n" for i, q, o, t in QUESTIONS)
    )  # fmt: skip
    (work / "tasks").mkdir()
    (work / "tasks" / "three.yaml").write_text(LM_EVAL.format(items=items))
    place = empty("lm_eval")
    run(
        program("lm_eval", "lm_eval"), "--model", "dummy", "--tasks", "three_questions", "--include_path",
        work / "tasks", "--output_path", work / "out", "--log_samples", cwd=work,
    )  # fmt: skip
    for file in (work / "out").rglob("*.json*"):
        kind = (
            "samples_three_questions_2026-01-01T00-00-00.000000.jsonl"
            if file.name.startswith("samples")
            else "results_2026-01-01T00-00-00.000000.json"
        )
        found = json.loads(file.read_text()) if kind.startswith("results") else None
        if found:
            found.pop("pretty_env_info", None)  # tells of this machine
        (place / kind).write_text(json.dumps(found, indent=1) if found else file.read_text())


def helm(work):
    rows = [
        {"input": {"text": q}, "references": [{"output": {"text": one}, "tags": ["correct"] if "ABCD"[n] == t else []} for n, one in enumerate(o)], "split": "test", "id": i}
        for i, q, o, t in QUESTIONS
    ]  # fmt: skip
    (work / "three.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    entry = f"custom_mcqa:path={work}/three.jsonl,num_train_instances=0,method=multiple_choice_joint,model=simple/model1"
    run(
        program("helm", "helm-run"),
        "--run-entries",
        entry,
        "--suite",
        "three",
        "-m",
        "10",
        "--output-path",
        work / "helm",
        "--disable-cache",
    )
    (found,) = [file.parent for file in (work / "helm").rglob("per_instance_stats.json")]
    place = empty("helm")
    for name in ("run_spec.json", "scenario_state.json", "per_instance_stats.json", "scenario.json"):
        text = (
            (found / name).read_text().replace(str(work), "/tmp").replace(str(work).replace("/", "_"), "_tmp")
        )
        (place / name).write_text(text)


def main():
    chosen = sys.argv[1:] or ["inspect", "lm_eval", "helm", "verifiers"]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        steps = {
            "inspect": inspect_ai,
            "lm_eval": lambda: lm_eval(work),
            "helm": lambda: helm(work),
            "verifiers": lambda: verifiers(work),
        }
        for name in chosen:
            steps[name]()
            print("made", name)


if __name__ == "__main__":
    main()
