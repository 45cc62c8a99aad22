"""Solved examples as earlier turns of the conversation."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

import orjson

from preceptor.errors import BadInput
from preceptor.prompts import question_text
from preceptor.records import Case, Message


def gold_text(example: Case) -> str:
    """Put an example's target as a reply: `Answer: B`, a list one item a line, or JSON."""
    target = example.target
    if isinstance(target, list | tuple) and all(isinstance(item, str) for item in target):
        return "\n".join(f"{place}. {item}" for place, item in enumerate(target, 1))
    if example.answer_kind in ("choice", "value"):
        return f"Answer: {target}"
    return target if isinstance(target, str) else orjson.dumps(target).decode()


def shot(example: Case, reply: str, *, instruction: str | None = None) -> tuple[Message, Message]:
    """Return an example as a question and its reply."""
    text = question_text(example, instruction=instruction)
    asked = Message(role="user", text=text, images=example.images)
    return asked, Message(role="assistant", text=reply)


def with_shots(case: Case, shots: Iterable[tuple[Message, Message]]) -> Case:
    """Put examples before the case's own conversation, behind its system message where it has one."""
    turns = [message for pair in shots for message in pair]
    own = case.messages
    head = 1 if own and own[0].role == "system" else 0
    return replace(case, messages=(*own[:head], *turns, *own[head:]))


def solved(examples: Sequence[Case]) -> list[Case]:
    """Return the examples whose answer is known."""
    return [example for example in examples if example.target is not None]


def drawn(examples: Sequence[Case], k: int, seed: int) -> list[Case]:
    """Draw k solved examples; all of them where there are fewer, in the order of the draw."""
    able = solved(examples)
    return random.Random(seed).sample(able, min(k, len(able)))


def checked(name: str, examples: Sequence[Case], k: int) -> None:
    """Refuse a number of examples below 1, and to learn from nothing."""
    if k < 1:
        raise BadInput(f"{name}: {k} examples asked for; give 1 or more, or use `direct`")
    if not solved(examples):
        raise BadInput(f"{name} needs solved examples and got none; name a split with --examples TASK:SPLIT")
