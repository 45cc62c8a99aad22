"""The figures on real data in docs/judges.md are those that the experiments compute."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.data
@pytest.mark.parametrize("name", ["craft_md", "mts_dialog", "mindeval", "m3", "afrimed"])
def test_the_page_says_what_is_computed(name: str) -> None:
    script = ROOT / "experiments" / f"judge_{name}.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"part {name} agrees" in done.stdout
