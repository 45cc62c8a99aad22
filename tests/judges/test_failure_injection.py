"""The experiment on lost judge replies in small: every promise, at every rate, at random and on bad answers."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

SCRIPT = Path(__file__).parents[2] / "experiments" / "judge_failure_injection.py"


@pytest.mark.parametrize("bad_only", [False, True])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.6])
def test_bounds_hold_and_no_failure_earns_points(share: float, bad_only: bool) -> None:
    spec = importlib.util.spec_from_file_location("judge_failure_injection", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    experiment = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(experiment)
    draw = np.random.default_rng(5)
    for _ in range(4):
        found, _, _ = experiment.repeat(draw, share, bad_only)
        assert found["held"]
        assert not found["wider"]
        assert found["invented"] == 0
        assert found["lost"] > 0
