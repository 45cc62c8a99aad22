"""Published outputs of an invented model on the own-written samples, in the authors' formats."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
Rows = Sequence[Mapping[str, object]]


@pytest.fixture
def samples(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make the own-written cases of a task the data that are there."""
    return lambda task: monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / task))


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, Rows], Path]:
    """Write rows as CSV or JSON lines, whichever the name says."""

    def write(name: str, rows: Rows) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="") as out:
            if name.endswith(".csv"):
                writer = csv.DictWriter(out, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
            else:
                out.writelines(json.dumps(row) + "\n" for row in rows)
        return path

    return write


@pytest.fixture
def mirage(written: Callable[[str, Rows], Path], samples: Callable[[str], None]) -> Path:
    """Replies to MedQA's three samples (keys A, B, C): right, unreadable, lost."""
    samples("mirage")
    replies = [['Only "answer_choice": "A" will do.'], ["I would rather not choose."], []]
    rows = [{"id": f"test_000{number}", "responses": said} for number, said in enumerate(replies)]
    return written("outputs/medqa__cot__OpenAI__gpt-9.jsonl", rows).parent
