"""Runs Python that a model wrote, or that a data set carries, in a process that can compute and nothing else.

The child reads the code, loads a fixed list of modules, and then gives up everything it does not need. On Linux
(x86-64 and ARM64) a seccomp filter leaves it the system calls of computing, memory and writing to its own output:
no file is opened, no socket, no process or thread made, no signal sent. Resource limits stop it on time, memory
and output. An audit hook stands before that, so that the code is told in words what it may not do; where there
is no seccomp, the hook and the limits are all there is, and `PROTECTIONS` says so. See docs/code_interpreter.md.
"""

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import orjson

from preceptor.errors import BadInput, ComponentError

CHILD = Path(__file__).with_name("_child.py")
LONGEST_CODE = 100_000  # characters
BY_THE_CLOCK, GRACE_S = (
    10,
    20.0,
)  # a busy machine may take so many times the processor time, and so long to start
Stopped = Literal["", "time", "memory", "output", "denied", "killed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What the code may use; `memory_mb` is address space, of which an interpreter takes about 40 MB.

    `time_s` is processor time, rounded up to a second and one for starting, so that a busy machine stops no sound code;
    code that waits is stopped by the clock after BY_THE_CLOCK times that and GRACE_S.
    """

    time_s: float = 5.0
    memory_mb: int = 512
    output_bytes: int = 64_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What the code printed, how it ended, and what stopped it.

    Attributes:
        error: the last line of the traceback, or why it was stopped; "" where it ran to its end.
        stopped: which limit was met; "" also where the code raised an error of its own.
    """

    output: str
    error: str = ""
    stopped: Stopped = ""


def run_python(code: str, *, limits: Limits | None = None) -> Outcome:
    """Run code and return what it printed; it never raises for what the code does.

    Raises:
        BadInput: the code is too long or no text that can be encoded.
        ComponentError: the interpreter could not be started.
    """
    if len(code) > LONGEST_CODE:
        raise BadInput(f"{len(code):,} characters of code; at most {LONGEST_CODE:,} are run")
    limits = limits or Limits()
    order = {
        "code": code.encode("utf-8", "replace").decode(), "time_s": limits.time_s, "memory_mb": limits.memory_mb,
        "output_bytes": limits.output_bytes, "packages": _numpy_folder() if "numpy" in code else "",
    }  # fmt: skip
    with (
        tempfile.TemporaryDirectory() as empty,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        ended = _run(orjson.dumps(order), empty, out.fileno(), err.fileno(), limits)
        out.seek(0)
        err.seek(0)
        output = out.read(limits.output_bytes).decode("utf-8", "replace")
        said = err.read(limits.output_bytes).decode("utf-8", "replace").strip()
    return _outcome(ended, output, said, limits)


def _run(order: bytes, folder: str, out: int, err: int, limits: Limits) -> int | None:
    """Return the exit code, or None where the time was up."""
    try:
        child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", str(CHILD)], stdin=subprocess.PIPE, stdout=out, stderr=err,
            cwd=folder, env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise ComponentError(f"the sandbox could not start {sys.executable}: {error}") from error
    try:
        child.communicate(order, timeout=BY_THE_CLOCK * limits.time_s + GRACE_S)
    except subprocess.TimeoutExpired:
        _kill(child)
        return None
    return child.returncode


def _kill(child: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError, AttributeError):
        child.kill()
    child.wait()


def _outcome(ended: int | None, output: str, said: str, limits: Limits) -> Outcome:
    last = said.splitlines()[-1] if said else ""
    if ended is None or ended == -getattr(signal, "SIGXCPU", 24):
        return Outcome(output=output, error=f"stopped after {limits.time_s:g} s", stopped="time")
    if ended == 0:
        return Outcome(output=output)
    if last.startswith("MemoryError"):
        return Outcome(output=output, error=f"more than {limits.memory_mb} MB needed", stopped="memory")
    if "File too large" in last or ended == -getattr(signal, "SIGXFSZ", 25):
        return Outcome(
            output=output, error=f"more than {limits.output_bytes:,} bytes printed", stopped="output"
        )
    if ended < 0:
        return Outcome(output=output, error=last or f"killed by signal {-ended}", stopped="killed")
    refused = ("not allowed here", "Operation not permitted", "ModuleNotFoundError")
    stopped: Stopped = "denied" if any(sign in last for sign in refused) else ""
    return Outcome(output=output, error=last or f"ended with code {ended}", stopped=stopped)


@cache
def _numpy_folder() -> str:
    """Return the folder that holds NumPy, found without importing it."""
    for folder in sys.path:
        if folder and (Path(folder) / "numpy" / "__init__.py").exists():
            return folder
    return ""


@cache
def protections() -> tuple[str, ...]:
    """Return what holds the code on this machine: seccomp, limits, audit; tried out, not assumed."""
    probe = run_python("import sys\nprint(__protections__)")
    return tuple(probe.output.split()) if not probe.error else ()
