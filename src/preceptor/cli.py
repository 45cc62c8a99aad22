"""The `preceptor` program: finds the command's file, imports it, and turns what went wrong into one line."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import cast

import preceptor
from preceptor import catalog
from preceptor.components import Command
from preceptor.errors import PreceptorError, near

FAILED, INTERRUPTED = 1, 130


def overview() -> str:
    """Return the help text: every command with its first line, none imported."""
    names = catalog.names("commands")
    width = max(len(name) for name in names) + 2
    lines = [f"  {name:{width}}{catalog.summary('commands', name)}" for name in names]
    return (
        "usage: preceptor COMMAND [arguments]\n\n"
        "Examines, builds, trains and supervises clinical language models.\n\n"
        "commands:\n" + "\n".join(lines) + "\n\n`preceptor COMMAND --help` shows a command's arguments.\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code.

    Returns:
        0 done; 1 an error, said in one line; 2 wrong usage; 3 done, but some cases failed; 130 interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help", "help"):
        print(overview(), end="")
        return 0
    if given[0] == "--version":
        print(f"preceptor {preceptor.__version__}")
        return 0
    try:
        return _run(given[0], given[1:])
    except PreceptorError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("interrupted; finished cases are kept, the same command goes on", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(name: str, given: Sequence[str]) -> int:
    known = catalog.names("commands")
    if name not in known:
        hint = near(name, known) or "; `preceptor --help` lists them"
        print(f"error: no command {name!r}{hint}", file=sys.stderr)
        return 2
    command = cast(Command, catalog.load("commands", name))
    summary, _, body = catalog.docstring("commands", name).partition("\n")
    parser = argparse.ArgumentParser(
        prog=f"preceptor {name}",
        description=f"{summary}\n{body}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add(parser)
    return command.run(parser.parse_args(given))


if __name__ == "__main__":
    sys.exit(main())
