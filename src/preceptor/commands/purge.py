"""Remove run folders and the request cache, which may hold patients' notes.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
import shutil
from pathlib import Path

from preceptor.commands._settings import default_cache
from preceptor.components import Command
from preceptor.errors import BadInput, NotFound

RUN_FILES = ("run.json", "cases.jsonl")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("runs", nargs="*", help="run folders to remove")
    parser.add_argument(
        "--cache", nargs="?", const=default_cache(), metavar="FILE", help="the request cache too"
    )
    parser.add_argument("--yes", action="store_true", help="do it; without, only say what would go")


def run(arguments: argparse.Namespace) -> int:
    """Remove what is named, or say what would be removed."""
    doomed = [_run_folder(Path(name)) for name in arguments.runs]
    if arguments.cache:
        cache = Path(arguments.cache)
        doomed += [
            path for path in (cache, *(Path(f"{cache}{end}") for end in ("-wal", "-shm"))) if path.exists()
        ]
    if not arguments.runs and not arguments.cache:
        raise BadInput(f"nothing named; give run folders, or --cache for {default_cache()}")
    for path in doomed:
        print(f"{'removed' if arguments.yes else 'would remove'} {path.resolve()}")
        if arguments.yes:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if doomed and not arguments.yes:
        print("give --yes to remove")
    return 0


def _run_folder(path: Path) -> Path:
    if path.is_symlink():
        raise BadInput(f"{path} is a link; name the folder itself, {path.resolve()}")
    if not path.is_dir():
        raise NotFound(f"no folder {path}")
    if not any((path / name).exists() for name in RUN_FILES):
        raise BadInput(
            f"{path} is no run folder (it has neither {' nor '.join(RUN_FILES)}); nothing was removed"
        )
    return path


COMMAND = Command(add=add, run=run)
