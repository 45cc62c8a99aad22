"""Killed at any moment, the same command goes on: nothing is asked twice, nothing is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from folders import rows, steady_rows
from loopback import Server

CONCURRENCY, LATENCY_MS = 8, 20


def command(server: Server, out: Path, task: str) -> list[str]:
    return [
        sys.executable, "-m", "preceptor.cli", "examine", task, "--model", server.model, "--out", str(out),
        "--no-cache", "--concurrency", str(CONCURRENCY), "--quiet",
    ]  # fmt: skip


def killed_after(server: Server, arguments: list[str], requests: int) -> None:
    """Start the command and kill it once the server has seen that many further requests."""
    seen = server.stats()["requests"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while server.stats()["requests"] < seen + requests and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


def check_kills(server: Server, tmp_path: Path, kills: int, cases: int) -> None:
    task = f"examples/one_choice(n={cases})"
    arguments = command(server, tmp_path / "killed", task)
    server.configure(latency_ms=LATENCY_MS)
    draw = random.Random(2026)
    for _ in range(kills):
        killed_after(server, arguments, draw.randint(1, cases // (kills + 5)))
    assert server.stats()["requests"] < cases
    server.configure(latency_ms=0)
    subprocess.run(arguments, check=True, capture_output=True)
    assert server.stats()["requests"] <= cases + CONCURRENCY * kills
    subprocess.run(command(server, tmp_path / "whole", task), check=True, capture_output=True)
    assert len(rows(tmp_path / "killed")) == cases
    assert steady_rows(tmp_path / "killed") == steady_rows(tmp_path / "whole")


def test_three_kills(fresh: Server, tmp_path: Path) -> None:
    check_kills(fresh, tmp_path, 3, 600)


@pytest.mark.slow
def test_fifty_kills_at_random_points(fresh: Server, tmp_path: Path) -> None:
    check_kills(fresh, tmp_path, 50, 3000)


def test_ctrl_c_is_one_line_and_resumable(fresh: Server, tmp_path: Path) -> None:
    fresh.configure(latency_ms=50)
    arguments = command(fresh, tmp_path / "run", "examples/one_choice(n=3000)")
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)
    while fresh.stats()["requests"] < 20:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert said.strip().splitlines()[-1].startswith("interrupted; finished cases are kept")
    assert "Traceback" not in said


def test_a_dialogue_goes_on_at_its_last_turn(fresh: Server, tmp_path: Path) -> None:
    """Killed in turn 2 of 3: the first turn is not asked again."""
    fresh.configure(script=["ASK: What hurts?"], latency_ms=1000)
    out = tmp_path / "run"
    arguments = [*command(fresh, out, "examples/three_turns"), "--limit", "1"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while fresh.stats()["requests"] < 2:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    turns = rows(out)
    assert [row["status"] for row in turns] == ["turn"]
    assert [turn["text"] for turn in turns[0]["turns"]] == ["What hurts?", "It began yesterday."]
    while fresh.stats()["replies"] < 2:  # the reply to the killed process goes out into nothing
        time.sleep(0.02)
    fresh.reset()
    fresh.configure(script=["ASK: Where?", "ASK: Fever?", "A"], latency_ms=0)
    subprocess.run(arguments, check=True, capture_output=True)
    assert fresh.stats()["requests"] == 3
    (row,) = rows(out)
    assert row["status"] == "scored"
    assert row["score"]["value"] == 1.0
    heard = [message["text"] for message in row["answer"]["messages"] if message["role"] == "user"]
    assert heard == ["It began yesterday.", "The pain is on the right.", "I have a fever."]
