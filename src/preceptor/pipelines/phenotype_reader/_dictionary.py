"""The dictionary of findings, made from an HPO release and the package's own phrases, and kept on disk.

Three ways in: a tree of stems in order, a tree of classes in order, and pairs of rare classes for phrases whose
words stand in another order or apart. It is made once (some seconds) and kept in the user's cache under the
checksum of everything it was made from; later processes read it in a fraction of a second.
"""

import hashlib
import marshal
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import cast

from preceptor import files
from preceptor.errors import BadData
from preceptor.knowledge.hpo import Hpo
from preceptor.pipelines.phenotype_reader._words import (
    COMMA,
    FOLDER,
    HARD,
    NO,
    NOT,
    SOFT,
    WORD,
    Token,
    classes,
    tokens,
)

LABEL, OWN, EXACT, NARROW, RELATED = range(5)  # how much a phrase is trusted, best first
_SCOPES = {"EXACT": EXACT, "NARROW": NARROW, "RELATED": RELATED}
MOST_WORDS = 9  # a longer name is a definition
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
ALONE = (["mouth"], ["blood"], ["neoplasm"], ["pain"], ["tumor"], ["scar"])  # say nothing by themselves
Node = dict[str, "Node | tuple[int, int]"]  # "" -> (number of the code, trust)
Bag = tuple[int, int, tuple[str, ...]]  # number of the code, trust, the other words
Pairs = dict[str, dict[str, list[Bag]]]  # by its rarest word and the next, in the order of the alphabet


@dataclass(slots=True)
class Dictionary:
    """Everything that a language's text is matched with."""

    release: str
    codes: list[str]
    stems: Node = field(default_factory=dict)
    labels: Node = field(default_factory=dict)
    pairs: Pairs = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    corrected: dict[str, str] = field(default_factory=dict)


def expand(phrase: str) -> list[str]:
    """Write out the alternatives of a phrase.

    Example:
        >>> expand("(walks|walking) on (his|her) toes")[1]
        'walks on her toes'
    """
    parts = _CHOICE.split(phrase)
    options = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return [" ".join("".join(chosen).split()) for chosen in product(*options)]


def own_phrases(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (code, phrase) of one of the package's tables: code, tab, phrases parted by semicolons.

    Raises:
        BadData: a line of another form.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        code, tab, phrases = line.partition("\t")
        if not tab or not re.fullmatch(r"HP:\d{7}", code):
            raise BadData(f"{path}, line {number}: expected a code, a tab and phrases, got {line[:40]!r}")
        for phrase in phrases.split(";"):
            yield from ((code, written) for written in expand(phrase.strip()) if written)


def _names(release: Hpo) -> Iterator[tuple[str, str, int]]:
    """Yield (code, phrase, trust) of every phenotype of the release."""
    finding = release.is_phenotype
    for number, (code, name) in enumerate(zip(release.ids, release.names, strict=True)):
        if finding[number]:
            yield code, name, LABEL
    for synonym in release.synonyms:
        trust = _SCOPES.get(synonym.scope)
        if trust is None or not finding[synonym.term] or synonym.kind.startswith("obs"):
            continue
        yield release.ids[synonym.term], synonym.text, trust


def _content(phrase: str) -> list[Token]:
    return [token for token in tokens(phrase) if token.kind in (WORD, COMMA)]


def _put(tree: Node, words: Sequence[str], code: int, trust: int) -> None:
    node = tree
    for word in words:
        node = cast(Node, node.setdefault(word, {}))
    held = cast("tuple[int, int] | None", node.get(""))
    if held is None or trust < held[1]:
        node[""] = (code, trust)


def _bags(rows: Iterable[tuple[int, int, tuple[str, ...]]]) -> Pairs:
    """Index each set of words by its two rarest."""
    qualities = classes()[1]
    best: dict[tuple[str, ...], tuple[int, int]] = {}
    for code, trust, words in rows:
        bag = tuple(sorted(set(words) - {","}))
        if (
            len(bag) < 2
            or len(bag) != len([w for w in words if w != ","])
            or all(w in qualities for w in bag)
        ):
            continue
        if bag not in best or trust < best[bag][1]:
            best[bag] = (code, trust)
    often = Counter(word for bag in best for word in bag)
    pairs: Pairs = {}
    for bag, (code, trust) in best.items():
        rare = sorted(bag, key=lambda word: (often[word], word))
        one, other = sorted(rare[:2])
        pairs.setdefault(one, {}).setdefault(other, []).append((code, trust, tuple(rare[2:])))
    return pairs


def compiled(release: str, phrases: Iterable[tuple[str, str, int]], shortest: int = 2) -> Dictionary:
    """Make a dictionary from (code, phrase, trust); `shortest` is the letters of a phrase of one word."""
    numbers: dict[str, int] = {}
    qualities = classes()[1]
    made = Dictionary(release, [])
    rows, known = [], set[str]()
    for code, phrase, trust in phrases:
        content = _content(phrase)
        stems, labels = [token.stem for token in content], tuple(token.label for token in content)
        if (
            stems in ALONE
            or len(content) > MOST_WORDS
            or not any(
                len(word.lstrip("=")) >= shortest and word.lstrip("=").isalpha() and word not in (NO, NOT)
                for word in stems
            )
        ):
            continue
        number = numbers.setdefault(code, len(numbers))
        rows.append((number, trust, labels))
        known.update(stems, labels)
        if stems and "," in stems and trust != LABEL:  # "nasal bridge, thin": the words apart are enough
            continue
        _put(made.stems, stems, number, trust)
        if len(labels) > 1 or not qualities.intersection(
            labels
        ):  # "falling" is not "low" when it stands alone
            _put(made.labels, labels, number, trust)
    made.codes = list(numbers)
    made.pairs = _bags(rows)
    made.vocabulary = frozenset(known)
    return made


def in_order(
    tree: Node, items: Sequence[Token], words: Sequence[str], start: int
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield (code, trust, places) of every phrase that begins at a word."""
    node, places, place = tree, [], start
    while place < len(items):
        item = items[place]
        if item.kind == HARD:
            return
        step = node.get(words[place])
        if step is None:
            if item.kind == SOFT and places:
                place += 1
                continue
            return
        node = cast(Node, step)
        places.append(place)
        place += 1
        if (held := node.get("")) is not None:
            code, trust = cast("tuple[int, int]", held)
            yield code, trust, tuple(places)


def _key(parts: Iterable[Path], release: Hpo, language: str) -> str:
    digest = hashlib.sha256(f"{sys.version} {release.release} {len(release.synonyms)} {language}".encode())
    digest.update("\n".join((*release.ids, *release.names)).encode())
    for path in sorted(parts):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def _kept(path: Path) -> Dictionary | None:
    try:
        held = cast(
            "tuple[str, list[str], Node, Node, Pairs, list[str]]",
            marshal.loads(path.read_bytes()),
        )
        release, codes, stems, labels, pairs, vocabulary = held
        return Dictionary(release, codes, stems, labels, pairs, frozenset(vocabulary))
    except (OSError, ValueError, EOFError, TypeError, AttributeError):
        return None


def _keep(path: Path, made: Dictionary) -> None:
    held = (made.release, made.codes, made.stems, made.labels, made.pairs, sorted(made.vocabulary))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=files.PRIVATE_FOLDER)
        part.write_bytes(marshal.dumps(held))
        part.replace(path)
    except OSError as error:
        print(
            f"the dictionary cannot be kept in {path.parent} ({error.strerror}); made anew each time",
            file=sys.stderr,
        )


def english_phrases(release: Hpo) -> Iterator[tuple[str, str, int]]:
    """Yield (code, phrase, trust) of our own phrases and of the release's names and synonyms."""
    for file in ("everyday_en.tsv", "phrases_en.tsv"):
        for code, phrase in own_phrases(FOLDER / file):
            if code in release.by_id:
                yield code, phrase, OWN
    yield from _names(release)


@lru_cache(maxsize=4)
def english(release: Hpo) -> Dictionary:
    """Return the dictionary of English text for an HPO release: from the cache, else made, kept, and said."""
    sources = [*FOLDER.glob("*.py"), *FOLDER.glob("*_en.*")]
    path = files.cache_folder() / "phenotype_reader" / f"en-{_key(sources, release, 'en')}.marshal"
    if (kept := _kept(path)) is not None:
        return kept
    print(
        f"phenotype_reader: making the dictionary of HPO {release.release} once, some seconds",
        file=sys.stderr,
    )
    made = compiled(release.release, english_phrases(release))
    _keep(path, made)
    return made
