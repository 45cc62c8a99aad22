"""Names of models, methods and sets as different people spell them."""

import re
from collections.abc import Iterable

_SIGNS = re.compile(r"[\W_]+")


def fold(name: str) -> str:
    """Return a name without case and signs.

    Example:
        >>> fold("MMLU-Pro") == fold("mmlu_pro")
        True
    """
    return _SIGNS.sub("", name.lower())


def alike(wanted: str, known: Iterable[str]) -> set[str]:
    """Return the known names that a spelling means: the same but for case and signs, else the one it begins.

    Example:
        >>> sorted(alike("rag", ["cot", "rag_32"])), sorted(alike("gpt", ["gpt-4", "gpt-4o"]))
        (['rag_32'], [])
    """
    names = set(known)
    same = {name for name in names if fold(name) == fold(wanted)}
    longer = {name for name in names if fold(wanted) and fold(name).startswith(fold(wanted))}
    return same or (longer if len(longer) == 1 else set())
