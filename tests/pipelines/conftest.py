"""A scripted model and one own-written case of every kind, for the tests of pipelines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from preceptor.components import Tool, Toolbox
from preceptor.records import Case, Json, Message, Reply


@dataclass
class Asked:
    """One request as the model saw it; `parallel` when it came through `many`."""

    messages: tuple[Message, ...]
    temperature: float | None
    max_tokens: int | None
    schema: Mapping[str, Json] | None
    tools: tuple[str, ...]
    logprobs: tuple[str, ...]
    seed: int | None
    parallel: bool

    @property
    def last(self) -> str:
        return self.messages[-1].text


@dataclass
class Scripted:
    """A model that answers by a function of the request, and keeps every request."""

    script: Callable[[Asked], str | Reply]
    name: str = "scripted/test"
    local: bool = True
    asked: list[Asked] = field(default_factory=list)
    vectors: Callable[[str], list[float]] | None = None

    def _reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        said = self.script(asked)
        return Reply(text=said) if isinstance(said, str) else said

    def __call__(
        self,
        messages: Sequence[Message],
        *,
        temperature: float | None = None,
        max_tokens: int | None = None,
        schema: Mapping[str, Json] | None = None,
        tools: Sequence[Tool] = (),
        logprobs: Sequence[str] = (),
        seed: int | None = None,
    ) -> Reply:
        names = tuple(tool.name for tool in tools)
        return self._reply(
            Asked(tuple(messages), temperature, max_tokens, schema, names, tuple(logprobs), seed, False)
        )

    def many(
        self,
        conversations: Sequence[Sequence[Message]],
        *,
        temperature: float | None = None,
        max_tokens: int | None = None,
        schema: Mapping[str, Json] | None = None,
        tools: Sequence[Tool] = (),
        logprobs: Sequence[str] = (),
        seeds: Sequence[int] = (),
    ) -> list[Reply]:
        assert not seeds or len(seeds) == len(conversations)
        names = tuple(tool.name for tool in tools)
        seeded = seeds or [None] * len(conversations)
        return [
            self._reply(
                Asked(tuple(messages), temperature, max_tokens, schema, names, tuple(logprobs), seed, True)
            )
            for messages, seed in zip(conversations, seeded, strict=True)
        ]

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        assert self.vectors is not None
        return [self.vectors(text) for text in texts]


@pytest.fixture
def scripted() -> Callable[[Callable[[Asked], str | Reply] | str | Sequence[str | Reply]], Scripted]:
    """Make a model from a function, from one text for every request, or from texts by order."""

    def make(script: Callable[[Asked], str | Reply] | str | Sequence[str | Reply]) -> Scripted:
        if isinstance(script, str):
            return Scripted(lambda _: script)
        if callable(script):
            return Scripted(script)
        replies = iter(script)
        return Scripted(lambda _: next(replies))

    return make


CHOICES = {"A": "Hypokalaemia", "B": "Hyponatraemia", "C": "Hypercalcaemia", "D": "Hypoglycaemia"}


def sodium_tool() -> Toolbox:
    def lookup(patient: str) -> Json:
        return {"p1": 121}[patient]

    schema = {"type": "object", "properties": {"patient": {"type": "string"}}, "required": ["patient"]}
    return Toolbox(
        tools=(Tool(name="sodium", description="Serum sodium.", parameters=schema, function=lookup),)
    )


@pytest.fixture
def cases() -> dict[str, tuple[Case, Toolbox]]:
    """One case of each kind with its tools."""
    ask = "Ask one thing on a line that begins ASK:, or end with a line that begins Answer:."
    choice = Case(
        id="choice",
        prompt="After a marathon a runner is confused; the serum sodium is 121 mmol/L. Diagnosis?",
        choices=CHOICES,
        instruction="Answer with the letter of the one best option.",
        target="B",
    )
    open_cases = [
        choice,
        Case(id="text", prompt="Name the disorder of a low sodium.", answer_kind="text", target="x"),
        Case(id="value", prompt="Sodium 140, chloride 100, bicarbonate 24: anion gap in mmol/L?",
             answer_kind="value", target=16.0),
        Case(id="ranking", prompt="List the likeliest causes of a low sodium.", answer_kind="ranking"),
        Case(id="spans", prompt="She has fever and a dry cough.", answer_kind="spans",
             instruction="List the findings, one a line, as written."),
        Case(id="data", prompt="Fill the form.", answer_kind="data",
             schema={"type": "object", "properties": {"sodium": {"type": "number"}}}),
        Case(id="dialogue", prompt="A runner is confused.", answer_kind="text", instruction=ask),
    ]  # fmt: skip
    made = {case.id: (case, Toolbox()) for case in open_cases}
    made["tools"] = (
        Case(id="tools", prompt="What is the sodium of patient p1?", answer_kind="value", target=121.0),
        sodium_tool(),
    )
    return made
