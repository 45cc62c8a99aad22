"""Invented names: pronounceable, unlike each other, and free of the roots of real medical words."""

import random
from collections.abc import Iterator

from preceptor.knowledge.fictional_world._shapes import Term

# Names begin with a consonant other than h, so French needs no elision before them.
ONSETS = ("b", "br", "d", "dr", "f", "fl", "g", "gr", "k", "kl", "l", "m", "n", "p", "pl", "r", "s", "sk",
          "t", "tr", "v", "z")  # fmt: skip
INNER = ("b", "d", "f", "g", "k", "l", "ld", "lm", "lv", "m", "n", "nd", "nk", "p", "r", "rd", "rl", "rv",
         "s", "sk", "st", "t", "v", "z")  # fmt: skip
VOWELS = ("a", "e", "i", "o", "u")
SHORTEST = 8  # letters; shorter inventions are now and then somebody's name or a brand

# kind -> endings: English, French, feminine in French
ENDINGS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "organ": (("ella", "elle", True), ("ium", "ium", False), ("ona", "one", True)),
    "hormone": (("in", "ine", True), ("erin", "érine", True), ("uline", "uline", True)),
    "substance": (("ate", "ate", False), ("ase", "ase", True), ("idate", "idate", False)),
    "disease": (
        ("osis", "ose", True),
        ("itis", "ite", True),
        ("emia", "émie", True),
        ("opathy", "opathie", True),
        ("algia", "algie", True),
        ("oma", "ome", False),
        ("ismus", "isme", False),
    ),
    "drug": (
        ("ax", "ax", False),
        ("emor", "émor", False),
        ("upan", "upan", False),
        ("odrel", "odrel", False),
        ("izo", "izo", False),
        ("avexum", "avexum", False),
    ),
}

# Roots that would make an invented word look like a real one, in any place of it.
REAL_ROOTS = (
    "alb", "aden", "amin", "andr", "anem", "angi", "arter", "arthr", "asth", "bact", "bil", "bron", "bur",
    "card", "carcin", "cerv", "chol", "cillin", "col", "cor", "crin", "cyt", "derm", "diab", "dopa", "enter",
    "estr", "fer", "fibr", "fur", "gast", "gest", "glob", "gluc", "glyc", "gon", "gran", "hem", "hep", "insul", "kalem", "kard",
    "kary", "kerat", "ket", "kin", "lact", "lep", "leuk", "lip", "lith", "lup", "lymph", "mab", "mast",
    "medull", "melan", "men", "metr", "morph", "myc", "myel", "nas", "natr", "necr", "nephr", "neur", "oste",
    "oti", "ovar", "pan", "pen", "phag", "phleb", "plas", "pleur", "pneu", "pod", "pol", "pril", "prost",
    "prot", "psor", "psych", "pulm", "ren", "ret", "rub", "sarc", "sart", "scler", "sep", "ser", "sinus",
    "som", "spas", "spin", "splen", "stat", "sten", "ster", "tach", "tend", "test", "tet", "thromb", "thyr",
    "tinib", "tox", "trop", "tub", "tum", "ulc", "ure", "uri", "uter", "vag", "vas", "ven", "vir", "vit",
)  # fmt: skip


def looks_real(name: str) -> bool:
    """Say whether a name contains the root of a real medical word.

    Example:
        >>> looks_real("gastrosis"), looks_real("brevkosis")
        (True, False)
    """
    return any(root in name for root in REAL_ROOTS)


def _near(name: str) -> set[str]:
    """The name and all ways to drop one or two letters: two names within two edits share an entry."""
    once = {name[:place] + name[place + 1 :] for place in range(len(name))}
    twice = {short[:place] + short[place + 1 :] for short in once for place in range(len(short))}
    return {name, *once, *twice}


def _stems(rng: random.Random) -> Iterator[str]:
    """Endless stems of two or three syllables that end in a consonant."""
    while True:
        syllables = rng.choice((1, 1, 2))
        inner = "".join(rng.choice(VOWELS) + rng.choice(INNER) for _ in range(syllables))
        yield rng.choice(ONSETS) + inner


class Namer:
    """Gives out names: more than two edits away from each other, none a part of another, no stem twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._stems = _stems(rng)
        self._near: set[str] = set()
        self._names: list[str] = []
        self._used: set[str] = set()

    def term(self, kind: str) -> Term:
        """Invent the next name of a kind, a key of `ENDINGS`."""
        while True:
            stem = next(self._stems)
            en, fr, feminine = self._rng.choice(ENDINGS[kind])
            if len(stem + en) < SHORTEST or stem in self._used or looks_real(stem + en[:2]):
                continue
            names = {stem + en, stem + fr}
            near = set().union(*map(_near, names))
            if near & self._near or any(stem in other for other in self._names):
                continue
            self._near |= near
            self._names += names
            self._used.add(stem)
            return Term(en=stem + en, fr=stem + fr, feminine=feminine)
