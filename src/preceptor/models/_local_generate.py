"""Batched writing with a causal language model: every row has its own limit, temperature and seed."""

import inspect
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import exp, log
from typing import TYPE_CHECKING

import torch

from preceptor.errors import ProviderError
from preceptor.records import Finish

if TYPE_CHECKING:
    from transformers import Cache, PreTrainedModel


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One prompt, as token ids.

    Attributes:
        limit: most tokens to write.
        temperature: 0 takes the likeliest token each time.
        options: for each option, the spellings (as token ids) whose probabilities are added up.
        ended: says, of the tokens so far, that the reply is complete; None leaves it to end tokens.
    """

    ids: Sequence[int]
    limit: int
    temperature: float = 0.0
    seed: int | None = None
    options: tuple[tuple[tuple[int, ...], ...], ...] = ()
    ended: Callable[[Sequence[int]], bool] | None = None


@dataclass(kw_only=True, slots=True)
class Written:
    """What was written, without the end token, and the log-probability of each option."""

    ids: list[int] = field(default_factory=list)
    finish: Finish = "length"
    logprobs: tuple[float, ...] = ()


class Writer:
    """Writes with one model, one batch at a time.

    Args:
        ends: tokens that end a reply.
        padding: token that fills short rows on the left; masked, so any will do.
    """

    def __init__(self, model: "PreTrainedModel", *, ends: frozenset[int], padding: int) -> None:
        self._model, self._ends, self._padding = model, ends, padding
        accepted = inspect.signature(model.forward).parameters
        self._positions = "position_ids" in accepted
        self._keep = "logits_to_keep" in accepted
        self._lock = threading.Lock()
        self.closing = False

    def write(self, asked: Sequence[Asked]) -> list[Written | Exception]:
        """Answer a batch; where memory runs out, in halves, until a row alone is too much.

        Raises:
            ProviderError: the model computes NaN or keeps no cache.
        """
        try:
            with self._lock, torch.inference_mode():
                return [*self._write(asked)]
        except (RuntimeError, MemoryError) as error:
            if not out_of_memory(error):
                raise
        if self._model.device.type == "cuda":
            torch.cuda.empty_cache()
        if len(asked) > 1:
            half = len(asked) // 2
            return self.write(asked[:half]) + self.write(asked[half:])
        return [
            ProviderError(
                f"out of memory on {self._model.device} with a prompt of {len(asked[0].ids)} tokens; "
                f"use a smaller model, the option dtype=bfloat16, or a device with more memory"
            )
        ]

    def embed(self, rows: Sequence[Sequence[int]]) -> list[list[float]]:
        """Return the mean of the last hidden states over each row's tokens, `(len(rows), width)`."""
        with self._lock, torch.inference_mode():
            ids, mask = self._padded(rows)
            places = {"position_ids": _places(mask)} if self._positions else {}
            states = self._model.base_model(input_ids=ids, attention_mask=mask, **places).last_hidden_state
            weights = mask[:, :, None].float()
            return ((states.float() * weights).sum(1) / weights.sum(1)).tolist()

    def _write(self, asked: Sequence[Asked]) -> list[Written]:
        ids, mask = self._padded([entry.ids for entry in asked])
        logits, cache = self._step(ids, mask, None)
        written = [Written() for _ in asked]
        draws = [random.Random(entry.seed) for entry in asked]
        self._score_options(asked, written, logits)
        live = list(range(len(asked)))
        while True:
            tokens = _picked(logits, [asked[row] for row in live], [draws[row] for row in live])
            going = [
                place
                for place, row in enumerate(live)
                if not self._taken(written[row], asked[row], tokens[place])
            ]
            if not going:
                return written
            if self.closing:
                raise ProviderError("the local model was closed while it was writing")
            if len(going) < len(live):
                index = torch.tensor(going, device=mask.device)
                cache.reorder_cache(index)  # type: ignore[arg-type]
                mask = mask[index]
            live = [live[place] for place in going]
            mask = torch.cat([mask, mask.new_ones(len(live), 1)], dim=1)
            step = torch.tensor([[tokens[place]] for place in going], device=mask.device)
            logits, cache = self._step(step, mask, cache)

    def _taken(self, written: Written, asked: Asked, token: int) -> bool:
        """Append a token; says whether the row is complete."""
        if token in self._ends:
            written.finish = "stop"
            return True
        written.ids.append(token)
        if asked.ended is not None and asked.ended(written.ids):
            written.finish = "stop"
            return True
        return len(written.ids) >= asked.limit

    def _padded(self, rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and mask of rows filled on the left, `(batch, longest)` each."""
        width = max(len(row) for row in rows)
        ids = torch.tensor([[self._padding] * (width - len(row)) + list(row) for row in rows])
        mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in rows])
        return ids.to(self._model.device), mask.to(self._model.device)

    def _step(
        self, ids: torch.Tensor, mask: torch.Tensor, cache: "Cache | None"
    ) -> tuple[torch.Tensor, "Cache"]:
        """Logits of the next token, `(batch, vocabulary)`, and the cache that holds what was read."""
        logits, cache = self._forward(ids, mask, cache=cache, keep=1, use_cache=True)
        if cache is None:
            raise ProviderError(
                f"{type(self._model).__name__} keeps no key-value cache, which batched writing needs; "
                f"serve it with an OpenAI-compatible server and name its address instead"
            )
        return logits[:, -1], cache

    def _forward(
        self, ids: torch.Tensor, mask: torch.Tensor, *, cache: "Cache | None", keep: int, use_cache: bool
    ) -> tuple[torch.Tensor, "Cache | None"]:
        places = {"position_ids": _places(mask)[:, -ids.shape[1] :]} if self._positions else {}
        kept = {"logits_to_keep": keep} if self._keep else {}
        out = self._model(
            input_ids=ids, attention_mask=mask, past_key_values=cache, use_cache=use_cache, **places, **kept
        )
        logits = out.logits[:, -keep:].float()
        if bool(logits.isnan().any()):
            raise ProviderError(
                f"the model computes NaN in {self._model.dtype}; use dtype=float32 or bfloat16"
            )
        return logits, getattr(out, "past_key_values", None)

    def _score_options(
        self, asked: Sequence[Asked], written: Sequence[Written], logits: torch.Tensor
    ) -> None:
        """Fill in the log-probability of each option: the sum over the probabilities of its spellings."""
        if not any(entry.options for entry in asked):
            return
        first = torch.log_softmax(logits, dim=-1)
        longer: list[tuple[int, tuple[int, ...]]] = [
            (row, spelling)
            for row, entry in enumerate(asked)
            for spellings in entry.options
            for spelling in spellings
            if len(spelling) > 1
        ]
        scores: dict[tuple[int, tuple[int, ...]], float] = {}
        scores.update(zip(longer, self._spelling_logprobs(asked, longer), strict=True))
        for row, entry in enumerate(asked):
            written[row].logprobs = tuple(
                _log_sum(
                    [
                        scores[row, one] if (row, one) in scores else float(first[row, one[0]])
                        for one in spellings
                    ]
                )
                for spellings in entry.options
            )

    def _spelling_logprobs(
        self, asked: Sequence[Asked], spellings: Sequence[tuple[int, tuple[int, ...]]]
    ) -> list[float]:
        """Log-probability of spellings of several tokens: the sum over their tokens, raw, not per length."""
        found: list[float] = []
        for start in range(0, len(spellings), len(asked)):
            part = spellings[start : start + len(asked)]
            keep = max(len(spelling) for _, spelling in part)
            ids, mask = self._padded([[*asked[row].ids, *spelling[:-1]] for row, spelling in part])
            logits, _ = self._forward(ids, mask, cache=None, keep=keep, use_cache=False)
            for place, (_, spelling) in enumerate(part):
                logprobs = torch.log_softmax(logits[place, -len(spelling) :], dim=-1)
                tokens = torch.tensor(spelling, device=logprobs.device)
                found.append(float(logprobs.gather(1, tokens[:, None]).sum()))
        return found


def _places(mask: torch.Tensor) -> torch.Tensor:
    """Positions counted from the first token that is not padding."""
    return (mask.cumsum(-1) - 1).clamp(min=0)


def _picked(logits: torch.Tensor, asked: Sequence[Asked], draws: Sequence[random.Random]) -> list[int]:
    """Choose a token for each row.

    A sampled row draws one number from its own generator and looks it up in its cumulated
    probabilities, so that its text does not depend on which rows stand beside it.
    """
    tokens = logits.argmax(-1)
    warm = [row for row, entry in enumerate(asked) if entry.temperature > 0]
    if warm:
        heats = logits.new_tensor([[asked[row].temperature] for row in warm], dtype=torch.float64)
        drawn = logits.new_tensor([[draws[row].random()] for row in warm], dtype=torch.float64)
        chances = torch.softmax(logits[warm].double() / heats, dim=-1).cumsum(-1)
        found = torch.searchsorted(chances, drawn * chances[:, -1:], right=True)[:, 0]
        tokens[warm] = found.clamp(max=logits.shape[-1] - 1)
    return tokens.tolist()


def _log_sum(values: Sequence[float]) -> float:
    high = max(values)
    return high + log(sum(exp(value - high) for value in values))


def out_of_memory(error: BaseException) -> bool:
    """Say whether a device ran out of memory: CUDA has a type for it, the CPU allocator only words."""
    words = str(error).lower()
    return isinstance(error, (torch.cuda.OutOfMemoryError, MemoryError)) or "allocate memory" in words
