"""What Mondo is in memory: names, other names, codes of other catalogues, and is-a; read by any thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from preceptor.errors import NotFound, near
from preceptor.graphs import Graph

_PREFIXES = {
    "orphanet": "ORPHA",
    "orpha": "ORPHA",
    "mim": "OMIM",
    "omim": "OMIM",
    "mesh": "MESH",
    "msh": "MESH",
}


def normal_code(code: str) -> str:
    """Write a disease code as prefix in capitals, colon, number: `Orphanet:79` and `orpha:79` are ORPHA:79.

    Example:
        >>> normal_code("Orphanet:79"), normal_code("mim:301310"), normal_code("MONDO_0000001")
        ('ORPHA:79', 'OMIM:301310', 'MONDO:0000001')
    """
    head, mark, number = code.strip().replace("_", ":", 1).partition(":")
    return f"{_PREFIXES.get(head.lower(), head.upper())}{mark}{number}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Mondo:
    """One release.

    Attributes:
        ids: "MONDO:0000001" by number; so are names and other_names.
        other_names: what the mapped catalogues call the same disease.
        by_code: code of any catalogue, normalised, -> the numbers it is exactly matched to (mostly one).
        codes: number -> its codes in other catalogues.
        graph: is-a over the numbers; nodes that stand only in mappings have no parents here.
        obsolete: numbers whose name begins with "obsolete".
    """

    release: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    other_names: tuple[tuple[str, ...], ...]
    by_code: Mapping[str, tuple[int, ...]]
    codes: tuple[tuple[str, ...], ...]
    graph: Graph
    obsolete: frozenset[int]

    @cached_property
    def by_id(self) -> Mapping[str, int]:
        """Mondo id -> number."""
        return {code: number for number, code in enumerate(self.ids)}

    @cached_property
    def by_name(self) -> Mapping[str, int]:
        """Name or other name in lower case -> number; a name goes before another name."""
        found: dict[str, int] = {}
        for number, name in enumerate(self.names):
            if number not in self.obsolete:
                found.setdefault(name.lower(), number)
        for number, names in enumerate(self.other_names):
            for name in names:
                found.setdefault(name.lower(), number)
        return found

    def number(self, code: str) -> int:
        """Return the number of a Mondo id or of a code that is matched exactly, e.g. OMIM:301310, ORPHA:2802.

        Raises:
            NotFound: no such code.
        """
        asked = normal_code(code)
        if (number := self.by_id.get(asked)) is not None:
            return number
        if found := self.by_code.get(asked):
            return found[0]
        raise NotFound(f"Mondo {self.release} has no disease with the code {code!r}{near(asked, self.by_id)}")

    def named(self, text: str) -> int:
        """Return the number of the disease of that name, whatever the case.

        Raises:
            NotFound: no such name; the message has near ones.
        """
        number = self.by_name.get(" ".join(text.lower().split()))
        if number is None:
            raise NotFound(f"Mondo {self.release} has no disease called {text!r}{near(text, self.by_name)}")
        return number

    def same_or_below(self, number: int, other: int) -> bool:
        """Say whether `number` is `other` or one of its subtypes."""
        return self.graph.is_a(number, other)

    def siblings(self, number: int, *, most: int = 50) -> Sequence[int]:
        """List the other children of its parents, leaving out parents with more than `most` children."""
        found: dict[int, None] = {}
        for parent in self.graph.parents[number]:
            children = self.graph.children[parent]
            if len(children) <= most:
                found.update((int(child), None) for child in children if child != number)
        return list(found)
