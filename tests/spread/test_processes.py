"""Spreading over processes: completeness, deaths, endings. Each test starts real processes: keep them few."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial

import pytest

from preceptor.errors import BadInput, ComponentError
from preceptor.spread.processes import spread


def test_every_item_once_on_every_worker_and_thread() -> None:
    assert sorted(spread(abs, range(-200, 0), workers=2, threads=3)) == list(range(1, 201))
    assert multiprocessing.active_children() == []


def test_an_error_keeps_its_type_and_tells_where() -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        list(spread(int, ["1", "x"], workers=1))
    assert "in a worker process" in caught.value.__notes__[0]
    assert multiprocessing.active_children() == []


def test_a_killed_worker_is_an_error_not_a_wait() -> None:
    with pytest.raises(ComponentError, match=r"killed by SIGKILL with \d items .*same command"):
        list(spread(signal.raise_signal, [signal.SIGKILL], workers=1))
    assert multiprocessing.active_children() == []


def test_a_worker_that_leaves_is_an_error() -> None:
    with pytest.raises(ComponentError, match="ended with code 3"):
        list(spread(os._exit, [3], workers=1))


def test_closing_does_not_wait_for_calls_in_hand() -> None:
    results = spread(time.sleep, [0, 600, 600], workers=1, threads=2)
    assert next(results) is None
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 300
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("function", "items", "error", "said"),
    [
        (lambda n: n, [1], BadInput, "cannot send <function"),
        (abs, [lambda: 1], BadInput, "cannot send function to a worker"),
        (partial(memoryview), [b"x"], ComponentError, "returned a memoryview"),
    ],
)
def test_what_cannot_be_pickled_is_named(function, items, error, said) -> None:
    with pytest.raises(error, match=said):
        list(spread(function, items, workers=1))


def test_a_function_that_the_worker_cannot_load_is_named(monkeypatch) -> None:
    module = type(sys)("only_here")
    exec("def work(n):\n    return n\n", module.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", module)
    with pytest.raises(BadInput, match=r"cannot load the function .*only_here"):
        list(spread(module.work, [1], workers=1))


def test_numbers_below_one_are_refused() -> None:
    with pytest.raises(BadInput, match="workers=0"):
        list(spread(abs, [1], workers=0))
    with pytest.raises(BadInput, match="threads=0"):
        list(spread(abs, [1], workers=1, threads=0))


SCRIPT = """
    import os, sys, time
    from preceptor.spread.processes import spread

    def work(n):
        print(os.getpid(), flush=True)
        time.sleep(600)

    if __name__ == "__main__":
        try:
            list(spread(work, [1, 2], workers=2))
        except KeyboardInterrupt:
            sys.exit(130)
"""


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as handle:
        return handle.read().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_no_process_outlives_its_caller(tmp_path, sign, code) -> None:
    path = tmp_path / "script.py"
    path.write_text(textwrap.dedent(SCRIPT))
    with subprocess.Popen(
        [sys.executable, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as caller:
        workers = [int(caller.stdout.readline()) for _ in range(2)]
        if sign == signal.SIGINT:
            os.killpg(caller.pid, sign)
        else:
            caller.send_signal(sign)
        _, said = caller.communicate(timeout=120)
    assert caller.returncode == code
    assert "Traceback" not in said
    end = time.monotonic() + 60
    while any(map(_alive, workers)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(_alive, workers))
