"""Serve what the library computes to other programs: `preceptor serve mcp`.

    preceptor serve mcp                  the calculators as MCP tools over standard input and output
    preceptor serve mcp --http           the same over streamable HTTP at http://127.0.0.1:8765/mcp
    preceptor serve mcp --record FILE    also a SQLite record, read only: its tables, and queries on them;
                                         `--record synthetic` is the made-up record of the clinical scenarios

HTTP listens on loopback addresses only, since there is no sign-in. Needs the extra `mcp`.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from importlib import import_module
from pathlib import Path

from preceptor.components import Command
from preceptor.errors import BadInput

PORT = 8765


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    mcp = kinds.add_parser("mcp", help="calculators as tools of the Model Context Protocol")
    mcp.add_argument(
        "--http", action="store_true", help="streamable HTTP instead of standard input and output"
    )
    mcp.add_argument("--host", default="127.0.0.1", help="a loopback address (127.0.0.1)")
    mcp.add_argument("--port", type=int, default=PORT, help=f"port ({PORT})")
    mcp.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="a SQLite file to be read as a patient record, or: synthetic",
    )
    mcp.set_defaults(serve=_mcp)


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    return arguments.serve(arguments)


def _mcp(arguments: argparse.Namespace) -> int:
    try:
        mcp = import_module("preceptor.serve.mcp")
    except ImportError as error:
        raise BadInput(
            f"the MCP server needs the extra `mcp` ({error}): pip install 'preceptor[mcp]'"
        ) from error
    made = mcp.server(record=arguments.record)
    try:
        if arguments.http:
            mcp.serve_http(made, arguments.host, arguments.port)
        else:
            mcp.serve_stdio(made)
    except KeyboardInterrupt:
        return 130
    return 0


COMMAND = Command(add=add, run=run)
