"""A run as an Inspect log: one log for each arm, read by Inspect 0.3."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from preceptor.errors import BadInput
from preceptor.records import Json
from preceptor.rows import Row, Run

HIDDEN = "(text left out; export with --texts)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Arm:
    """What all samples of one log share."""

    task: str
    pipeline: str
    model: str
    perturbation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectLog:
    """A log: its header, and its samples."""

    header: dict[str, Json]
    samples: tuple[dict[str, Json], ...]


def _score(row: Row, texts: bool) -> dict[str, Json]:
    score = row.get("score", {})
    value = score.get("value")
    if row.get("status") != "scored" or value is None:
        return {}
    found: dict[str, Json] = {
        "value": value,
        "metadata": {"parts": score.get("parts", {}), "flags": score.get("flags", {})},
    }
    if texts:
        found |= {
            "answer": str(row.get("answer", {}).get("choice") or ""),
            "explanation": score.get("why", ""),
        }
    return {"preceptor": found}


def _sample(row: Row, arm: Arm, texts: bool) -> dict[str, Json]:
    answer, usage = str(row.get("answer", {}).get("text") or ""), row.get("usage", {})
    prompt = row.get("prompt", "") if texts else HIDDEN
    target = row.get("target")
    message = {"role": "assistant", "content": answer if texts else HIDDEN, "source": "generate"}
    tokens = usage.get("input_tokens", 0), usage.get("output_tokens", 0)
    spent = {"input_tokens": tokens[0], "output_tokens": tokens[1], "total_tokens": sum(tokens)}
    found: dict[str, Json] = {
        "id": row.get("id", ""), "epoch": row.get("epoch", 0) + 1, "input": prompt,
        "target": (target if isinstance(target, str) else orjson.dumps(target).decode()) if texts and target is not None else "",
        "messages": [{"role": "user", "content": prompt}, message],
        "output": {"model": arm.model or arm.pipeline, "choices": [{"message": message, "stop_reason": "stop"}]},
        "scores": _score(row, texts), "metadata": {**row.get("tags", {}), "group": row.get("group", "")}, "store": {},
        "events": [], "attachments": {}, "model_usage": {arm.model or arm.pipeline: spent},
    }  # fmt: skip
    if (seconds := row.get("seconds")) is not None:
        found["total_time"] = seconds
    if row.get("choices") and texts:
        found["choices"] = list(row.get("choices", {}).values())
    if error := row.get("error"):
        told = error["kind"] + (f": {error['message']}" if texts else "")
        found["error"] = {"message": told, "traceback": "", "traceback_ansi": ""}
    return found


def _results(samples: Sequence[dict[str, Json]], rows: Sequence[Row]) -> dict[str, Json]:
    values = [row.get("score", {}).get("value") for row in rows if row.get("status") == "scored"]
    known = [value for value in values if value is not None]
    metrics: dict[str, Json] = (
        {"mean": {"name": "mean", "value": sum(known) / len(known), "params": {}}} if known else {}
    )
    scores = [
        {
            "name": "preceptor", "scorer": "preceptor", "params": {}, "metrics": metrics, "scored_samples": len(known),
            "unscored_samples": len(rows) - len(known),
        }
    ]  # fmt: skip
    return {
        "total_samples": len(samples),
        "completed_samples": sum("error" not in one for one in samples),
        "scores": scores,
    }


def inspect_log(run: Run, arm: Arm, rows: Sequence[Row], *, texts: bool) -> InspectLog:
    """Make the log of one arm.

    Args:
        texts: also prompts, answers, targets and reasons; without them ids, scores, groups and tags stay.
    """
    kept = [row for row in rows if row.get("status") != "inapplicable"]
    samples = [_sample(row, arm, texts) for row in kept]
    mark = hashlib.sha256(
        orjson.dumps([run.get("started"), arm.task, arm.pipeline, arm.model, arm.perturbation])
    ).hexdigest()[:22]
    ids = list(dict.fromkeys(row.get("id", "") for row in kept))
    started = run.get("started", "")
    header: dict[str, Json] = {
        "version": 2, "status": "success",
        "eval": {
            "eval_id": mark, "run_id": mark, "created": started, "task": arm.task, "task_id": mark, "task_version": 0,
            "task_attribs": {}, "task_args": {"pipeline": arm.pipeline, "perturbation": arm.perturbation},
            "dataset": {"samples": len(ids), "sample_ids": ids, "shuffled": False},
            "model": arm.model or f"preceptor/{arm.pipeline}", "model_args": {},
            "config": {"epochs": max((row.get("epoch", 0) for row in kept), default=0) + 1},
            "packages": {}, "metadata": {"written_by": "preceptor", "versions": run.get("versions", {})},
        },
        "plan": {"name": "plan", "steps": [], "config": {}},
        "results": _results(samples, kept),
        "stats": {"started_at": started, "completed_at": started, "model_usage": {}},
    }  # fmt: skip
    return InspectLog(header=header, samples=tuple(samples))


def _summary(sample: dict[str, Json]) -> dict[str, Json]:
    names = ("id", "epoch", "input", "target", "scores", "metadata", "model_usage")
    return {**{name: sample[name] for name in names}, "completed": True}


def write_inspect(log: InspectLog, path: Path) -> None:
    """Write a log as `.eval` or `.json`, readable by its owner only.

    Raises:
        BadInput: another ending.
    """
    if path.suffix not in (".eval", ".json"):
        raise BadInput(f"--out {path}: an Inspect log ends in .eval or .json")
    path.touch(mode=0o600)
    if path.suffix == ".json":
        whole = {**log.header, "samples": log.samples}
        path.write_bytes(orjson.dumps(whole, option=orjson.OPT_INDENT_2))
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        start = {"version": 2, "eval": log.header["eval"], "plan": log.header["plan"]}
        archive.writestr("_journal/start.json", orjson.dumps(start))
        for sample in log.samples:
            name = f"samples/{sample['id']}_epoch_{sample['epoch']}.json"
            archive.writestr(name, orjson.dumps(sample))
        archive.writestr("summaries.json", orjson.dumps([_summary(sample) for sample in log.samples]))
        archive.writestr("header.json", orjson.dumps(log.header))
