"""Is-a graphs: closure, depth, most specific nodes, rings."""

import numpy as np
import pytest

from preceptor.errors import BadData
from preceptor.graphs import graph, information_content, lists

# 0 <- 1 <- 2, 1 <- 3, (2, 3) <- 4; 5 stands alone
EDGES = [(1, 0), (2, 1), (3, 1), (4, 2), (4, 3)]


def test_closure_both_ways() -> None:
    made = graph(6, EDGES)
    assert made.closure[4].tolist() == [0, 1, 2, 3, 4]
    assert made.descendants(1).tolist() == [1, 2, 3, 4]
    assert made.children[1].tolist() == [2, 3]
    assert made.closure[5].tolist() == [5]
    assert made.ancestors([2, 5]).tolist() == [0, 1, 2, 5]
    assert made.ancestors([]).tolist() == []
    assert made.depth.tolist() == [0, 1, 2, 2, 3, 0]
    assert made.is_a(4, 1)
    assert not made.is_a(1, 4)
    assert not made.is_a(4, 5)


def test_most_specific_keeps_the_order_and_drops_ancestors_and_doubles() -> None:
    assert graph(6, EDGES).most_specific([1, 5, 3, 3, 2]) == [5, 3, 2]


def test_a_ring_is_refused() -> None:
    with pytest.raises(BadData, match="2 nodes stand in or below a ring"):
        graph(3, [(0, 1), (1, 0)])


def test_a_random_graph_agrees_with_a_walk() -> None:
    rng = np.random.default_rng(3)
    edges = [(child, int(rng.integers(child))) for child in range(1, 60) for _ in range(2)]
    made = graph(60, edges)
    for node in range(60):
        seen, open_nodes = {node}, [node]
        while open_nodes:
            here = open_nodes.pop()
            for child, parent in edges:
                if child == here and parent not in seen:
                    seen.add(parent)
                    open_nodes.append(parent)
        assert made.closure[node].tolist() == sorted(seen)


def test_lists_turned() -> None:
    turned = lists([[2, 0], [], [2]]).turned(3)
    assert [turned[row].tolist() for row in range(3)] == [[0], [], [0, 2]]


def test_information_content_of_a_share_never_seen_is_that_of_the_rarest() -> None:
    assert information_content(np.array([0.0, 0.25, 1.0])).round(4).tolist() == [1.3863, 1.3863, 0.0]
