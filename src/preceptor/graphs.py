"""Is-a graphs: parents, ancestors, descendants, depth and information content, over numbered nodes.

A graph is built once from its edges and then only read, so any thread may ask it. Nodes are 0 to n - 1; a node
may have several parents; every node counts among its own ancestors and descendants.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from preceptor.errors import BadData

Nodes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Lists:
    """Lists of numbers, one a row, in two flat arrays: row i is `values[start[i]:start[i + 1]]`."""

    start: NDArray[np.int64]
    values: Nodes

    def __getitem__(self, row: int) -> Nodes:
        return self.values[self.start[row] : self.start[row + 1]]

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def rows(self) -> Nodes:
        """The row of every value, `(len(values),)`."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.start))

    def turned(self, n: int) -> "Lists":
        """Return, for each of `n` values, the rows that hold it."""
        order = np.argsort(self.values, kind="stable")
        return Lists(starts(np.bincount(self.values, minlength=n)), self.rows[order])


def starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each row begins, and at the end where the last one ends, from the rows' lengths."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def lists(rows: Sequence[Iterable[int]]) -> Lists:
    """Pack lists of numbers into two flat arrays."""
    held = [np.asarray(list(row), dtype=np.int32) for row in rows]
    counts = np.array([len(row) for row in held], dtype=np.int64)
    return Lists(starts(counts), np.concatenate([np.empty(0, np.int32), *held]))


@dataclass(frozen=True, eq=False)
class Graph:
    """An is-a graph over nodes 0 to n - 1.

    Attributes:
        parents: node -> its direct parents.
        closure: node -> all its ancestors and itself, ascending.
    """

    parents: Lists
    closure: Lists

    def __len__(self) -> int:
        return len(self.parents)

    @cached_property
    def children(self) -> Lists:
        """Node -> its direct children."""
        return self.parents.turned(len(self))

    @cached_property
    def below(self) -> Lists:
        """Node -> all its descendants and itself, ascending."""
        return self.closure.turned(len(self))

    @cached_property
    def depth(self) -> Nodes:
        """The longest way up from each node, 0 for a root, `(n,)`."""
        found = np.zeros(len(self), np.int32)
        for node in np.argsort(np.diff(self.closure.start), kind="stable"):
            above = self.parents[node]
            if len(above):
                found[node] = found[above].max() + 1
        return found

    def ancestors(self, nodes: Iterable[int]) -> Nodes:
        """Return the ancestors of any of the nodes, and the nodes themselves, ascending."""
        found = [self.closure[node] for node in nodes]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int32)

    def descendants(self, node: int) -> Nodes:
        """Return what lies below a node, and the node itself, ascending."""
        return self.below[node]

    def is_a(self, node: int, other: int) -> bool:
        """Say whether `other` is the node itself or one of its ancestors."""
        row = self.closure[node]
        place = int(np.searchsorted(row, other))
        return place < len(row) and int(row[place]) == other

    def most_specific(self, nodes: Sequence[int]) -> list[int]:
        """Leave out every node that is an ancestor of another one; the order is kept."""
        kept = list(dict.fromkeys(nodes))
        above = {up for node in kept for up in self.closure[node].tolist() if up != node}
        return [node for node in kept if node not in above]


def graph(n: int, edges: Iterable[tuple[int, int]]) -> Graph:
    """Build a graph from (child, parent) pairs.

    Raises:
        BadData: the edges form a ring.
    """
    above: list[list[int]] = [[] for _ in range(n)]
    for child, parent in edges:
        if parent not in above[child]:
            above[child].append(parent)
    waiting = [len(parents) for parents in above]
    below: list[list[int]] = [[] for _ in range(n)]
    for child, parents in enumerate(above):
        for parent in parents:
            below[parent].append(child)
    ready = [node for node in range(n) if not waiting[node]]
    closure: list[set[int]] = [{node} for node in range(n)]
    done = 0
    while ready:
        node = ready.pop()
        done += 1
        for child in below[node]:
            closure[child] |= closure[node]
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    if done < n:
        ring = [node for node in range(n) if waiting[node]][:5]
        raise BadData(f"{n - done} nodes stand in or below a ring of is-a edges, among them {ring}")
    return Graph(lists(above), lists([sorted(nodes) for nodes in closure]))


def information_content(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return -ln of each share; a share of 0 counts as the smallest positive one.

    Args:
        shares: `(n,)` part of the diseases that have the node or something below it, in [0, 1].

    Returns:
        `(n,)` in nats, at least 0.

    Source: Resnik P. Using information content to evaluate semantic similarity in a taxonomy. IJCAI 1995.

    Example:
        >>> information_content(np.array([1.0, 0.5, 0.0])).round(3).tolist()
        [0.0, 0.693, 0.693]
    """
    positive = shares[shares > 0]
    least = positive.min() if len(positive) else 1.0
    return -np.log(np.clip(shares, least, 1.0)) + 0.0
