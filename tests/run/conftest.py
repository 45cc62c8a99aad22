"""Runs in a folder of their own, against the loopback server or scripted models."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from loopback import Server, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def fresh(server: Server) -> Server:
    """The server with its settings and counters as at its start."""
    server.configure(latency_ms=0, faults={}, script=[], answer="{letter}")
    server.reset()
    return server
