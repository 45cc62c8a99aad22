"""Probe a model: does it answer, and with tools, schemas, log-probabilities, images; how fast.

Asks a handful of short questions; each line says what was seen, never what should be.
Source: Preceptor.
License: Apache-2.0
"""

import argparse
import base64
import time
from collections.abc import Callable

from preceptor.commands._settings import add_settings, settings_of
from preceptor.components import Command, Model, Tool
from preceptor.errors import PreceptorError
from preceptor.records import Image, Message, Reply
from preceptor.roles import open_model

RED_SQUARE_PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mP4z8BAEmIY1TCqYfhqAACQ"
    "+f8B8u7oVwAAAABJRU5ErkJggg=="
)
SCHEMA = {
    "type": "object",
    "properties": {"organ": {"type": "string"}},
    "required": ["organ"],
    "additionalProperties": False,
}
CLOCK = Tool(
    name="pulse_rate",
    description="Return the patient's current pulse rate per minute.",
    parameters={"type": "object", "properties": {}, "additionalProperties": False},
    function=lambda: 72,
)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("model", help="e.g. http://127.0.0.1:8000/v1/NAME, openai/NAME, local/PATH")
    add_settings(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask, and print what was seen; exit code 1 when the model does not answer at all."""
    model = open_model(arguments.model, settings_of(arguments))
    print(f"{model.name}: {'local' if model.local else 'remote'}")
    answered = _line("answers", lambda: _answers(model))
    if answered:
        for name, ask in (
            ("tools", lambda: _tools(model)),
            ("schema", lambda: _schema(model)),
            ("log-probabilities", lambda: _logprobs(model)),
            ("images", lambda: _images(model)),
            ("embeddings", lambda: f"yes, width {len(model.embed(['liver'])[0])}"),
            ("latency", lambda: _latency(model)),
        ):
            _line(name, ask)
    return 0 if answered else 1


def _line(name: str, ask: Callable[[], str]) -> bool:
    try:
        print(f"  {name:18} {ask()}")
    except PreceptorError as error:
        print(f"  {name:18} no: {error}")
        return False
    return True


def _said(reply: Reply) -> str:
    return " ".join(reply.text.split())[:60] or "(no text)"


def _user(text: str, *images: Image) -> list[Message]:
    return [Message(role="user", text=text, images=images)]


def _answers(model: Model) -> str:
    reply = model(_user("Reply with the single word: ready"), max_tokens=200)
    served = f"; served as {reply.model}" if reply.model else ""
    apart = "; reasoning kept apart" if reply.reasoning else ""
    return f"yes: {_said(reply)} (finish {reply.finish}{served}{apart})"


def _tools(model: Model) -> str:
    reply = model(_user("What is the patient's pulse rate? Use the tool."), tools=[CLOCK], max_tokens=500)
    if not reply.calls:
        return f"no call was made: {_said(reply)}"
    call = reply.calls[0]
    return f"called {call.name} with {dict(call.arguments)}" + (f", but {call.error}" if call.error else "")


def _schema(model: Model) -> str:
    reply = model(_user("Which organ makes insulin? Answer in JSON."), schema=SCHEMA, max_tokens=500)
    return f"yes: {reply.data}" if reply.data is not None else f"the reply does not fit: {_said(reply)}"


def _logprobs(model: Model) -> str:
    question = "Is the heart a muscle?\nA. yes\nB. no\nAnswer with the letter only."
    reply = model(_user(question), logprobs=("A", "B"), max_tokens=5)
    return f"yes: {reply.logprobs}" if reply.logprobs else "none came back"


def _images(model: Model) -> str:
    reply = model(
        _user("Which colour is this picture? One word.", Image(data=base64.b64decode(RED_SQUARE_PNG))),
        max_tokens=200,
    )
    return f"accepted; for a red square it said: {_said(reply)}"


def _latency(model: Model) -> str:
    seconds = []
    for number in range(5):
        started = time.perf_counter()
        model(_user(f"Reply with the number {number}."), max_tokens=50)
        seconds.append(time.perf_counter() - started)
    return f"{sorted(seconds)[2] * 1000:.0f} ms, median of 5 short calls one after the other"


COMMAND = Command(add=add, run=run)
