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
    """Return the known names that are the same but for case and signs.

    Example:
        >>> sorted(alike("mmlu_pro", ["mmlu", "mmlu-pro"]))
        ['mmlu-pro']
    """
    return {name for name in known if fold(name) == fold(wanted)}


def numbered(wanted: str, known: Iterable[str]) -> set[str]:
    """Return the names that are the same but for a number at the end, if that is one name only.

    Example:
        >>> sorted(numbered("rag", ["cot", "rag_32"])), sorted(numbered("cot", ["cot_sc-5"]))
        (['rag_32'], [])
    """
    names = set(known)
    found = {name for name in names if fold(name).rstrip("0123456789") == fold(wanted)}
    return alike(wanted, names) or (found if len(found) == 1 else set())
