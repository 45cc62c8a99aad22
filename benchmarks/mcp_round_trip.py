"""How long a calculation takes over MCP, from the client's call to its parsed result: stdio and streamable HTTP.

    python benchmarks/mcp_round_trip.py

Client and server are processes of their own on this machine; the client is the official SDK's. One connection, calls
one after the other; the first fifty of a round are left out. `none` is the same calculation by a function call. The
ways take turns in five rounds; work of others on the machine only adds, so the quietest round is shown beside them,
and the processor time of client and server together, which others' work hardly changes.
"""

import socket
import statistics
import subprocess
import sys
import time

import anyio
import psutil
from _table import Table, save
from mcp import Client, StdioServerParameters

from preceptor.tools import run_calculator

LIMIT_MS, ROUNDS, CALLS, FIRST = 5.0, 5, 300, 50
ARGUMENTS = {"calculator": "ckd_epi_2021", "inputs": {"age": 60, "sex": "male", "creatinine": "106 µmol/L"}}
PROGRAM = [sys.executable, "-m", "preceptor.cli", "serve", "mcp"]


def used_ms() -> float:
    """Return the processor time of this process and those that it started."""
    times = [one.cpu_times() for one in (psutil.Process(), *psutil.Process().children(recursive=True))]
    return 1000 * sum(one.user + one.system for one in times)


async def calls(server: object, took: list[float], used: list[float]) -> None:
    """Time each call over one connection; `used` gets the processor time of a call."""
    async with Client(server) as client:  # type: ignore[arg-type]
        await client.list_tools()
        for number in range(FIRST + CALLS):
            if number == FIRST:
                before = used_ms()
            begun = time.perf_counter()
            result = await client.call_tool("calculate", ARGUMENTS)
            took.append(1000 * (time.perf_counter() - begun))
            assert not result.is_error
        used.append((used_ms() - before) / CALLS)


def over_stdio(used: list[float]) -> list[float]:
    """Return milliseconds of each call over standard input and output."""
    took: list[float] = []
    anyio.run(calls, StdioServerParameters(command=PROGRAM[0], args=PROGRAM[1:]), took, used)
    return took[FIRST:]


def over_http(used: list[float]) -> list[float]:
    """Return milliseconds of each call over streamable HTTP."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([*PROGRAM, "--http", "--port", str(port)], stderr=subprocess.DEVNULL)
    took: list[float] = []
    try:
        for _ in range(300):
            with socket.socket() as caller:
                if caller.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        anyio.run(calls, f"http://127.0.0.1:{port}/mcp", took, used)
    finally:
        server.terminate()
        server.wait(10)
    return took[FIRST:]


def in_process(used: list[float]) -> list[float]:
    """Return milliseconds of the same calculation without a protocol."""
    took = []
    before = used_ms()
    for _ in range(FIRST + CALLS):
        begun = time.perf_counter()
        run_calculator("ckd_epi_2021", ARGUMENTS["inputs"])  # type: ignore[arg-type]
        took.append(1000 * (time.perf_counter() - begun))
    used.append((used_ms() - before) / (FIRST + CALLS))
    return took[FIRST:]


def main() -> None:
    """Measure the three ways in turn."""
    ways = {"none": in_process, "stdio": over_stdio, "streamable HTTP": over_http}
    used: dict[str, list[float]] = {name: [] for name in ways}
    rounds = [
        {name: statistics.median(measure(used[name])) for name, measure in ways.items()}
        for _ in range(ROUNDS)
    ]
    lines = []
    for name in ways:
        medians = sorted(one[name] for one in rounds)
        middle = statistics.median(medians)
        target = "" if name == "none" else f"< {LIMIT_MS:g} ms: {'kept' if middle < LIMIT_MS else 'MISSED'}"
        cpu = statistics.median(used[name])
        lines.append([name, f"{middle:.2f}", f"{medians[0]:.2f}", f"{medians[-1]:.2f}", f"{cpu:.2f}", target])
    columns = (
        "transport", "median of the rounds' medians, ms", "quietest round", "noisiest round", "processor time, ms", "target",
    )  # fmt: skip
    note = f"{ROUNDS} rounds in turn of {CALLS} calls each, one after the other."
    save(Table(name="mcp_round_trip", columns=columns, rows=lines, note=note))


if __name__ == "__main__":
    main()
