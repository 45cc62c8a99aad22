"""Replaying a run: what is recorded comes back word for word, everything else is an error."""

import os
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from preceptor.components import Model, Settings
from preceptor.errors import BadData, BadInput, NotFound, ProviderError
from preceptor.models._wire import request_hash
from preceptor.models.recorded import MODEL
from preceptor.records import Call, Json, Message

Write = Callable[[Sequence[Mapping[str, Json]]], Path]


def _asked(text: str) -> list[Message]:
    return [Message(role="user", text=text)]


def _exchange(question: str, reply: Mapping[str, Json], *, role: str = "", seed: int | None = None) -> Json:
    exchange: dict[str, Json] = {"request": request_hash(_asked(question), seed=seed), "reply": reply}
    return exchange | ({"role": role} if role else {})


def _row(case: str, *exchanges: Json, model: str = "openai/one", status: str = "scored") -> dict[str, Json]:
    return {
        "task": "exam", "version": "1", "pipeline": "direct", "model": model, "perturbation": "", "epoch": 0,
        "id": case, "status": status, "exchanges": list(exchanges),
    }  # fmt: skip


@pytest.fixture
def write(tmp_path) -> Write:
    def written(rows: Sequence[Mapping[str, Json]]) -> Path:
        folder = tmp_path / "run"
        folder.mkdir(exist_ok=True)
        (folder / "run.json").write_bytes(orjson.dumps({"format": 1}))
        (folder / "cases.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
        return folder

    return written


def _open(rest: object) -> Model:
    return MODEL.open(str(rest), Settings())


def test_replies_come_back_whole(write) -> None:
    stored = {
        "text": "Answer: B", "reasoning": "bile", "finish": "tools", "logprobs": {"A": -2.5, "B": -0.1},
        "calls": [{"id": "1", "name": "sodium", "arguments": {"day": 2}}], "data": {"met": True},
        "model": "one-2026", "fingerprint": "fp",
        "usage": {"requests": 1, "input_tokens": 9, "output_tokens": 3, "seconds": 2.5, "price_usd": 0.01},
    }  # fmt: skip
    folder = write([_row("1", _exchange("a?", {"text": "A"})), _row("2", _exchange("b?", stored))])
    model = _open(folder)
    reply = model(_asked("b?"))
    assert (reply.text, reply.reasoning, reply.finish) == ("Answer: B", "bile", "tools")
    assert reply.logprobs == {"A": -2.5, "B": -0.1}
    assert reply.calls == (Call(id="1", name="sodium", arguments={"day": 2}),)
    assert reply.data == {"met": True}
    assert (reply.model, reply.fingerprint) == ("one-2026", "fp")
    assert (reply.usage.requests, reply.usage.input_tokens, reply.usage.price_usd) == (1, 9, 0.01)
    assert reply.usage.seconds == 0
    assert reply.request == request_hash(_asked("b?"))
    assert (model.name, model.local) == (f"recorded/{folder}", True)
    assert [found.text for found in model.many([_asked("b?"), _asked("a?")])] == ["Answer: B", "A"]


def test_what_is_not_recorded_is_an_error(write) -> None:
    model = _open(write([_row("1", _exchange("a?", {"text": "A"}, seed=1))]))
    assert model.many([_asked("a?")], seeds=[1])[0].text == "A"
    for ask in (lambda: model(_asked("other?"), seed=1), lambda: model(_asked("a?")), lambda: model([])):
        with pytest.raises(ProviderError, match=r"not recorded in .*run; .*temperature") as caught:
            ask()
        assert not caught.value.retryable
    with pytest.raises(BadInput, match="cannot embed"):
        model.embed(["a"])
    with pytest.raises(BadInput, match="2 seeds for 1"):
        model.many([_asked("a?")], seeds=[1, 2])


def test_several_replies_to_one_request_come_in_turn(write) -> None:
    samples = [_exchange("a?", {"text": text}) for text in "xyz"]
    model = _open(write([_row("1", *samples[:2]), _row("2", samples[2])]))
    assert [model(_asked("a?")).text for _ in range(5)] == ["x", "y", "z", "x", "y"]
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: model(_asked("a?")).text, range(300)))
    assert {text: texts.count(text) for text in "xyz"} == {"x": 100, "y": 100, "z": 100}


def test_replaced_rows_turns_and_a_torn_line_do_not_count(write) -> None:
    folder = write(
        [
            _row("1", _exchange("old?", {"text": "old"}), _exchange("a?", {"text": "old"}), status="failed"),
            _row("2", _exchange("turn?", {"text": "t"}), status="turn"),
            _row("1", _exchange("a?", {"text": "new"})),
        ]
    )
    with (folder / "cases.jsonl").open("ab") as handle:
        handle.write(b'{"task": "exam", "id": "3", "exch')
    model = _open(folder)
    assert [model(_asked("a?")).text for _ in range(2)] == ["new", "new"]
    for gone in ("old?", "turn?"):
        with pytest.raises(ProviderError):
            model(_asked(gone))


def test_models_and_roles_are_chosen_in_the_name(write) -> None:
    judged = _exchange("judge?", {"text": "met"}, role="judge")
    folder = write(
        [
            _row("1", _exchange("a?", {"text": "one"}), judged),
            _row("1", _exchange("a?", {"text": "two"}), model="http://host:8000/v1/two"),
        ]
    )
    assert _open(f"{folder}?model=openai/one")(_asked("a?")).text == "one"
    model = _open(f"{folder}?model=http://host:8000/v1/two")
    assert model(_asked("a?")).text == "two"
    assert model.name == f"recorded/{folder}?model=http://host:8000/v1/two"
    assert _open(f"{folder}?role=judge")(_asked("judge?")).text == "met"
    with pytest.raises(ProviderError):
        _open(f"{folder}?model=openai/one")(_asked("judge?"))
    with pytest.raises(BadInput, match=r"2 models: .*choose one: recorded/"):
        _open(folder)
    with pytest.raises(NotFound, match=r"no model 'openai/on'.*near: openai/one"):
        _open(f"{folder}?model=openai/on")
    with pytest.raises(NotFound, match="no exchange of role 'patient'"):
        _open(f"{folder}?role=patient")
    for wrong in ("?model=", "?seed=3", "?"):
        with pytest.raises(BadInput, match=r"write \?model=NAME"):
            _open(f"{folder}{wrong}")


def test_folders_that_cannot_be_replayed_are_named(write, tmp_path) -> None:
    with pytest.raises(NotFound, match="no run folder"):
        _open(tmp_path / "none")
    with pytest.raises(NotFound, match=r"no run\.json"):
        _open(tmp_path)
    folder = write([_row("1")])
    with pytest.raises(NotFound, match="no exchange"):
        _open(folder)
    (folder / "cases.jsonl").write_bytes(b"{broken\n" + orjson.dumps(_row("1")) + b"\n")
    with pytest.raises(BadData, match="line 1: not JSON"):
        _open(folder)
    (folder / "cases.jsonl").unlink()
    with pytest.raises(NotFound, match="no finished case"):
        _open(folder)
    (folder / "run.json").write_bytes(b'{"format": 2}')
    with pytest.raises(BadInput, match="another format than 1"):
        _open(folder)
    (folder / "run.json").write_bytes(b"{")
    with pytest.raises(BadData, match="not JSON"):
        _open(folder)


def test_long_rows_are_read_whole_and_changed_files_noticed(write) -> None:
    folder = write([_row(str(n), _exchange(f"{n}?", {"text": str(n) * 200_000})) for n in range(3)])
    model = _open(folder)
    assert model(_asked("1?")).text == "1" * 200_000
    os.truncate(folder / "cases.jsonl", 10)
    with pytest.raises(BadData, match="has changed"):
        model(_asked("2?"))


def test_the_index_holds_no_texts(write) -> None:
    folder = write([_row(str(n), _exchange(f"{n}?", {"text": "word " * 400})) for n in range(2000)])
    tracemalloc.start()
    model = _open(folder)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 2000 * 400
    assert model(_asked("1999?")).text.startswith("word")
