"""The parts of the benchmarks that a wrong figure could come from."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from loopback import SCRIPT, serving

FOLDER = SCRIPT.parent
sys.path.insert(0, str(FOLDER))

import _items  # noqa: E402
import _measure  # noqa: E402
import _settings  # noqa: E402
import _table  # noqa: E402


def test_items_are_the_same_from_a_seed_and_about_120_words():
    first, again = list(_items.items(200, seed=3)), list(_items.items(200, seed=3))
    assert first == again != list(_items.items(200, seed=4))
    lengths = [len(item["question"].split()) for item in first]
    assert 110 <= sum(lengths) / len(lengths) <= 130
    assert len({item["question"] for item in first}) == 200
    assert all(sorted(item["options"]) == list("ABCD") and item["answer"] in "ABCD" for item in first)


@pytest.mark.parametrize("samples", [1, 3])
def test_bare_loop_asks_every_item_and_writes_every_result(tmp_path: Path, samples: int):
    items = _items.write_items(tmp_path / "items.jsonl", 50)
    with serving(latency_ms=5, answer="ANSWER: {letter}") as server:
        command = [
            sys.executable,
            FOLDER / "bare_loop.py",
            items,
            server.url,
            "8",
            tmp_path / "out.jsonl",
            str(samples),
        ]
        subprocess.run(command, check=True, capture_output=True)
        stats = server.stats()
    results = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert len({row["id"] for row in results}) == 50
    assert (stats["requests"], stats["distinct_prompts"]) == (50 * samples, 50)
    assert stats["max_concurrent"] <= 8
    assert 0 < sum(row["score"] for row in results) < 50


def test_medians_are_taken_of_each_figure():
    runs = [_measure.Measured(seconds=s, cpu_s=10 - s, peak_mb=2 * s) for s in (1.0, 5.0, 2.0)]
    found = _measure.medians(runs)
    assert (found.seconds, found.cpu_s, found.peak_mb) == (2.0, 8.0, 4.0)


def test_a_failing_program_ends_the_benchmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_measure, "WORK", tmp_path)
    with pytest.raises(SystemExit, match="ended with 3"):
        _measure.measure([sys.executable, "-c", "raise SystemExit(3)"], folder=tmp_path)
    found = _measure.measure([sys.executable, "-c", "print('done'); bytearray(80_000_000)"], folder=tmp_path)
    assert found.output == "done\n"
    assert found.peak_mb > 80


def running(process: Path) -> bool:
    try:
        return " Z " not in (process / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_stopped_benchmark_leaves_no_program_behind(tmp_path: Path):
    pid_file = tmp_path / "pid"
    program = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    launch = [
        sys.executable,
        "-S",
        "-E",
        FOLDER / "_launch.py",
        tmp_path / "figures",
        sys.executable,
        "-c",
        program,
    ]
    with subprocess.Popen(launch) as launcher:
        until = time.monotonic() + 60
        while not (pid_file.exists() and pid_file.read_text()) and time.monotonic() < until:
            time.sleep(0.02)
        child = Path("/proc") / pid_file.read_text()
        launcher.terminate()
    while running(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not running(child)


def test_the_page_keeps_its_text_and_replaces_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n<!-- one -->\nold\n<!-- end of one -->\n\nThe end.\n")
    monkeypatch.setattr(_table, "PAGE", page)
    monkeypatch.setattr(_table, "WORK", tmp_path)
    _table.save(_table.Table(name="one", columns=("what", "s"), rows=[["ours", "1.0"]], note="A note."))
    _table.write_page(["one"])
    _table.write_page(["one"])
    text = page.read_text()
    assert text.startswith("# Title\n")
    assert text.endswith("The end.\n")
    assert text.count("| ours | 1.0 |") == 1
    assert "old" not in text
    assert "`python benchmarks/one.py`" in text


def test_the_page_has_a_place_for_every_benchmark():
    """Those that `all` runs have a table that it rewrites; the others stand there with their command and figure."""
    names = [path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_")]
    text = _table.PAGE.read_text()
    run_by_all = re.findall(
        r'"(\w+)"', re.search(r"^BENCHMARKS = \((.*?)\)", (FOLDER / "all.py").read_text(), re.M | re.S)[1]
    )
    assert set(run_by_all) <= set(names)
    for name in run_by_all:
        assert f"<!-- {name} -->" in text
        assert f"<!-- end of {name} -->" in text
    for name in set(names) - {"server", "bare_loop", "all", *run_by_all}:
        assert f"| `benchmarks/{name}.py` |" in text


@pytest.mark.parametrize("wrong", [{"teapot": 0.1}, {"429": 1.5}, {"429": 0.6, "cut": 0.6}, {"200": 0.1}])
def test_unknown_faults_are_refused(wrong: dict[str, float]):
    with pytest.raises(ValueError, match=r"fault|share"):
        _settings.Settings(faults=wrong)


def test_faults_are_read_from_the_command_line():
    assert _settings.shares("429=0.02,cut=0.01") == {"429": 0.02, "cut": 0.01}
