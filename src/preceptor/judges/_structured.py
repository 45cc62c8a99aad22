"""JSON of a given form from one model: checked, asked again where it cannot be used, and else a stated fault."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from preceptor.components import Model
from preceptor.errors import BadInput, ProviderError
from preceptor.judges._wording import asked_again
from preceptor.panel import ask_each
from preceptor.records import Json, Message

Object = Mapping[str, Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Why there is no usable reply."""

    words: str
    attempts: int


def structured(
    model: Model,
    conversations: Sequence[Sequence[Message]],
    schema: Object,
    *,
    check: Callable[[Object], str] = lambda _: "",
    attempts: int = 3,
) -> list[Object | Fault]:
    """Ask for an object of the schema's form in each conversation.

    Args:
        check: says what is wrong with an object that fits the schema; "" where nothing is.

    Raises:
        BadInput: the model is a panel.
        ProviderError: the service failed for every conversation.
    """
    if model.name.startswith("panel/"):
        raise BadInput(f"{model.name}: a panel grades criteria; give one model for this")
    found: list[Object | Fault] = [Fault(words="never asked", attempts=0) for _ in conversations]
    todo = list(range(len(conversations)))
    down: ProviderError | None = None
    for attempt in range(1, attempts + 1):
        sent = [_sent(conversations[place], found[place], attempt) for place in todo]
        again: list[int] = []
        replies = ask_each(model, sent, schema=schema) if sent else []
        for place, reply in zip(todo, replies, strict=True):
            if isinstance(reply, ProviderError):
                found[place], down = Fault(words=f"the service failed: {reply}", attempts=attempt), reply
                continue
            data = reply.data if reply.finish == "stop" else None
            fault = "it was not of the form asked for" if not isinstance(data, Mapping) else check(data)
            found[place] = Fault(words=fault, attempts=attempt) if fault else data  # type: ignore[assignment]
            again += [place] if fault else []
        todo = again
    if down and all(isinstance(one, Fault) and one.words.startswith("the service") for one in found):
        raise down
    return found


def _sent(messages: Sequence[Message], before: Object | Fault, attempt: int) -> Sequence[Message]:
    if attempt == 1 or not isinstance(before, Fault):
        return messages
    return asked_again(messages, fault=before.words, attempt=attempt)


def object_schema(properties: Object) -> dict[str, Json]:
    """Return the schema of an object that has exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def texts_schema(name: str, most: int, *, least: int = 0) -> dict[str, Json]:
    """Return the schema of an object with one list of texts."""
    size: dict[str, Json] = {"minItems": least} if least else {}
    return object_schema({name: {"type": "array", "items": {"type": "string"}, "maxItems": most, **size}})
