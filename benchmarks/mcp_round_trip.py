"""How long a calculation takes over MCP, from the client's call to its parsed result: stdio and streamable HTTP.

    python benchmarks/mcp_round_trip.py

Client and server are processes of their own on this machine; the client is the official SDK's. One connection, calls
one after the other; the first fifty of a round are left out. `none` is the same calculation by a function call. The
ways take turns in five rounds; work of others on the machine only adds, so the quietest round is shown beside them.
"""

import socket
import statistics
import subprocess
import sys
import time

import anyio
from _table import Table, save
from mcp import Client, StdioServerParameters

from preceptor.tools import run_calculator

LIMIT_MS, ROUNDS, CALLS, FIRST = 5.0, 5, 300, 50
ARGUMENTS = {"calculator": "ckd_epi_2021", "inputs": {"age": 60, "sex": "male", "creatinine": "106 µmol/L"}}
PROGRAM = [sys.executable, "-m", "preceptor.cli", "serve", "mcp"]


async def calls(server: object, took: list[float]) -> None:
    """Time each call over one connection."""
    async with Client(server) as client:  # type: ignore[arg-type]
        await client.list_tools()
        for _ in range(FIRST + CALLS):
            begun = time.perf_counter()
            result = await client.call_tool("calculate", ARGUMENTS)
            took.append(1000 * (time.perf_counter() - begun))
            assert not result.is_error


def over_stdio() -> list[float]:
    """Return milliseconds of each call over standard input and output."""
    took: list[float] = []
    anyio.run(calls, StdioServerParameters(command=PROGRAM[0], args=PROGRAM[1:]), took)
    return took[FIRST:]


def over_http() -> list[float]:
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
        anyio.run(calls, f"http://127.0.0.1:{port}/mcp", took)
    finally:
        server.terminate()
        server.wait(10)
    return took[FIRST:]


def in_process() -> list[float]:
    """Return milliseconds of the same calculation without a protocol."""
    took = []
    for _ in range(FIRST + CALLS):
        begun = time.perf_counter()
        run_calculator("ckd_epi_2021", ARGUMENTS["inputs"])  # type: ignore[arg-type]
        took.append(1000 * (time.perf_counter() - begun))
    return took[FIRST:]


def main() -> None:
    """Measure the three ways in turn."""
    ways = {"none": in_process, "stdio": over_stdio, "streamable HTTP": over_http}
    rounds = [{name: statistics.median(measure()) for name, measure in ways.items()} for _ in range(ROUNDS)]
    lines = []
    for name in ways:
        medians = sorted(one[name] for one in rounds)
        middle = statistics.median(medians)
        target = "" if name == "none" else f"< {LIMIT_MS:g} ms: {'kept' if middle < LIMIT_MS else 'MISSED'}"
        lines.append([name, f"{middle:.2f}", f"{medians[0]:.2f}", f"{medians[-1]:.2f}", target])
    columns = ("transport", "median of the rounds' medians, ms", "quietest round", "noisiest round", "target")
    note = f"{ROUNDS} rounds in turn of {CALLS} calls each, one after the other."
    save(Table(name="mcp_round_trip", columns=columns, rows=lines, note=note))


if __name__ == "__main__":
    main()
