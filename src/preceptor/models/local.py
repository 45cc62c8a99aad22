"""A Hugging Face model in this process, for data that may not leave the machine; needs the extra `local`.

`local/PATH` opens a folder that holds a causal language model and its tokenizer; nothing is downloaded,
and no code from the folder is run. Options (`--model-option key=value`): `device` (auto, cpu, cuda,
cuda:1), `dtype` (auto, float32, bfloat16, float16; auto is float32 on a CPU and the checkpoint's own
elsewhere), `batch` (most prompts at once; the run's concurrency unless given), `wait_ms` (how long a batch
waits for one more prompt, 5), `max_tokens` (where a pipeline asks for no limit, 1024).

Calls from many threads are gathered into batches with padding on the left. A row is greedy at temperature
0 or none, else drawn from the plain softmax with a generator of its own: the same seed gives the same text
whatever stands beside it in the batch, up to the last bit of the arithmetic. The checkpoint's own sampling
defaults (top-p, penalties) are not used, so that a temperature means the same for every model.

`logprobs` are natural logs of the model's raw probability that its reply begins with an option, as written
or after a space (added up); for an option of several tokens the product over its tokens, not divided by
its length, so longer options are less probable: give letters. They are read at the start of the reply,
before any reasoning. A model without a chat template is asked in plain `User: ... Assistant:` paragraphs
and stopped where it begins the next turn; its fingerprint says so. Text inside <think> is kept apart.
A schema is asked for in words and checked, not enforced. Embeddings are means of the last hidden states.

Source: Wolf et al. 2020, Transformers: State-of-the-Art Natural Language Processing,
    https://doi.org/10.18653/v1/2020.emnlp-demos.6
License: Apache-2.0; the model's own licence stands in its folder
"""

import logging
import sys
import time
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from preceptor.components import Provider, Settings, Tool
from preceptor.errors import BadInput, ProviderError
from preceptor.models._local_batches import Batches
from preceptor.models._local_generate import Asked, Writer, Written
from preceptor.models._local_load import VERSIONS, load
from preceptor.models._local_prompt import Prompt, Wording, split_calls
from preceptor.models._options import check_options
from preceptor.models._schema import fitting_json
from preceptor.models._wire import request_hash, split_reasoning
from preceptor.records import Json, Message, Reply, Usage

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

MAX_TOKENS = 1024
WAIT_MS = 5.0
CLOSE_S = 10.0  # for the batch in hand to notice that the program ends
log = logging.getLogger("preceptor")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Request:
    """One call of the model, as it was made."""

    messages: Sequence[Message]
    temperature: float | None
    max_tokens: int | None
    schema: Mapping[str, Json] | None
    tools: Sequence[Tool]
    logprobs: Sequence[str]
    seed: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Prepared:
    """A request in the model's own terms."""

    request: _Request
    prompt: Prompt
    asked: Asked
    started: float


class LocalModel:
    """A model in this process; implements `preceptor.components.Model`.

    Args:
        batch: most prompts at once.
        wait_ms: how long a batch waits for one more prompt.
        max_tokens: where a request has no limit.
    """

    local = True

    def __init__(
        self,
        name: str,
        model: "PreTrainedModel",
        tokenizer: "PreTrainedTokenizerBase",
        *,
        batch: int,
        wait_ms: float,
        max_tokens: int,
    ) -> None:
        self.name = name
        self._batch, self._max_tokens = batch, max_tokens
        self._wording = Wording(tokenizer, name)
        self._window: int | None = getattr(model.config.get_text_config(), "max_position_embeddings", None)
        padding = tokenizer.pad_token_id
        self._writer = Writer(
            model, ends=_ends(model, tokenizer), padding=padding if isinstance(padding, int) else 0
        )
        self._batches: Batches[Asked, Written] = Batches(
            self._writer.write, size=batch, quiet_s=wait_ms / 1000
        )
        weakref.finalize(self, _close, self._writer, self._batches)
        dtype = str(model.dtype).removeprefix("torch.")
        plain = ", no chat template" if self._wording.plain else ""
        self._fingerprint = f"{VERSIONS}, {dtype} on {model.device.type}{plain}"
        if plain:
            log.warning("%s has no chat template; it is asked in plain User/Assistant paragraphs", name)

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
        request = _Request(
            messages=messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
            tools=tools, logprobs=logprobs, seed=seed,
        )  # fmt: skip
        prepared = self._prepared(request)
        return self._reply(prepared, self._batches.submit(prepared.asked).result())

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
        if seeds and len(seeds) != len(conversations):
            raise BadInput(f"{len(seeds)} seeds for {len(conversations)} conversations; give one each")
        prepared = [
            self._prepared(
                _Request(
                    messages=messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
                    tools=tools, logprobs=logprobs, seed=seeds[number] if seeds else None,
                )
            )
            for number, messages in enumerate(conversations)
        ]  # fmt: skip
        order = sorted(range(len(prepared)), key=lambda place: -len(prepared[place].asked.ids))
        answers = {place: self._batches.submit(prepared[place].asked) for place in order}  # like lengths
        wait(answers.values())  # none runs on unseen when another has failed
        return [self._reply(entry, answers[place].result()) for place, entry in enumerate(prepared)]

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        rows = [self._wording.ids(text) or self._wording.ids(" ") or (0,) for text in texts]
        for row in rows:
            self._room(len(row) - 1)
        found: list[list[float]] = []
        for start in range(0, len(rows), self._batch):
            found += self._writer.embed(rows[start : start + self._batch])
        return found

    def _room(self, tokens: int) -> int:
        """Return how many tokens fit behind a prompt of so many."""
        if self._window is None:
            return sys.maxsize
        if tokens >= self._window:
            raise ProviderError(
                f"{tokens} tokens do not fit the window of {self.name}, {self._window}; shorten the text"
            )
        return self._window - tokens

    def _prepared(self, request: _Request) -> _Prepared:
        if request.max_tokens is not None and request.max_tokens < 1:
            raise BadInput(f"max_tokens={request.max_tokens} is not allowed; give at least 1")
        if (request.temperature or 0) < 0:
            raise BadInput(f"temperature={request.temperature} is not allowed; give 0 or more")
        prompt = self._wording.prompt(request.messages, request.tools, request.schema)
        asked = Asked(
            ids=prompt.ids,
            limit=min(request.max_tokens or self._max_tokens, self._room(len(prompt.ids))),
            temperature=request.temperature or 0.0,
            seed=request.seed,
            options=tuple(self._wording.spellings(option) for option in request.logprobs),
            ended=self._wording.ended if self._wording.plain else None,
        )
        return _Prepared(request=request, prompt=prompt, asked=asked, started=time.perf_counter())

    def _reply(self, prepared: _Prepared, written: Written) -> Reply:
        request = prepared.request
        text, reasoning = split_reasoning(self._wording.text(written.ids, prepared.prompt.opening))
        made = sum(len(message.calls) for message in request.messages)
        text, calls = split_calls(text, request.tools, before=made) if request.tools else (text, ())
        return Reply(
            text=text,
            reasoning=reasoning,
            calls=calls,
            data=fitting_json(text, request.schema) if request.schema is not None else None,
            finish="tools" if calls and written.finish == "stop" else written.finish,
            logprobs=dict(zip(request.logprobs, written.logprobs, strict=True)) or None,
            usage=Usage(
                requests=1,
                input_tokens=len(prepared.asked.ids),
                output_tokens=len(written.ids),
                reasoning_tokens=len(self._wording.ids(reasoning)) if reasoning else 0,
                seconds=time.perf_counter() - prepared.started,
            ),
            model=self.name,
            fingerprint=self._fingerprint,
            request=request_hash(
                request.messages, temperature=request.temperature, max_tokens=request.max_tokens,
                schema=request.schema, tools=request.tools, logprobs=request.logprobs, seed=request.seed,
            ),
        )  # fmt: skip


def _ends(model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase") -> frozenset[int]:
    """Tokens that end a reply: those of the generation settings, of the model and of the tokenizer."""
    settings = model.generation_config
    given = (settings.eos_token_id if settings else None, model.config.eos_token_id, tokenizer.eos_token_id)
    found: set[int] = set()
    for entry in given:
        found |= {
            token for token in (entry if isinstance(entry, list) else [entry]) if isinstance(token, int)
        }
    return frozenset(found)


def _close(writer: Writer, batches: "Batches[Asked, Written]") -> None:
    writer.closing = True
    batches.close(CLOSE_S)


def _number(options: Mapping[str, str], name: str, default: float) -> float:
    given = options.get(name, default)
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not number >= (0 if name == "wait_ms" else 1):
        raise BadInput(f"{name}={given!r} is not allowed for a local model; give a positive number")
    return number


def opened(rest: str, settings: Settings) -> LocalModel:
    """Open a model folder.

    Raises:
        NotFound, BadInput, BadData, ProviderError: as `_local_load.load`.
    """
    options = settings.options
    check_options(options)
    batch = int(_number(options, "batch", max(settings.concurrency, 1)))
    wait_ms = _number(options, "wait_ms", WAIT_MS)
    max_tokens = int(_number(options, "max_tokens", MAX_TOKENS))
    model, tokenizer = load(Path(rest).expanduser(), options)
    return LocalModel(f"local/{rest}", model, tokenizer, batch=batch, wait_ms=wait_ms, max_tokens=max_tokens)


MODEL = Provider(open=opened)
