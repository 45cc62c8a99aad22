"""Foreign Python can compute and print; network, files, processes, threads, time, memory and output are stopped."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from preceptor.errors import BadInput
from preceptor.sandbox import CHILD, Limits, protections, run_python

SECCOMP = sys.platform == "linux" and "seccomp" in protections()
needs_seccomp = pytest.mark.skipif(not SECCOMP, reason="this kernel has no seccomp: the hook alone holds")


def test_it_computes_and_prints():
    code = "import math, statistics, datetime, re\nprint(round(math.exp(1), 3), statistics.median([3, 1, 2]))"
    assert run_python(code).output.strip() == "2.718 2"
    assert (
        run_python("import numpy as np\nprint(np.polyfit([0, 1, 2], [1, 3, 5], 1).round(6)[0])").output
        == "2.0\n"
    )
    outcome = run_python("print('before')\nraise ValueError('the note has no age')")
    assert (outcome.output, outcome.error, outcome.stopped) == (
        "before\n",
        "ValueError: the note has no age",
        "",
    )
    assert run_python("raise SystemExit").error == ""


ATTEMPTS = (
    "import socket\nsocket.create_connection(('127.0.0.1', 9))",
    "open('/etc/passwd').read()",
    "open('left_behind', 'w').write('x')",
    "import os\nos.system('true')",
    "import subprocess",
    "import sys\nsys.modules['os'].fork()",
    "import sys\nsys.modules['posix'].fork()",
    "import sys\nsys.modules['os'].kill(1, 9)",
    "import sys\nsys.modules['os'].listdir('/')",
    "import threading",
    "import ctypes",
    "__import__('importlib').import_module('urllib.request')",
    "import sys\nsys.settrace(print)",
)


def test_what_it_may_not_do_is_refused_in_words():
    """All in one process, each caught there: the first refusal does not end it."""
    tries = "\n".join(
        f"try:\n    exec({code!r}, {{}})\n    print('done')\nexcept BaseException as error:\n"
        f"    print(type(error).__name__, str(error).partition(chr(10))[0])"
        for code in ATTEMPTS
    )
    said = run_python(tries).output.splitlines()
    assert len(said) == len(ATTEMPTS)
    for code, words in zip(ATTEMPTS, said, strict=True):
        assert "allowed here" in words or "No module named" in words, (code, words)
    outcome = run_python(ATTEMPTS[1])
    assert outcome.stopped == "denied"
    assert "open is not allowed here" in outcome.error


def test_limits_stop_it():
    assert run_python("while True: pass", limits=Limits(time_s=0.5)).stopped == "time"
    assert run_python("x = [0] * 10**9", limits=Limits(memory_mb=256)).stopped == "memory"
    outcome = run_python("while True: print('x' * 999)", limits=Limits(output_bytes=10_000))
    assert outcome.stopped == "output"
    assert len(outcome.output) <= 10_000
    with pytest.raises(BadInput, match="at most 100,000"):
        run_python("#" * 100_001)


@needs_seccomp
def test_seccomp_holds_without_the_audit_hook():
    """Code that gets round the hook still meets the kernel: each call fails with EPERM."""
    attempts = {
        "socket": "libc.socket(2, 1, 0)", "fork": "libc.fork()", "open": "libc.open(b'/etc/passwd', 0)",
        "write a file": "libc.open(b'left_behind', 65, 438)", "unlink": "libc.unlink(b'left_behind')",
        "signal": "libc.kill(1, 9)", "exec": "libc.execv(b'/bin/true', None)", "thread": "libc.syscall(435, 0, 0)",
    }  # fmt: skip
    code = f"""
import ctypes, json, runpy, sys
child = runpy.run_path({str(CHILD)!r}, run_name="child")
libc = ctypes.CDLL(None, use_errno=True)
assert child["filter_calls"]()
found = {{}}
for name, call in {attempts!r}.items():
    result = eval(call)
    found[name] = [result, ctypes.get_errno()]
sys.stdout.write(json.dumps(found))
sys.stdout.flush()
"""
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=120)
    found = json.loads(ran.stdout)
    assert found == {name: [-1, 1] for name in attempts}, ran.stderr


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET", "do not tell")
    run_python("open('left_behind', 'w')")
    assert "do not tell" not in run_python("import sys\nprint(dict(sys.modules['os'].environ))").output
    assert not list(tmp_path.iterdir())
