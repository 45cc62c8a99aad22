"""Makes `tests/loopback.py` importable here, as `benchmarks/` does for itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
