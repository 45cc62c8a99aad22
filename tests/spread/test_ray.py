"""Spreading over an embedded local Ray cluster (extra `ray`)."""

import os
import threading
import time

import pytest

from preceptor.errors import BadInput, ComponentError

pytestmark = pytest.mark.ray


@pytest.fixture
def cluster():
    """A cluster that this process joined before; three tests share its start."""
    import ray

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield ray
    ray.shutdown()


def test_a_cluster_is_started_and_shut_down(monkeypatch) -> None:
    import ray

    from preceptor.spread.ray import spread

    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    assert sorted(spread(lambda n: n * n, range(40), workers=2, threads=2)) == [n * n for n in range(40)]
    assert not ray.is_initialized()


def test_errors_and_endings_on_a_cluster_that_stays(cluster) -> None:
    from preceptor.spread.ray import spread

    def reciprocal(n: int) -> float:
        return 1 / n

    with pytest.raises(ZeroDivisionError) as caught:
        list(spread(reciprocal, [0], workers=1))
    assert "in a Ray actor" in caught.value.__notes__[0]
    with pytest.raises(ComponentError, match="same command again"):
        list(spread(os._exit, [3], workers=1))
    with pytest.raises(BadInput, match="cannot send"):
        list(spread(abs, [threading.Lock()], workers=1))
    results = spread(time.sleep, [0, 600, 600], workers=1, threads=2)
    assert next(results) is None
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 300
    assert cluster.is_initialized()


def test_at_most_workers_times_threads_items_taken_and_not_returned(cluster) -> None:
    from preceptor.spread.ray import spread

    taken = 0

    def items():
        nonlocal taken
        for n in range(100):
            taken += 1
            yield n

    for returned, _ in enumerate(spread(abs, items(), workers=2, threads=3), 1):
        assert taken - returned <= 6


def test_a_cluster_that_is_not_there_is_named(monkeypatch) -> None:
    from preceptor.spread.ray import spread

    monkeypatch.setenv("RAY_ADDRESS", "no-such-scheme://x")
    with pytest.raises(BadInput, match="RAY_ADDRESS=no-such-scheme"):
        list(spread(abs, [1], workers=1))
    with pytest.raises(BadInput, match="workers=0"):
        list(spread(abs, [1], workers=0))
