"""The shapes of everything that can be plugged in: frozen records that hold plain functions.

A component is one file that declares one constant (`TASK`, `PIPELINE`, ...); the file's name is the
component's name. A constant may be a function with keyword-only options that returns the shape; its
signature is the list of options. The docstring of the file is the component's documentation: line 1
says what it is, `Source:` and `License:` stand at its end and nowhere else.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from preceptor.calculation import Calculator as Calculator
from preceptor.calculation import Input as Input
from preceptor.records import Answer, Case, Data, Json, Message, Passage, Reply, Score

if TYPE_CHECKING:
    import numpy as np

Access = Literal["open", "research", "credentialed"]


class Model(Protocol):
    """A language model: called like a function, from any thread.

    Attributes:
        name: the full `provider/model` string.
        local: in this process, on a loopback address, or on a host that the user listed.
    """

    name: str
    local: bool

    def __call__(
        self,
        messages: Sequence[Message],
        *,
        temperature: float | None = None,
        max_tokens: int | None = None,
        schema: Mapping[str, Json] | None = None,
        tools: Sequence["Tool"] = (),
        logprobs: Sequence[str] = (),
        seed: int | None = None,
    ) -> Reply:
        """Answer one conversation; `logprobs` lists the options whose probability is wanted."""
        ...

    def many(
        self,
        conversations: Sequence[Sequence[Message]],
        *,
        temperature: float | None = None,
        max_tokens: int | None = None,
        schema: Mapping[str, Json] | None = None,
        tools: Sequence["Tool"] = (),
        logprobs: Sequence[str] = (),
        seeds: Sequence[int] = (),
    ) -> list[Reply]:
        """Answer several conversations at once; results in order, the first failure raised."""
        ...

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Embed texts; `(len(texts), width)`. Raises `BadInput` where the model cannot."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool:
    """A function that a model may call; `parameters` is the JSON schema of its arguments."""

    name: str
    description: str
    parameters: Mapping[str, Json]
    function: Callable[..., Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class Toolbox:
    """Tools of one case, made fresh for it; `state` shows their world for the scorer."""

    tools: tuple[Tool, ...] = ()
    state: Callable[[], Json] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Partner:
    """Who speaks back in a dialogue; `respond` is given the conversation that ends in a question."""

    respond: Callable[[Sequence[Message]], str]
    max_turns: int = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A figure that others printed, in [0, 1] unless `metric` says otherwise."""

    model: str
    value: float
    citation: str
    method: str = ""
    metric: str = "accuracy"


Columns: TypeAlias = "Mapping[str, np.ndarray]"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One clinical task.

    Attributes:
        cases: split -> cases in a fixed order, read lazily.
        score: (case, answer, judge) -> Score; `judge` is None where the task needs none.
        gold: the answer that scores 1.
        tools: fresh tools for a case.
        partner: who speaks back; `patient` is the model of the role `--patient` or None.
        summarise: NumPy columns of the scored rows (`value`, every part and flag) -> set-level
            metrics; called again on every resample for the interval.
        protocols: the scoring rules of others, by name: (case, raw text) -> 1.0, 0.0, or None where
            that rule takes the case out of the denominator.
        splits: the first is the default; `train` names the split for examples, if there is one.
    """

    cases: Callable[[str], Iterator[Case]]
    score: Callable[[Case, Answer, Model | None], Score]
    gold: Callable[[Case], Answer]
    tools: Callable[[Case], Toolbox] | None = None
    partner: Callable[[Case, Model | None], Partner] | None = None
    summarise: Callable[[Columns], Mapping[str, float]] | None = None
    protocols: Mapping[str, Callable[[Case, str], float | None]] = field(default_factory=dict)
    splits: tuple[str, ...] = ("test",)
    train: str | None = None
    needs_judge: bool = False
    data: tuple[Data, ...] = ()
    access: Access = "open"
    version: str = "1"
    published: tuple[Published, ...] = ()


AnswerFunction: TypeAlias = Callable[[Case, Toolbox, "Model | None"], Answer]


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """One way of answering.

    Attributes:
        answer: (case, tools, model) -> Answer.
        prepare: (examples, model) -> answer; called once per run with the examples of the task's
            train split, never with test cases or texts that overlap them.
        calls: model calls per case, for estimates before a run.
    """

    answer: AnswerFunction | None = None
    prepare: "Callable[[Sequence[Case], Model | None], AnswerFunction] | None" = None
    needs_model: bool = True
    calls: int = 1


@dataclass(frozen=True, kw_only=True)
class Perturbation:
    """One change of a case; `apply` returns None where it is not applicable."""

    apply: Callable[[Case, random.Random], Case | None]
    keeps_target: bool


@dataclass(frozen=True, kw_only=True)
class Source:
    """A citable body of knowledge; ids of passages and relations are stable."""

    passages: Callable[[], Iterable[Passage]] | None = None
    relations: Callable[[], Iterable[tuple[str, str, str]]] | None = None
    url: str = ""
    version: str = ""
    data: tuple[Data, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A back end of models; `open` makes the model that stands behind `provider/rest`."""

    open: Callable[[str, "Settings"], Model]


@dataclass(frozen=True, kw_only=True)
class Simulator:
    """A simulated person or system: (case, model) -> the partner that plays it."""

    partner: Callable[[Case, Model | None], Partner]


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command of the `preceptor` program: `add` declares arguments, `run` returns the exit code."""

    add: Callable[..., None]
    run: Callable[..., int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How to talk to a model service, the same for every provider.

    Attributes:
        concurrency: requests in flight at once.
        requests_per_minute: 0 is no limit; so is `tokens_per_minute`.
        timeout_s: for one request.
        retries: attempts after the first.
        cache: path of the SQLite request cache, None for none.
        local_hosts: hosts that count as local for the data policy.
        prices: path of a price table that overrides the shipped one.
        options: provider-specific, such as api_version, key_env or ca_file.
    """

    concurrency: int = 16
    requests_per_minute: float = 0.0
    tokens_per_minute: float = 0.0
    timeout_s: float = 120.0
    retries: int = 6
    cache: str | None = None
    local_hosts: tuple[str, ...] = ()
    prices: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
