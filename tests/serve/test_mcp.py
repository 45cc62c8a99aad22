"""The MCP server, asked by a real MCP client: over stdio, over streamable HTTP, and a record beside it."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters

from preceptor.datasets.synthetic_record import packed
from preceptor.errors import BadInput, NotFound
from preceptor.serve import mcp

PROGRAM = [sys.executable, "-m", "preceptor.cli", "serve", "mcp"]
INPUTS = {"age": 60, "sex": "male", "creatinine": {"value": 106, "unit": "µmol/L"}}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve over HTTP in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*PROGRAM, "--http", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as caller:
                if caller.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(60)


async def asked(server: object) -> None:
    """Use every tool, rightly and wrongly, as a client would."""
    async with Client(server) as client:  # type: ignore[arg-type]
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == ["search", "describe", "calculate", "convert"]
        for tool in tools.values():
            assert tool.input_schema["type"] == "object"
            assert tool.input_schema["properties"]
            assert tool.output_schema
            assert tool.annotations
            assert tool.annotations.read_only_hint
        found = await client.call_tool(
            "search", {"query": "CHA2DS2-VASc stroke risk in atrial fibrillation", "limit": 5}
        )
        assert "cha2ds2_vasc" in [hit["calculator"] for hit in found.structured_content["hits"]]  # type: ignore[index]
        described = await client.call_tool("describe", {"calculator": "ckd_epi_2021"})
        assert "creatinine" in described.structured_content["inputs"]["properties"]  # type: ignore[index]
        result = await client.call_tool("calculate", {"calculator": "ckd_epi_2021", "inputs": INPUTS})
        assert result.structured_content["value"] == pytest.approx(69.3, abs=0.01)  # type: ignore[index]
        assert "checked: " in result.structured_content["references"][0]  # type: ignore[index]
        assert result.structured_content["inputs"]["creatinine"] == "1.19907 mg/dL"  # type: ignore[index]
        weight = {
            "calculator": "adjusted_body_weight",
            "inputs": {"weight": 110, "height": 175, "sex": "male"},
        }
        nested = await client.call_tool(
            "calculate", {"calculator": "body_surface_area", "inputs": {"weight": weight, "height": "175 cm"}}
        )
        assert 1.5 < nested.structured_content["value"] < 2.4  # type: ignore[index, operator]
        converted = await client.call_tool("convert", {"value": 98.6, "unit": "degF", "to": "Cel"})
        assert converted.structured_content == {"value": 37.0, "unit": "Cel"}
        for name, arguments, said in (
            (
                "calculate",
                {"calculator": "ckd_epi_2021", "inputs": {"age": 60, "sex": "male"}},
                "needs creatinine",
            ),
            (
                "calculate",
                {"calculator": "ckd_epi_2021", "inputs": {**INPUTS, "creatinine": 1400}},
                "outside",
            ),
            ("calculate", {"calculator": "ckd_epi_2020", "inputs": INPUTS}, "near: ckd_epi_2021"),
            (
                "calculate",
                {"calculator": "ckd_epi_2021", "inputs": {**INPUTS, "creatinine": {"value": 1}}},
                "unit",
            ),
            ("convert", {"value": 1, "unit": "kg", "to": "cm"}, "different things"),
            ("search", {"query": "", "limit": 5}, "query is empty"),
            ("search", {"query": "stroke", "limit": 500}, "50"),
        ):
            refused = await client.call_tool(name, arguments)
            assert refused.is_error, name
            assert said in refused.content[0].text, refused.content  # type: ignore[union-attr]


def test_over_stdio() -> None:
    anyio.run(asked, StdioServerParameters(command=PROGRAM[0], args=PROGRAM[1:]))


def test_over_streamable_http(address: str) -> None:
    anyio.run(asked, address)


def test_a_record_is_read_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    path.write_bytes(packed(1, 3))
    before = path.read_bytes()

    async def reading() -> None:
        async with Client(mcp.server(record=path)) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            assert names[4:] == ["list_tables", "show_table", "query_record"]
            tables = await client.call_tool("list_tables", {})
            assert "patient_id" in tables.structured_content["tables"]["stays"]  # type: ignore[index]
            rows = await client.call_tool("query_record", {"sql": "SELECT count(*) FROM patients"})
            assert rows.structured_content["rows"] == [[3]]  # type: ignore[index]
            shown = await client.call_tool("show_table", {"table": "labs"})
            assert len(shown.structured_content["rows"]) == 3  # type: ignore[index]
            for sql in ("DELETE FROM labs", "ATTACH 'x' AS y"):
                refused = await client.call_tool("query_record", {"sql": sql})
                assert refused.is_error

    anyio.run(reading)
    assert path.read_bytes() == before
    with pytest.raises(NotFound, match="no SQLite record"):
        mcp.server(record=tmp_path / "nowhere")


def test_the_made_up_record_of_the_scenarios() -> None:
    async def reading() -> None:
        async with Client(mcp.server(record=Path("synthetic"))) as client:
            rows = await client.call_tool("query_record", {"sql": "SELECT count(*) FROM patients"})
            assert rows.structured_content["rows"] == [[40]]  # type: ignore[index]

    anyio.run(reading)


def test_only_loopback_is_served() -> None:
    assert [mcp.loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.5", "example.org")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    with pytest.raises(BadInput, match="no sign-in"):
        mcp.serve_http(mcp.server(), "0.0.0.0", 8765)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadInput, match="give another --port"):
            mcp.serve_http(mcp.server(), "127.0.0.1", taken.getsockname()[1])


def test_a_foreign_page_cannot_ask_through_the_browser(address: str) -> None:
    """A request with another site's Host or Origin is refused: DNS rebinding does not reach the tools."""
    place = address.removeprefix("http://").removesuffix("/mcp")
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        connection = http.client.HTTPConnection(place)
        kinds = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        body = '{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'
        connection.request("POST", "/mcp", body=body, headers=kinds | headers)
        assert connection.getresponse().status in (403, 421)
        connection.close()
