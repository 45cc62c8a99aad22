"""The only door to data folders, caches and the network.

`locate` looks in the folders of PRECEPTOR_DATA (colon-separated, the first that has the file wins,
file by file), then in the user's cache, then, only where PRECEPTOR_NETWORK=1, fetches the declared URL.
"""

import csv
import gzip
import hashlib
import io
import os
import shutil
import urllib.request
import zlib
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import IO, cast

import orjson
import yaml

from preceptor.errors import BadData, BadInput, NotFound, Refused
from preceptor.records import Data, Json

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)


def data_folders() -> list[Path]:
    """Return the folders of PRECEPTOR_DATA, in order."""
    return [Path(part) for part in os.environ.get("PRECEPTOR_DATA", "").split(":") if part]


def cache_folder() -> Path:
    """Return the user's cache folder: PRECEPTOR_CACHE, else below XDG_CACHE_HOME or ~/.cache."""
    if given := os.environ.get("PRECEPTOR_CACHE"):
        return Path(given)
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "preceptor"


def setting() -> str:
    """Return what decides where files are looked for, as one text: what was found under it need not be looked for again."""
    return "\n".join(
        os.environ.get(name, "") for name in ("PRECEPTOR_DATA", "PRECEPTOR_CACHE", "XDG_CACHE_HOME")
    )


def network_allowed() -> bool:
    """Say whether the user allowed downloads (PRECEPTOR_NETWORK=1)."""
    return os.environ.get("PRECEPTOR_NETWORK", "") not in ("", "0", "no", "false")


def locate(data: Data) -> Path:
    """Find the file of a data set on this machine, or fetch it where the user allows the network.

    Raises:
        NotFound: it is nowhere, and fetching is not allowed or not possible.
        BadData: the download does not have the declared checksum.
    """
    folders = [*data_folders(), cache_folder() / "data"]
    for folder in folders:
        path = folder / data.path
        if path.exists():
            return path
    looked = ", ".join(str(folder) for folder in folders)
    if data.url is None:
        raise NotFound(
            f"{data.path} is in none of: {looked}; it has no direct download, "
            f"so put the file there or set PRECEPTOR_DATA to the folder that holds it"
        )
    if not network_allowed():
        raise NotFound(
            f"{data.path} is in none of: {looked}; set PRECEPTOR_DATA to the folder that holds it, "
            f"or set PRECEPTOR_NETWORK=1 to download it from {data.url}"
        )
    return fetch(data)


def fetch(data: Data) -> Path:
    """Download a file into the user's cache and check it; a first unpinned download is recorded.

    Raises:
        Refused: the network is not allowed.
        BadData: no such download, or another checksum than the declared or first seen one.
    """
    if not network_allowed():
        raise Refused(f"download of {data.url} refused; set PRECEPTOR_NETWORK=1 to allow the network")
    if not data.url or not data.url.startswith("https://"):
        raise BadData(f"{data.path} declares no https download (url={data.url!r})")
    target = cache_folder() / "data" / data.path
    target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    part = target.with_name(target.name + ".part")
    try:
        with urllib.request.urlopen(data.url, timeout=60) as response, part.open("wb") as out:
            shutil.copyfileobj(response, out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadData(f"could not download {data.url}: {error}") from error
    found = sha256(part)
    noted = target.with_name(target.name + ".sha256")
    expected = data.sha256 or (noted.read_text().strip() if noted.exists() else None)
    if expected and found != expected:
        part.unlink()
        raise BadData(f"{data.url} has sha256 {found}, expected {expected}: the source has changed")
    noted.write_text(found + "\n")
    part.replace(target)
    return target


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading; gzip is recognised by its content, not by its name."""
    try:
        with path.open("rb") as handle:
            zipped = handle.read(2) == b"\x1f\x8b"
        return cast("IO[bytes]", gzip.open(path)) if zipped else path.open("rb")
    except OSError as error:
        raise NotFound(f"cannot read {path}: {error.strerror}") from error


def read_bytes(path: Path) -> bytes:
    """Read a whole file, decompressed.

    Raises:
        BadData: the compressed file is damaged.
    """
    try:
        with open_bytes(path) as handle:
            return handle.read()
    except (EOFError, zlib.error, OSError) as error:
        raise BadData(f"{path} is damaged or not readable: {error}; fetch it again") from error


def read_json(path: Path) -> Json:
    """Read one JSON document.

    Raises:
        BadData: it is damaged.
    """
    try:
        return orjson.loads(read_bytes(path))
    except orjson.JSONDecodeError as error:
        raise BadData(f"{path} is not JSON: {error}") from error


class _StrictLoader(yaml.SafeLoader):
    """Refuses a name that stands twice in one mapping: YAML's own reading drops the first without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key, _ in node.value:
            name = getattr(key, "value", None)
            if isinstance(name, str) and name in seen and name != "<<":
                raise yaml.constructor.ConstructorError(
                    problem=f"{name!r} stands twice in one place", problem_mark=key.start_mark
                )
            seen.add(name if isinstance(name, str) else None)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> object:
    """Read a YAML or JSON file that people write.

    Raises:
        NotFound: it cannot be read.
        BadInput: it is no YAML, or says one thing twice.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)
    except OSError as error:
        raise NotFound(f"cannot read {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not readable as YAML: {' '.join(str(error).split())}") from error


def read_jsonl(path: Path) -> Iterator[dict[str, Json]]:
    """Read the rows of a JSON-lines file one at a time, decompressed.

    Raises:
        BadData: a line is no JSON object; the message has its number.
    """
    number = 0
    try:
        with open_bytes(path) as handle:
            for number, line in enumerate(handle, 1):
                if line.strip():
                    row = orjson.loads(line)
                    if not isinstance(row, dict):
                        raise BadData(f"{path}, line {number}: expected a JSON object, got {line[:40]!r}")
                    yield row
    except orjson.JSONDecodeError as error:
        raise BadData(f"{path}, line {number}: not JSON ({error})") from error
    except DAMAGED as error:
        raise BadData(f"{path} is damaged after line {number}: {error}; fetch it again") from error


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Read the rows of a CSV file with a header, decompressed, UTF-8 with or without a mark.

    Raises:
        BadData: not text, or a row that has more fields than the header; the message has its line.
    """
    csv.field_size_limit(2**30)
    try:
        with open_bytes(path) as handle:
            reader = csv.DictReader(io.TextIOWrapper(handle, encoding="utf-8-sig", newline=""))
            for row in reader:
                if None in row:
                    raise BadData(f"{path}, line {reader.line_num}: more fields than the header")
                yield {key: value or "" for key, value in row.items()}
    except (UnicodeDecodeError, csv.Error, *DAMAGED) as error:
        raise BadData(f"{path} is not readable as CSV: {error}") from error


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner can enter; an existing one is left as it is.

    Raises:
        BadInput: it cannot be made there.
    """
    try:
        if not path.exists():
            path.mkdir(parents=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise BadInput(f"cannot make the folder {path}: {error.strerror}; choose another --out") from error
    return path


def write_private(path: Path, content: bytes) -> None:
    """Replace a file as a whole, readable by its owner only: the old one stays until the new is complete.

    Raises:
        BadInput: the folder is read-only or the disk is full; the old file is untouched.
    """
    part = path.with_name(path.name + ".part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True) if part.exists() else None
        raise BadInput(f"cannot write {path}: {error.strerror}; nothing was changed") from error
