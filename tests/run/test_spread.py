"""Processes and Ray: the same folder and the same figures, wherever the cases are answered."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from preceptor.run import Plan, examine

from folders import steady_rows
from loopback import Server


def plan(out: Path, server: Server, **changes: object) -> Plan:
    values = {
        "tasks": ("examples/one_choice(n=40)",),
        "pipelines": ("direct", "examples/nearest_example"),
        "models": (server.model,),
        "out": str(out),
    }
    return Plan(**{**values, **changes})


def test_processes(tmp_path: Path, fresh: Server) -> None:
    examine(plan(tmp_path / "threads", fresh))
    tally = examine(plan(tmp_path / "processes", fresh, workers=2))
    assert tally.failed == 0
    assert steady_rows(tmp_path / "processes") == steady_rows(tmp_path / "threads")


@pytest.mark.ray
def test_ray(tmp_path: Path, fresh: Server) -> None:
    examine(plan(tmp_path / "threads", fresh))
    tally = examine(plan(tmp_path / "ray", fresh, ray=True, workers=2))
    assert tally.failed == 0
    assert steady_rows(tmp_path / "ray") == steady_rows(tmp_path / "threads")
