"""What a run would ask and cost, told before it asks anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from preceptor.components import Tool
from preceptor.prices import price_usd
from preceptor.prompts import conversation
from preceptor.records import Json, Message, Reply, Usage
from preceptor.run._case import Item, Roles, answered_row
from preceptor.run._plan import Arm, Plan
from preceptor.run._work import ignore

CHARACTERS_PER_TOKEN = 4  # a coarse rule for English text; real tokenisers differ by model
ASSUMED_OUTPUT_TOKENS = 300
ASSUMED_SECONDS_PER_CALL = 2.0
SHOWN_CASES = 3


class DryModel:
    """Notes what it is asked and answers nothing; implements `preceptor.components.Model`."""

    name, local = "dry-run", True

    def __init__(self) -> None:
        self.asked: list[Sequence[Message]] = []

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
        self.asked.append(messages)
        return Reply(logprobs=dict.fromkeys(logprobs, -1.0) or None)

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
        return [self(messages, logprobs=logprobs) for messages in conversations]

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[0.0] for _ in texts]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What an arm would ask: first prompts, calls and tokens for all its cases."""

    label: str
    cases: int
    calls: int
    input_tokens: int
    output_tokens: int
    price_usd: float | None
    prompts: tuple[str, ...]

    def seconds(self, concurrency: int) -> float:
        """Return a coarse wall time at the assumed latency of a call."""
        return self.calls * ASSUMED_SECONDS_PER_CALL / concurrency


def estimate(arm: Arm, plan: Plan, todo: Sequence[Item], total: int) -> Estimate:
    """Run a few cases against a model that answers nothing, and scale up what it was asked.

    A pipeline that learns from examples is estimated by its declared calls per case, since preparing it
    may itself ask the model; its prompts are shown without the examples.
    """
    model = DryModel()
    shown: list[str] = []
    for item in todo[:SHOWN_CASES]:
        before = len(model.asked)
        if arm.pipeline.answer:
            _answered(arm, plan, item, model)
        if len(model.asked) == before:
            model.asked += [conversation(item.case)] * (arm.pipeline.calls if arm.pipeline.needs_model else 0)
        shown.append(_readable(model.asked[before] if len(model.asked) > before else conversation(item.case)))
    tried = max(1, min(SHOWN_CASES, len(todo)))
    calls = round(len(model.asked) / tried * total)
    letters = sum(len(orjson.dumps([message.text for message in asked])) for asked in model.asked)
    read, written = (
        letters / CHARACTERS_PER_TOKEN / tried * total,
        (plan.max_tokens or ASSUMED_OUTPUT_TOKENS) * calls,
    )
    cost = Usage(input_tokens=round(read), output_tokens=written)
    return Estimate(
        label=arm.label(),
        cases=total,
        calls=calls,
        input_tokens=cost.input_tokens,
        output_tokens=cost.output_tokens,
        price_usd=price_usd(cost, _names(arm.model_name), plan.prices or None),
        prompts=tuple(shown),
    )


def _names(model: str) -> tuple[str, ...]:
    """Return the names under which a price table may list a model."""
    return model, model.partition("/")[2], model.rpartition("/v1/")[2], model.rpartition("/")[2]


def _answered(arm: Arm, plan: Plan, item: Item, model: DryModel) -> None:
    if arm.pipeline.answer:
        parts = Roles(model=model, judge=model, patient=model)
        answered_row(arm, arm.pipeline.answer, parts, plan, item, ignore)


def _readable(messages: Sequence[Message]) -> str:
    return "\n".join(f"[{message.role}]\n{message.text}" for message in messages)
