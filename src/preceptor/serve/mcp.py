"""The calculators as an MCP server: search, describe, calculate, convert; over stdio or loopback HTTP.

Every tool has a typed schema for what it takes and for what it gives. A refusal (missing value, wrong dimension,
impossible value, unknown name) comes back as a tool error in one line, for the caller to mend. Nothing is written,
nothing is asked of any network, and no call is logged with its values.
"""

import ipaddress
import logging
import socket
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal, TypeVar, cast

import anyio
import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

import preceptor
from preceptor import tools
from preceptor.datasets import read_only, synthetic_record
from preceptor.errors import BadInput, PreceptorError
from preceptor.records import Json

PATH = "/mcp"
SYNTHETIC = "synthetic"  # in place of a file: the made-up record of the clinical scenarios
READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Told = TypeVar("Told")
Scalar = float | int | bool | str | None


def _types(*names: str) -> WithJsonSchema:
    """Write several types as one list, which a client checks in a third of the time that `anyOf` takes."""
    return WithJsonSchema({"type": list(names)})


class Measured(BaseModel):
    """A value with its unit as written."""

    model_config = ConfigDict(extra="forbid")
    value: float
    unit: str = Field(description="as written, such as µmol/L or lb", max_length=80)


class Nested(BaseModel):
    """A calculation whose result is the input."""

    model_config = ConfigDict(extra="forbid")
    calculator: str
    inputs: dict[str, "Scalar | Measured | Nested"]


InputValue = Scalar | Measured | Nested


class Hit(BaseModel):
    """One calculator that was found."""

    calculator: str
    title: str
    summary: str


class Hits(BaseModel):
    """The calculators that were found, best first."""

    hits: list[Hit]


class Reference(BaseModel):
    """Where a formula stands, and whether the work itself was read."""

    citation: str
    doi: str = ""
    pmid: str = ""
    checked: Literal["source", "secondary", "unchecked"]


class Description(BaseModel):
    """What a calculator needs and gives; `inputs` is a JSON schema."""

    calculator: str
    title: str
    summary: str
    inputs: dict[str, object]
    unit: str
    returns: str
    population: str
    specialties: list[str]
    version: str
    references: list[Reference]


class Result(BaseModel):
    """A result, or the range of what it can be while items are unknown; with working and sources.

    Kept flat: clients check every result against this schema, and nested objects made that half of a round trip.
    """

    calculator: str
    version: str
    title: str
    value: Annotated[float | str | None, _types("number", "string", "null")] = Field(
        description="null while unknown items leave a range"
    )
    text: str
    unit: str
    low: Annotated[float | str, _types("number", "string")]
    high: Annotated[float | str, _types("number", "string")]
    unknown: list[str]
    ask_next: Annotated[str | None, _types("string", "null")] = Field(
        description="the unknown input that narrows the range most"
    )
    interpretation: list[str] = Field(description="band: what it means (citation)")
    parts: dict[str, float]
    steps: list[str]
    warnings: list[str]
    inputs: dict[str, str] = Field(description="as taken, in the calculator's units")
    population: str
    references: list[str]


class Converted(BaseModel):
    """A value in another unit."""

    value: float
    unit: str


async def search(
    query: Annotated[str, Field(description="words of a name, purpose, input or specialty", max_length=2000)],
    limit: Annotated[int, Field(ge=1, le=50)] = 10,
) -> Hits:
    """Find medical calculators by words."""
    found = [cast("dict[str, str]", hit) for hit in _told(lambda: tools.search_calculators(query, limit))]
    return Hits(hits=[Hit.model_validate(hit) for hit in found])


async def describe(
    calculator: Annotated[str, Field(description="a name that search returned", max_length=200)],
) -> Description:
    """Show a calculator's inputs with units, ranges and levels, for whom it holds, and its sources."""
    return Description.model_validate(_told(lambda: tools.describe_calculator(calculator)))


async def calculate(
    calculator: Annotated[str, Field(max_length=200)],
    inputs: Annotated[dict[str, InputValue], Field(description="name -> value; leave out what is not known")],
) -> Result:
    """Compute a calculator for one patient; units are converted, unknown findings leave a range."""
    plain = {name: _plain(value) for name, value in inputs.items()}
    return _flat(_told(lambda: tools.run_calculator(calculator, plain)))


def _flat(found: dict[str, Json]) -> Result:
    bands = cast("list[dict[str, str]]", found["interpretation"])
    given = cast("dict[str, dict[str, Json]]", found["inputs"])
    references = cast("list[dict[str, str]]", found["references"])
    flat: dict[str, object] = {
        "interpretation": [f"{band['label']}: {band['meaning']} ({band['citation']})" for band in bands],
        "inputs": {key: _written(one["value"], str(one["unit"])) for key, one in given.items()},
        "references": [f"{each['citation']} (checked: {each['checked']})" for each in references],
    }
    return Result.model_validate({**found, **flat})


def _written(value: Json, unit: str) -> str:
    said = f"{value:.6g}" if isinstance(value, float) else str(value)
    return said if unit in ("", "1", "d") else f"{said} {unit}"


async def convert(
    value: float,
    unit: Annotated[str, Field(max_length=80)],
    to: Annotated[str, Field(max_length=80)],
    analyte: Annotated[str, Field(description="for mass to amount, such as creatinine", max_length=80)] = "",
) -> Converted:
    """Convert a value to another unit; mass to amount of substance only for a named analyte."""
    return Converted.model_validate(_told(lambda: tools.convert_unit(value, unit, to, analyte)))


def _plain(value: InputValue) -> Json:
    if isinstance(value, Nested):
        return {
            "calculator": value.calculator,
            "inputs": {key: _plain(inner) for key, inner in value.inputs.items()},
        }
    return cast(Json, value.model_dump()) if isinstance(value, Measured) else value


def _told(run: Callable[[], Told]) -> Told:
    try:
        return run()
    except PreceptorError as error:
        raise ToolError(str(error)) from error


class Rows(BaseModel):
    """What a query returned."""

    columns: list[str]
    rows: list[list[Scalar]]
    more: bool = Field(description="rows beyond 200 were left out")


class Tables(BaseModel):
    """Table -> its columns."""

    tables: dict[str, list[str]]


def _add_record(made: MCPServer, path: Path) -> None:
    made_up = str(path) == SYNTHETIC and not path.exists()
    connection = read_only.sealed(synthetic_record.record()) if made_up else read_only.opened(path)

    async def list_tables() -> Tables:
        """List the record's tables with their columns."""
        return Tables(tables=_told(lambda: read_only.tables(connection)))

    async def show_table(table: Annotated[str, Field(max_length=200)]) -> Rows:
        """Show a table's columns and first rows."""
        return Rows.model_validate(_told(lambda: read_only.sample(connection, table)))

    async def query_record(
        sql: Annotated[str, Field(description="one SQLite SELECT", max_length=10_000)],
    ) -> Rows:
        """Read the record; nothing can be changed, 200 rows come back at most."""
        return Rows.model_validate(_told(lambda: read_only.query(connection, sql)))

    for tool in (list_tables, show_table, query_record):
        made.add_tool(tool, annotations=READING)


def server(*, record: Path | None = None) -> MCPServer:
    """Make the server with its four tools; with a record, three more that read it (`synthetic`: a made-up one).

    Raises:
        NotFound: `record` is no SQLite file.
    """
    made = MCPServer(
        "preceptor",
        title="Preceptor calculators",
        version=preceptor.__version__,
        instructions="Search, then describe, then calculate with values and units as they are written. "
        "Leave out what is not known; a result may then be a range, and says what to ask next.",
        log_level="WARNING",
    )
    for tool in (search, describe, calculate, convert):
        made.add_tool(tool, annotations=READING)
    if record is not None:
        _add_record(made, record)
    return made


def serve_stdio(made: MCPServer) -> None:
    """Speak over standard input and output until the client closes them."""
    anyio.run(made.run_stdio_async, backend_options={"use_uvloop": find_spec("uvloop") is not None})


def serve_http(made: MCPServer, host: str, port: int) -> None:
    """Speak over streamable HTTP at `/mcp` on a loopback address.

    Raises:
        BadInput: an address that others reach (there is no sign-in here), or a port that is taken.
    """
    if not loopback(host):
        raise BadInput(
            f"--host {host}: this server has no sign-in and listens on loopback only (127.0.0.1, ::1, localhost); "
            f"to offer it to others put a proxy that signs people in before it"
        )
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        try:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        except OSError as error:
            raise BadInput(
                f"cannot listen on {host}:{port}: {error.strerror}; give another --port"
            ) from error
    print(f"http://{host}:{port}{PATH}", file=sys.stderr, flush=True)
    app = made.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, host=host
    )
    uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level=logging.WARNING)).run()


def loopback(host: str) -> bool:
    """Say whether only this machine reaches an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
