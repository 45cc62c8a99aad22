"""verifiers 0.4: `traces.jsonl`, one episode a line, traces of version 1."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from preceptor.errors import BadInput
from preceptor.foreign_logs._shape import (
    Asked,
    Draft,
    Fields,
    Log,
    inside,
    number_of,
    objects,
    read_lines,
    rows_of,
    text_of,
)

VERSION = 1


def _reward(trace: Fields, name: str) -> float | None:
    rewards = trace.get("rewards")
    every = rewards if isinstance(rewards, Mapping) else {}
    known = {key: one for key, one in every.items() if isinstance(one, Mapping)}
    if name and name not in every:
        raise BadInput(
            f"trace {trace.get('id')} has no reward {name!r}; it has: {', '.join(every)}; nothing was imported"
        )
    if name:
        return number_of(inside(known.get(name, {}), "score"))
    if not known or len(known) < len(every):
        return None
    return sum(
        (number_of(one.get("score")) or 0.0) * (number_of(one.get("weight")) or 0.0) for one in known.values()
    )


def _last_words(trace: Fields) -> str:
    said = [node.get("message") for node in objects(trace.get("nodes"))]
    own = [one for one in said if isinstance(one, Mapping) and one.get("role") == "assistant"]
    return text_of(own[-1].get("content")) if own else ""


def _tokens(trace: Fields) -> tuple[int, int]:
    used = [inside(call, "usage") for call in objects(trace.get("calls"))]
    known = [one for one in used if isinstance(one, Mapping)]
    sent, got = (
        sum(number_of(one.get(name)) or 0 for one in known) for name in ("prompt_tokens", "completion_tokens")
    )
    return int(sent), int(got)


def _trace(episode: Fields, number: int, path: Path) -> Fields:
    traces = objects(episode.get("traces"))
    if not traces or any(trace.get("version") != VERSION for trace in traces):
        found = sorted({str(trace.get("version")) for trace in traces}) or ["none"]
        raise BadInput(
            f"{path}, line {number}: traces of version {', '.join(found)}, this version reads {VERSION}; nothing was imported"
        )
    return next((trace for trace in traces if trace.get("rewards")), traces[0])


def _drafts(episodes: list[Fields], path: Path, asked: Asked) -> Iterator[Draft]:
    seen: dict[str, int] = {}
    for number, episode in enumerate(episodes, 1):
        trace = _trace(episode, number, path)
        data = inside(trace, "task", "data")
        fields: Fields = data if isinstance(data, Mapping) else {}
        identity = str(fields.get("id") or fields.get("name") or fields.get("idx"))
        seen[identity] = seen.get(identity, -1) + 1
        errors = objects(trace.get("errors")) if not trace.get("ok") else []
        metrics = trace.get("metrics")
        found = {k: number_of(v) for k, v in metrics.items()} if isinstance(metrics, Mapping) else {}
        yield Draft(
            id=identity, task=asked.task or str(inside(episode, "env", "id") or inside(trace, "task", "type") or path.parent.name),
            model=asked.model or str(inside(trace, "agent", "config", "model") or ""), epoch=seen[identity],
            value=_reward(trace, asked.score), error=text_of(errors[-1].get("message")) or "the rollout failed" if errors else "",
            prompt=text_of(fields.get("prompt")), text=_last_words(trace), target=fields.get("answer"), tokens=_tokens(trace),
            parts={name: one for name, one in found.items() if one is not None},
        )  # fmt: skip


def read_verifiers(path: Path, asked: Asked) -> Log:
    """Read the traces of a run, a file or the folder that holds it.

    Raises:
        BadInput: another version, or a reward that is not there.
    """
    file = path / "traces.jsonl" if path.is_dir() else path
    episodes = read_lines(file)
    if not episodes:
        raise BadInput(f"{file} holds no episode; nothing was imported")
    version = inside(_trace(episodes[0], 1, file), "verifiers", "version")
    score = asked.score or "sum of weighted rewards"
    return Log(
        program=f"verifiers {version or '0.4'}", rows=rows_of(list(_drafts(episodes, file, asked))), files=(file,),
        notes=(f"score: {score}",),
    )  # fmt: skip
