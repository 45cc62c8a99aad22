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

CASES, CONCURRENCY, LATENCY_MS = 3000, 8, 20


def command(server: Server, out: Path, task: str = f"examples/one_choice(n={CASES})") -> list[str]:
    return [
        sys.executable, "-m", "preceptor.cli", "examine", task, "--model", server.model, "--out", str(out),
        "--no-cache", "--concurrency", str(CONCURRENCY), "--quiet",
    ]  # fmt: skip


def killed_after(server: Server, out: Path, requests: int) -> None:
    """Start the command and kill it once the server has seen that many further requests."""
    seen = server.stats()["requests"]
    process = subprocess.Popen(command(server, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while server.stats()["requests"] < seen + requests and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()


def check_kills(server: Server, tmp_path: Path, kills: int) -> None:
    server.configure(latency_ms=LATENCY_MS)
    draw = random.Random(2026)
    for _ in range(kills):
        killed_after(server, tmp_path / "killed", draw.randint(1, CASES // (kills + 5)))
    subprocess.run(command(server, tmp_path / "killed"), check=True, capture_output=True)
    assert server.stats()["requests"] <= CASES + CONCURRENCY * kills
    subprocess.run(command(server, tmp_path / "whole"), check=True, capture_output=True)
    assert len(rows(tmp_path / "killed")) == CASES
    assert steady_rows(tmp_path / "killed") == steady_rows(tmp_path / "whole")


def test_three_kills(fresh: Server, tmp_path: Path) -> None:
    check_kills(fresh, tmp_path, 3)


@pytest.mark.slow
def test_fifty_kills_at_random_points(fresh: Server, tmp_path: Path) -> None:
    check_kills(fresh, tmp_path, 50)


def test_ctrl_c_is_one_line_and_resumable(fresh: Server, tmp_path: Path) -> None:
    fresh.configure(latency_ms=50)
    process = subprocess.Popen(command(fresh, tmp_path / "run"), stderr=subprocess.PIPE, text=True)
    while fresh.stats()["requests"] < 20:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.strip().splitlines()[-1].startswith("interrupted; finished cases are kept")
    assert "Traceback" not in said


def test_a_dialogue_goes_on_at_its_last_turn(fresh: Server, tmp_path: Path) -> None:
    """Killed in turn 2 of 3: the first turn is not asked again."""
    fresh.configure(script=["ASK: What hurts?"], latency_ms=150)
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
    time.sleep(0.3)  # the reply to the killed process goes out into nothing
    fresh.reset()
    fresh.configure(script=["ASK: Where?", "ASK: Fever?", "A"], latency_ms=0)
    subprocess.run(arguments, check=True, capture_output=True)
    assert fresh.stats()["requests"] == 3
    (row,) = rows(out)
    assert row["status"] == "scored"
    assert row["score"]["value"] == 1.0
    heard = [message["text"] for message in row["answer"]["messages"] if message["role"] == "user"]
    assert heard == ["It began yesterday.", "The pain is on the right.", "I have a fever."]
