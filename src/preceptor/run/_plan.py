"""What a run is asked to do: its arguments, checked and resolved before anything is asked."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import product
from pathlib import Path
from types import NoneType, UnionType
from typing import cast, get_args, get_origin

import orjson

from preceptor import catalog
from preceptor.components import Access, Perturbation, Pipeline, Settings, Task
from preceptor.errors import BadInput, near
from preceptor.records import Json

NO_PERTURBATION = "none"
GROWING = ("tasks", "pipelines", "models", "perturbations")  # lists that may gain members on resume
LOWEST = {
    "limit": 0, "epochs": 1, "concurrency": 1, "workers": 0, "retries": 0, "max_tokens": 1, "temperature": 0,
    "budget_usd": 0, "requests_per_minute": 0, "tokens_per_minute": 0,
}  # fmt: skip
RISING = ("limit", "epochs")  # numbers that may rise on resume
FREE = (  # how fast and where, never what: may differ on resume
    "out", "concurrency", "workers", "ray", "budget_usd", "requests_per_minute", "tokens_per_minute",
    "timeout_s", "retries", "cache", "prices", "local_hosts", "data",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The arguments of a run, under the names of the command line.

    Attributes:
        tasks: task names, with options; a path to a YAML file is a user's own exam.
        models: models under test; not needed by pipelines that ask none.
        judge: model that judges, never silently the model under test; so is `patient`.
        split: of every task; "" is each task's first.
        limit: cases per task; 0 is all.
        seed: of perturbations, sampling and requests.
        epochs: how often each case is answered.
        perturbations: names; "none" is the case as it is.
        examples: `TASK` or `TASK:SPLIT` to draw examples from; "" is the task's own train split.
        budget_usd: stop before more is spent; 0 is no budget.
        cache: path of the request cache, "" for none.
    """

    tasks: tuple[str, ...]
    pipelines: tuple[str, ...] = ("direct",)
    models: tuple[str, ...] = ()
    judge: str = ""
    patient: str = ""
    split: str = ""
    limit: int = 0
    seed: int = 0
    epochs: int = 1
    perturbations: tuple[str, ...] = (NO_PERTURBATION,)
    examples: str = ""
    temperature: float | None = None
    max_tokens: int | None = None
    model_options: Mapping[str, str] = field(default_factory=dict)
    allow_remote_credentialed: bool = False
    out: str = ""
    concurrency: int = 16
    workers: int = 0
    ray: bool = False
    budget_usd: float = 0.0
    requests_per_minute: float = 0.0
    tokens_per_minute: float = 0.0
    timeout_s: float = 120.0
    retries: int = 6
    cache: str = ""
    prices: str = ""
    local_hosts: tuple[str, ...] = ()
    data: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for entry in fields(self):
            _check_type(entry.name, getattr(self, entry.name), entry.type)
        for name, low in LOWEST.items():
            value = getattr(self, name)
            if value is not None and not low <= value < math.inf:
                raise BadInput(f"{name}={value} is not allowed; give {low} or more")
        if self.timeout_s <= 0:
            raise BadInput(f"timeout_s={self.timeout_s} is not allowed; give seconds above 0")
        for name in ("tasks", "pipelines", "perturbations"):
            if not all(getattr(self, name)) or not getattr(self, name):
                raise BadInput(f"no {name.removesuffix('s')} given; `preceptor list {name}` shows them")
        for folder in self.data:
            if not Path(folder).is_dir():
                raise BadInput(f"data folder {folder} does not exist")
        if self.ray and self.workers == 1:
            raise BadInput("--ray with one worker spreads nothing; give --workers 2 or more")

    def settings(self) -> Settings:
        """Return how to talk to the models."""
        return Settings(
            concurrency=self.concurrency,
            requests_per_minute=self.requests_per_minute,
            tokens_per_minute=self.tokens_per_minute,
            timeout_s=self.timeout_s,
            retries=self.retries,
            cache=self.cache or None,
            local_hosts=self.local_hosts,
            prices=self.prices or None,
            options=self.model_options,
        )

    def stored(self) -> dict[str, Json]:
        """Return the arguments as they are written to the run folder: values of headers are left out."""
        plain = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        plain["model_options"] = {
            key: "(not stored)" if key.startswith("header_") else value
            for key, value in self.model_options.items()
        }
        return cast("dict[str, Json]", orjson.loads(orjson.dumps(plain)))

    def clash(self, before: Mapping[str, Json]) -> str:
        """Say which stored argument this plan changes in a way that would not only add rows; "" if none."""
        now = self.stored()
        for key, value in now.items():
            old = before.get(key, value)
            if key in FREE or old == value:
                continue
            if key in GROWING and set(cast("list[str]", old)) <= set(cast("list[str]", value)):
                continue
            if key in RISING and _limit(key, cast(int, old)) <= _limit(key, cast(int, value)):
                continue
            return f"{key} was {old!r}, now {value!r}"
        return ""


def _check_type(name: str, value: object, hint: object) -> None:
    """Refuse a value of another type than declared; files may hold anything.

    Raises:
        BadInput: says what was given.
    """
    allowed = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    for kind in allowed:
        origin = get_origin(kind) or kind
        if origin is tuple and isinstance(value, tuple) and all(isinstance(part, str) for part in value):
            return
        if origin is Mapping and isinstance(value, Mapping):
            return
        if origin in (int, float) and isinstance(value, (int, origin)) and not isinstance(value, bool):
            return
        if origin in (str, bool, NoneType) and isinstance(value, origin):
            return
    wanted = {
        "tuple": "a list of names",
        "int": "a whole number",
        "float": "a number",
        "str": "a text",
        "bool": "true or false",
    }
    first = get_origin(allowed[0]) or allowed[0]
    raise BadInput(
        f"{name}={value!r} is not allowed; give {wanted.get(getattr(first, '__name__', ''), 'names with values')}"
    )


def _limit(key: str, value: int) -> float:
    return float("inf") if key == "limit" and value == 0 else value


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One combination of task, pipeline, model and perturbation; `access` is the strictest of its data."""

    task_name: str
    task: Task
    pipeline_name: str
    pipeline: Pipeline
    model_name: str
    perturbation_name: str
    perturbation: Perturbation | None
    split: str
    access: Access

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Return the part of a row's key that all rows of the arm share."""
        return (
            self.task_name, self.task.version, self.pipeline_name, self.model_name, self.perturbation_name,
        )  # fmt: skip

    def label(self) -> str:
        """Return a short name for people."""
        bits = (self.task_name, self.pipeline_name, self.model_name, self.perturbation_name)
        return " · ".join(bit for bit in bits if bit)


def task_name(given: str) -> str:
    """Turn a path to an exam's YAML file into `own_exam(file=PATH)`; spell other names as the catalogue does."""
    if given.endswith((".yaml", ".yml")):
        path = str(Path(given).resolve())
        return f'own_exam(file="{path}")' if re.search(r"[,()='\s]", path) else f"own_exam(file={path})"
    return named("tasks", given)


def named(kind: str, given: str) -> str:
    """Spell a component as the catalogue does and keep its options as given."""
    stem, bracket, options = given.partition("(")
    return catalog.resolve(kind, stem.strip()) + bracket + options


def arms(plan: Plan) -> list[Arm]:
    """Resolve a plan into its arms, in order; whatever cannot run is said before anything is asked.

    Raises:
        NotFound: an unknown name.
        BadInput: a split that a task has not, no model for a pipeline that needs one, no examples.
    """
    out: list[Arm] = []
    for name in dict.fromkeys(task_name(given) for given in plan.tasks):
        task = cast(Task, catalog.load("tasks", name))
        split = _split(name, task, plan.split)
        if task.needs_judge and not plan.judge:
            raise BadInput(
                f"{name} needs a judge: give --judge MODEL (never the model under test by default)"
            )
        for way in dict.fromkeys(named("pipelines", given) for given in plan.pipelines):
            pipeline = cast(Pipeline, catalog.load("pipelines", way))
            _check_pipeline(plan, way, pipeline, name, task)
            access = _strictest(plan, task, pipeline)
            models = dict.fromkeys(plan.models) if pipeline.needs_model else ("",)
            for model, change in product(models, dict.fromkeys(plan.perturbations)):
                arm = Arm(
                    task_name=name,
                    task=task,
                    pipeline_name=way,
                    pipeline=pipeline,
                    model_name=model,
                    perturbation_name="" if change == NO_PERTURBATION else named("perturbations", change),
                    perturbation=_perturbation(change),
                    split=split,
                    access=access,
                )
                out.append(arm)
    return out


def _check_pipeline(plan: Plan, way: str, pipeline: Pipeline, name: str, task: Task) -> None:
    if pipeline.needs_model and not plan.models:
        raise BadInput(f"pipeline {way} asks a model: give --model, e.g. http://host:8000/v1/NAME")
    if pipeline.prepare and not (task.train or plan.examples):
        raise BadInput(f"{way} needs examples and {name} has no train split: give --examples TASK:SPLIT")


def _perturbation(name: str) -> Perturbation | None:
    return None if name == NO_PERTURBATION else cast(Perturbation, catalog.load("perturbations", name))


def _strictest(plan: Plan, task: Task, pipeline: Pipeline) -> Access:
    """Credentialed as soon as the task's data or the examples that the model will see are."""
    shown = [task]
    if pipeline.prepare and plan.examples:
        shown.append(cast(Task, catalog.load("tasks", task_name(examples_source(plan)[0]))))
    return "credentialed" if any(one.access == "credentialed" for one in shown) else task.access


def examples_source(plan: Plan) -> tuple[str, str]:
    """Split `--examples TASK:SPLIT` into its parts; the split is "" where none is named."""
    head, colon, split = plan.examples.rpartition(":")
    return (head, split) if colon and split.isidentifier() else (plan.examples, "")


def _split(name: str, task: Task, wanted: str) -> str:
    if wanted and wanted not in task.splits:
        raise BadInput(
            f"{name} has no split {wanted!r}; splits: {', '.join(task.splits)}{near(wanted, task.splits)}"
        )
    return wanted or task.splits[0]


def with_defaults(plan: Plan, suite: Mapping[str, Json], given: Collection[str]) -> Plan:
    """Fill from a suite what was not given: pipelines, limit, perturbations."""
    changes: dict[str, object] = {}
    for key in ("pipelines", "perturbations", "limit"):
        if key in suite and key not in given:
            value = suite[key]
            changes[key] = tuple(value) if isinstance(value, list) else value
    return replace(plan, **changes)  # type: ignore[arg-type]
