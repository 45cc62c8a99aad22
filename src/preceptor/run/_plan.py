"""What a run is asked to do: its arguments, checked and resolved before anything is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import cast

import orjson

from preceptor import catalog
from preceptor.components import AnswerFunction, Perturbation, Pipeline, Settings, Task
from preceptor.errors import BadInput, near
from preceptor.records import Json

NO_PERTURBATION = "none"
GROWING = ("tasks", "pipelines", "models", "perturbations")  # lists that may gain members on resume
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
        for name, low in (("limit", 0), ("epochs", 1), ("concurrency", 1), ("workers", 0), ("retries", 0)):
            if getattr(self, name) < low:
                raise BadInput(f"{name}={getattr(self, name)} is not allowed; give {low} or more")
        if not self.tasks:
            raise BadInput("no task given; `preceptor list tasks` shows them")
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


def _limit(key: str, value: int) -> float:
    return float("inf") if key == "limit" and value == 0 else value


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One combination of task, pipeline, model and perturbation."""

    task_name: str
    task: Task
    pipeline_name: str
    pipeline: Pipeline
    model_name: str
    perturbation_name: str
    perturbation: Perturbation | None
    split: str

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
    """Turn a path to an exam's YAML file into `own_exam(file=PATH)`; leave other names as they are."""
    if given.endswith((".yaml", ".yml")):
        return f"own_exam(file={Path(given).resolve()})"
    stem, _, options = given.partition("(")
    return catalog.resolve("tasks", stem) + (f"({options}" if options else "")


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
        for way in plan.pipelines:
            pipeline = cast(Pipeline, catalog.load("pipelines", way))
            if pipeline.needs_model and not plan.models:
                raise BadInput(f"pipeline {way} asks a model: give --model, e.g. http://host:8000/v1/NAME")
            if pipeline.prepare and not (task.train or plan.examples):
                raise BadInput(
                    f"{way} needs examples and {name} has no train split: give --examples TASK:SPLIT"
                )
            for model in plan.models if pipeline.needs_model else ("",):
                out += [
                    _arm(name, task, way, pipeline, model, change, split)
                    for change in plan.perturbations
                ]  # fmt: skip
    return out


def _arm(
    name: str, task: Task, way: str, pipeline: Pipeline, model: str, change: str, split: str
) -> Arm:  # fmt: skip
    none = change == NO_PERTURBATION
    return Arm(
        task_name=name,
        task=task,
        pipeline_name=way,
        pipeline=pipeline,
        model_name=model,
        perturbation_name="" if none else change,
        perturbation=None if none else cast(Perturbation, catalog.load("perturbations", change)),
        split=split,
    )


def _split(name: str, task: Task, wanted: str) -> str:
    if wanted and wanted not in task.splits:
        raise BadInput(
            f"{name} has no split {wanted!r}; splits: {', '.join(task.splits)}{near(wanted, task.splits)}"
        )
    return wanted or task.splits[0]


def with_defaults(plan: Plan, suite: Mapping[str, Json]) -> Plan:
    """Fill what the plan leaves open from a suite: pipelines, limit, perturbations."""
    changes: dict[str, object] = {}
    for key in ("pipelines", "perturbations"):
        if key in suite and getattr(plan, key) == Plan.__dataclass_fields__[key].default:
            changes[key] = tuple(cast("list[str]", suite[key]))
    if "limit" in suite and plan.limit == 0:
        changes["limit"] = suite["limit"]
    return replace(plan, **changes)  # type: ignore[arg-type]


__all__ = ["AnswerFunction", "Arm", "Plan", "arms", "task_name", "with_defaults"]
