"""The page of calculators holds today's catalogue."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_the_table_is_up_to_date() -> None:
    asked = subprocess.run([sys.executable, "docs/generate_calculators.py", "--check"], cwd=ROOT)
    assert asked.returncode == 0, "run .venv/bin/python docs/generate_calculators.py"
