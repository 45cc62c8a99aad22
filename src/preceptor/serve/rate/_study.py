"""A study: who rates which items with which form, in a folder that only its owner can enter.

`study.json` holds the set-up and the hashes of the access tokens, `items.jsonl` what is rated with its
origins, `ratings.jsonl` every state of every rating, appended and flushed. One process at a time writes.
"""

import fcntl
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal, cast

import orjson

from preceptor.errors import BadData, BadInput, NotFound, Refused
from preceptor.files import PRIVATE_FILE, private_folder, read_json, read_jsonl, write_private
from preceptor.records import Json
from preceptor.serve.rate._items import Item, restored, stored

FORMAT = 1
SETUP, ITEMS, LOCK = "study.json", "items.jsonl", ".lock"
Role = Literal["rater", "arbiter", "coordinator"]
COORDINATOR = "coordinator"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody with a link; only the token's SHA-256 is kept."""

    name: str
    role: Role
    token_sha256: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setup:
    """What a study was set up with.

    Attributes:
        form: the rubric or comparison as it was read, in full.
        population: how many answers could have been drawn; `sampled` of them were, with this seed.
        sources: run folders or the table that the answers came from.
    """

    form: Mapping[str, Json]
    seed: int
    population: int
    sampled: int
    sources: tuple[str, ...]
    people: tuple[Person, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    created: str = ""


def check_names(raters: Sequence[str], arbiter: str) -> None:
    """Refuse names that cannot be told apart or written into a table.

    Raises:
        BadInput: no rater, a name twice, or one of other letters.
    """
    names = [*raters, *([arbiter] if arbiter else [])]
    if not raters:
        raise BadInput("--raters: name at least one, e.g. --raters r1,r2")
    for name in names:
        if not NAME.fullmatch(name) or name == COORDINATOR:
            raise BadInput(
                f"rater {name!r}: use up to 32 of a-z, 0-9, _ and -, such as r1; not {COORDINATOR!r}"
            )
    if len(set(names)) < len(names):
        raise BadInput(f"a name is given twice in {', '.join(names)}; every person needs a name")


def new_token() -> tuple[str, str]:
    """Draw an access token of 256 random bits; returns it and the hash that is kept."""
    token = secrets.token_urlsafe(32)
    return token, hashlib.sha256(token.encode()).hexdigest()


def person_of(token: str, people: Sequence[Person]) -> Person | None:
    """Find whose token this is, in a time that says nothing about the tokens."""
    given = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    found = None
    for person in people:
        if hmac.compare_digest(given, person.token_sha256):
            found = person
    return found


def create_study(path: Path, setup: Setup, items: Sequence[Item], people: Sequence[Person]) -> dict[str, str]:
    """Write a new study; returns each person's token, which is not kept.

    Raises:
        BadInput: the folder is not empty, or cannot be made.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise BadInput(f"{path} is not empty; choose another --out, or go on with it: preceptor rate {path}")
    private_folder(path)
    path.chmod(0o700)
    write_private(path / ITEMS, b"".join(orjson.dumps(stored(item)) + b"\n" for item in items))
    return new_links(path, replace(setup, people=tuple(people)), [person.name for person in people])


def new_links(path: Path, setup: Setup, names: Sequence[str]) -> dict[str, str]:
    """Give the named people new tokens; their old ones stop working.

    Raises:
        NotFound: nobody of that name in the study.
    """
    known = {person.name: person for person in setup.people}
    tokens = {}
    for name in names:
        if name not in known:
            raise NotFound(f"nobody named {name!r} in {path}; there are {', '.join(known)}")
        tokens[name], digest = new_token()
        known[name] = replace(known[name], token_sha256=digest)
    changed = replace(setup, people=tuple(known.values()))
    content = {"format": FORMAT, **asdict(changed)}
    write_private(path / SETUP, orjson.dumps(content, option=orjson.OPT_INDENT_2))
    return tokens


def read_setup(path: Path) -> Setup:
    """Read `study.json`.

    Raises:
        NotFound: no study there.
        BadData: it is damaged or of another format.
    """
    if not (path / SETUP).exists():
        raise NotFound(
            f"{path} is no rating study: it has no {SETUP}; `preceptor rate RUN --rubric ...` makes one"
        )
    entry = read_json(path / SETUP)
    if not isinstance(entry, dict) or entry.get("format") != FORMAT:
        raise BadData(f"{path / SETUP} is damaged or of another version; this one reads format {FORMAT}")
    try:
        people = tuple(Person(**one) for one in cast("list[dict]", entry["people"]))
        rest = {key: value for key, value in entry.items() if key not in ("format", "people", "sources")}
        return Setup(people=people, sources=tuple(cast("list[str]", entry["sources"])), **rest)  # type: ignore[arg-type]
    except (LookupError, TypeError) as error:
        raise BadData(f"{path / SETUP} is damaged: {error}; restore it from a copy") from error


def read_items(path: Path) -> dict[str, Item]:
    """Read what is rated, by item id.

    Raises:
        BadData: the file is damaged.
    """
    try:
        items = [restored(entry) for entry in read_jsonl(path / ITEMS)]
    except (LookupError, TypeError, ValueError) as error:
        raise BadData(f"{path / ITEMS} is damaged: {error}; restore it from a copy") from error
    return {item.id: item for item in items}


def lock(path: Path) -> int:
    """Take the folder for this process; returns the descriptor that holds the lock until it is closed.

    Raises:
        Refused: another process serves it.
    """
    held = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        owner = (path / LOCK).read_text().strip() or "unknown"
        os.close(held)
        raise Refused(f"process {owner} is serving {path}; its links work, or stop it first") from error
    os.ftruncate(held, 0)
    os.write(held, f"{os.getpid()}\n".encode())
    return held
