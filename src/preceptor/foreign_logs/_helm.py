"""HELM: a run folder with run_spec.json, scenario_state.json and per_instance_stats.json (0.5)."""

from collections.abc import Iterator
from pathlib import Path

from preceptor.errors import BadInput
from preceptor.foreign_logs._shape import (
    Asked,
    Draft,
    Fields,
    Log,
    chosen,
    inside,
    number_of,
    objects,
    read_json,
    rows_of,
)
from preceptor.records import Json

NEEDED = ("run_spec.json", "scenario_state.json", "per_instance_stats.json")
PREFERRED = (
    "exact_match", "quasi_exact_match", "classification_macro_f1", "f1_score", "final_number_exact_match", "rouge_l",
    "jury_score",
)  # fmt: skip
Place = tuple[str, int, str]


def _place(found: Fields, instance: Json) -> Place:
    name = inside({"x": instance}, "x", "perturbation", "name") or inside(found, "perturbation", "name")
    return (
        str(found.get("instance_id") or inside({"x": instance}, "x", "id")),
        int(number_of(found.get("train_trial_index")) or 0),
        str(name or ""),
    )


def _stats(path: Path) -> dict[Place, dict[str, float]]:
    import orjson  # the file holds a list, not an object

    found: dict[Place, dict[str, float]] = {}
    for one in objects(orjson.loads((path / "per_instance_stats.json").read_bytes())):
        values = {
            str(inside(stat, "name", "name")): mean
            for stat in objects(one.get("stats"))
            if (mean := number_of(stat.get("mean"))) is not None and number_of(stat.get("count"))
        }
        found.setdefault(_place(one, None), {}).update(values)
    return found


def _correct(reference: Fields) -> bool:
    tags = reference.get("tags")
    return isinstance(tags, list) and "correct" in tags


def _answer(state: Fields) -> tuple[str, str]:
    completions = objects(inside(state, "result", "completions"))
    text = str(completions[0].get("text") or "") if completions else ""
    mapping = state.get("output_mapping")
    return text, text.strip() if isinstance(mapping, dict) and text.strip() in mapping else ""


def _drafts(
    path: Path,
    spec: Fields,
    states: list[Fields],
    stats: dict[Place, dict[str, float]],
    asked: Asked,
    score: str,
) -> Iterator[Draft]:
    task = asked.task or str(spec.get("name") or path.name).partition(":model=")[0].partition(",model=")[0]
    model = asked.model or str(inside(spec, "adapter_spec", "model") or "")
    for state in states:
        place = _place(state, state.get("instance"))
        values = stats.get(place, {})
        mapping = state.get("output_mapping")
        choices = {str(k): str(v) for k, v in mapping.items()} if isinstance(mapping, dict) else {}
        right = [
            str(inside(one, "output", "text"))
            for one in objects(inside(state, "instance", "references"))
            if _correct(one)
        ]
        letters = [letter for letter, text in choices.items() if text in right]
        text, choice = _answer(state)
        failed = inside(state, "result", "success") is False
        yield Draft(
            id=place[0], task=task, model=model, epoch=place[1], perturbation=place[2], value=values.get(score),
            error=str(inside(state, "result", "error") or "the request failed") if failed else "",
            prompt=str(inside(state, "request", "prompt") or inside(state, "instance", "input", "text") or ""),
            target="|".join(letters or right) or None, choices=choices, text=text, choice=choice,
            tokens=(int(values.get("num_prompt_tokens", 0)), int(values.get("num_completion_tokens", 0))),
            seconds=values.get("inference_runtime"),
        )  # fmt: skip


def read_helm(path: Path, asked: Asked) -> Log:
    """Read one run of a suite.

    Raises:
        BadInput: not such a folder, or a layout that is not known.
    """
    missing = [name for name in NEEDED if not (path / name).is_file()]
    if missing:
        raise BadInput(f"{path} is no run folder of HELM: no {', '.join(missing)}; nothing was imported")
    spec, stats = read_json(path / "run_spec.json"), _stats(path)
    states = objects(read_json(path / "scenario_state.json").get("request_states"))
    if not states or "adapter_spec" not in spec or not any(stats.values()):
        raise BadInput(f"{path} is laid out in another way than HELM 0.5 does; nothing was imported")
    known = list(dict.fromkeys(name for values in stats.values() for name in values))
    first = [name for name in PREFERRED if name in known]
    if not asked.score and not first:
        raise BadInput(f"{path}: choose the score with --score; it has: {', '.join(known)}")
    score = chosen(asked.score, [*first, *(name for name in known if name not in first)], str(path))
    return Log(
        program="helm 0.5", rows=rows_of(list(_drafts(path, spec, states, stats, asked, score))),
        files=tuple(path / name for name in NEEDED), notes=(f"score: {score}",),
    )  # fmt: skip
