"""The process in which foreign code runs: it loads what may be used, gives up the rest, and runs the code.

Started as a script, with the order as JSON on its standard input; it imports nothing of the package.
"""

import builtins
import contextlib
import ctypes
import importlib
import json
import platform
import sys

MODULES = (
    "math", "cmath", "statistics", "datetime", "_strptime", "calendar", "decimal", "fractions", "numbers", "random",
    "re", "json", "string", "textwrap", "itertools", "functools", "operator", "collections", "collections.abc", "bisect",
    "heapq", "dataclasses", "enum", "typing", "copy", "time", "locale", "unicodedata", "traceback", "linecache", "abc",
    "encodings.ascii", "encodings.latin_1", "contextlib", "warnings", "types", "pprint", "struct", "array",
)  # fmt: skip
FORBIDDEN = (
    "open", "os.", "shutil.", "socket.", "subprocess.", "ctypes.", "urllib.", "ftplib.", "smtplib.", "sqlite3.", "pty.",
    "fcntl.", "mmap.", "signal.", "syslog.", "winreg.", "tempfile.", "glob.", "pathlib.", "_thread.start", "cpython.run",
    "sys.settrace", "sys.setprofile", "gc.",
)  # fmt: skip
# What computing needs: memory, time, locks, random bytes, reading and writing what is already open, ending.
CALLS = {
    "x86_64": (
        0xC000003E,
        (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 20, 24, 25, 28, 35, 39, 60, 96, 98, 100, 131, 186, 202, 204, 219,
         228, 230, 231, 318, 324, 334),
    ),
    "aarch64": (
        0xC00000B7,
        (57, 62, 63, 64, 66, 80, 93, 94, 98, 101, 113, 115, 123, 124, 128, 132, 134, 135, 139, 153, 165, 169, 172, 178,
         214, 215, 216, 222, 226, 233, 278, 283, 293),
    ),
}  # fmt: skip
ALLOW, DENY, KILL = 0x7FFF0000, 0x00050001, 0x80000000  # let through; fail with EPERM; end the process
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
FOREIGN_ABI = 0x40000000  # x32 numbers of the same calls


class Line(ctypes.Structure):
    """One instruction of the filter."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class Program(ctypes.Structure):
    """The filter as the kernel takes it."""

    _fields_ = (("length", ctypes.c_uint16), ("lines", ctypes.POINTER(Line)))


def filter_calls() -> bool:
    """Leave the process the calls of its machine in `CALLS`, for good; False where there is no seccomp."""
    known = CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, allowed = known
    lines = [
        (LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0),
        (AT_LEAST, 0, 1, FOREIGN_ABI), (RETURN, 0, 0, DENY),
        *(line for call in allowed for line in ((EQUAL, 0, 1, call), (RETURN, 0, 0, ALLOW))),
        (RETURN, 0, 0, DENY),
    ]  # fmt: skip
    program = Program(len(lines), (Line * len(lines))(*(Line(*line) for line in lines)))
    libc = ctypes.CDLL(None, use_errno=True)
    return (
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0) == 0
    )


def limit(time_s: float, memory_mb: int, output_bytes: int) -> bool:
    """Set the resource limits; False where the system has none."""
    try:
        import resource
    except ImportError:
        return False
    seconds = int(time_s) + 1
    wanted = (
        ("RLIMIT_CPU", seconds), ("RLIMIT_AS", memory_mb * 2**20), ("RLIMIT_FSIZE", output_bytes),
        ("RLIMIT_CORE", 0), ("RLIMIT_NPROC", 0), ("RLIMIT_NOFILE", 16),
    )  # fmt: skip
    for name, most in wanted:
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most + (name == "RLIMIT_CPU")))
    return True


def forbid() -> None:
    """Refuse, in words, what the code may not do."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(
                f"{event} is not allowed here: this Python can compute and print, nothing else"
            )
        if event == "import" and str(arguments[0]).partition(".")[0] not in loaded:
            raise ImportError(
                f"module {arguments[0]} is not allowed here; there are: {', '.join(sorted(shown))}"
            )

    shown = {name for name in MODULES if not name.startswith("_") and "." not in name}
    loaded = {name.partition(".")[0] for name in sys.modules} - {
        "ctypes",
        "_ctypes",
        "os",
        "posix",
        "resource",
    }
    sys.addaudithook(hook)


def main() -> int:
    """Run the code of the order; its error's last line goes to standard error."""
    order = json.loads(sys.stdin.buffer.read())
    for name in MODULES:
        importlib.import_module(name)
    if order["packages"]:
        sys.path.append(order["packages"])
        with contextlib.suppress(ImportError):
            import numpy  # noqa: F401
    held = ["limits"] if limit(order["time_s"], order["memory_mb"], order["output_bytes"]) else []
    held += ["seccomp"] if filter_calls() else []
    names = {"__name__": "__main__", "__builtins__": builtins, "__protections__": " ".join([*held, "audit"])}
    for name in ("ctypes", "_ctypes", "resource"):
        sys.modules.pop(name, None)
    forbid()
    try:
        exec(compile(order["code"], "<code>", "exec"), names)
        sys.stdout.flush()
    except SystemExit:
        sys.stdout.flush()
    except MemoryError:
        names.clear()
        sys.stderr.write("MemoryError\n")
        return 1
    except BaseException as error:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        sys.stderr.write(f"{type(error).__name__}: {str(error)[:400]}\n".replace("\n", " ").strip() + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
