"""Several samples of one pipeline, asked for in parallel without threads.

The pipeline is run once with a listener in place of the model, which notes the first request and stops
it there. That request is sent k times at once with k seeds. Then the pipeline is run again for each
reply, which it gets in answer to its first request; further requests of a sample (turns with tools) go to
the model one after another. No pipeline needs to know that it is sampled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from preceptor.components import AnswerFunction, Model, Tool, Toolbox
from preceptor.records import Answer, Case, Json, Message, Reply


@dataclass(frozen=True, kw_only=True, slots=True)
class _Request:
    messages: Sequence[Message]
    temperature: float | None
    max_tokens: int | None
    schema: Mapping[str, Json] | None
    tools: Sequence[Tool]
    logprobs: Sequence[str]
    seed: int | None


class _Heard(BaseException):
    """Stops a pipeline at its first request; no pipeline catches it, because it is no `Exception`."""

    def __init__(self, request: _Request | None) -> None:
        super().__init__()
        self.request = request


class _Listener:
    """A model that notes the first request instead of answering it."""

    def __init__(self, model: Model) -> None:
        self.name, self.local, self.embed = model.name, model.local, model.embed

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
    ) -> NoReturn:
        raise _Heard(
            _Request(
                messages=messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
                tools=tools, logprobs=logprobs, seed=seed,
            )
        )  # fmt: skip

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
    ) -> NoReturn:
        raise _Heard(None)


class _Sample:
    """The model as sample `number` of `of` sees it: warm, with seeds that no other sample has."""

    def __init__(self, model: Model, temperature: float, number: int, of: int, first: Reply | None) -> None:
        self.name, self.local, self.embed = model.name, model.local, model.embed
        self._model, self._temperature, self._first = model, temperature, first
        self._number, self._of = number, of

    def _seed(self, seed: int | None) -> int:
        return sample_seed(self._number, self._of, seed)

    def _warm(self, temperature: float | None) -> float:
        return self._temperature if temperature is None else temperature

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
        first, self._first = self._first, None
        return first or self._model(
            messages, temperature=self._warm(temperature), max_tokens=max_tokens, schema=schema,
            tools=tools, logprobs=logprobs, seed=self._seed(seed),
        )  # fmt: skip

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
        own = [self._seed(seed) for seed in seeds or [None] * len(conversations)]
        return self._model.many(
            conversations, temperature=self._warm(temperature), max_tokens=max_tokens, schema=schema,
            tools=tools, logprobs=logprobs, seeds=own,
        )  # fmt: skip


def sample_seed(number: int, of: int, seed: int | None = None) -> int:
    """Return a seed that differs between samples, and within one where the pipeline's own seeds do."""
    return number + of * (seed or 0)


def _first_request(
    answer: AnswerFunction, case: Case, tools: Toolbox, model: Model
) -> _Request | Answer | None:
    """Return the first request, None if several come at once, or the answer of one that asks nothing."""
    try:
        return answer(case, tools, _Listener(model))
    except _Heard as heard:
        return heard.request


def samples(
    answer: AnswerFunction, case: Case, tools: Toolbox, model: Model, *, k: int, temperature: float
) -> list[Answer]:
    """Answer a case k times; `temperature` holds where the pipeline sets none."""
    first = _first_request(answer, case, tools, model)
    if isinstance(first, Answer):
        return [first] * k
    if first is None:
        return [answer(case, tools, _Sample(model, temperature, number, k, None)) for number in range(k)]
    replies = model.many(
        [first.messages] * k,
        temperature=temperature if first.temperature is None else first.temperature,
        max_tokens=first.max_tokens,
        schema=first.schema,
        tools=first.tools,
        logprobs=first.logprobs,
        seeds=[sample_seed(number, k, first.seed) for number in range(k)],
    )
    return [
        answer(case, tools, _Sample(model, temperature, number, k, reply))
        for number, reply in enumerate(replies)
    ]
