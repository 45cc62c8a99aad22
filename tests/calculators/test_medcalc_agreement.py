"""Every row of MedCalc-Bench whose entities are at hand agrees, or stands on the list of known defects."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.data
def test_no_row_is_unexplained() -> None:
    asked = subprocess.run(
        [sys.executable, "experiments/calculator_agreement.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ,
    )
    assert asked.returncode == 0, asked.stdout
    assert "rows agree" in asked.stdout
