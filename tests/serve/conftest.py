"""Studies of own-written answers, and the pages served on loopback for them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
import rating_runs
from rating_study import Study, serving

from preceptor.scoring.rubric import read_rubric
from preceptor.serve.rate import new_study


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two runs of the same 24 cases by two systems, whose names stand in the folders' names too."""
    root = tmp_path_factory.mktemp("runs")
    found = [
        rating_runs.one_run(root / f"run-{name}", arm=arm) for arm, name in enumerate(rating_runs.SECRET)
    ]
    return found[0], found[1]


@pytest.fixture
def rubric_study(tmp_path: Path, runs: tuple[Path, Path]) -> Iterator[Study]:
    """Four answers, eleven yes-or-no criteria, two raters and an arbiter."""
    tokens = new_study(
        tmp_path / "study",
        runs[:1],
        read_rubric("patient_advice"),
        raters=["r1", "r2"],
        arbiter="a1",
        sample=4,
    )
    with serving(tmp_path / "study", tokens) as study:
        yield study


@pytest.fixture
def pair_study(tmp_path: Path, runs: tuple[Path, Path]) -> Iterator[Study]:
    """Six pairs on nine axes."""
    tokens = new_study(
        tmp_path / "study",
        runs,
        read_rubric("medpalm2_pairwise"),
        raters=["r1", "r2"],
        arbiter="a1",
        sample=6,
    )
    with serving(tmp_path / "study", tokens) as study:
        yield study
