"""Where the pages are served: this machine only, unless the user says otherwise and by which address."""

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from preceptor.errors import BadInput
from preceptor.serve.rate._app import application
from preceptor.serve.rate._desk import Desk

PORT = 8737
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where to listen and how raters reach it.

    Attributes:
        host: IP address to bind; one that is not loopback only with `network`.
        port: 0 takes a free one.
        url: what raters type, where it is not `http://host:port/`, such as that of a proxy in front.
        certificate: PEM file for HTTPS, with `key`.
    """

    host: str = LOOPBACK
    port: int = PORT
    network: bool = False
    url: str = ""
    certificate: Path | None = None
    key: Path | None = None


def check_address(address: Address) -> None:
    """Refuse to open the pages to the network unless that was asked for.

    Raises:
        BadInput: the message says what is missing and what it means.
    """
    if bool(address.certificate) != bool(address.key):
        raise BadInput("--certificate and --key belong together; give both PEM files")
    for path in filter(None, (address.certificate, address.key)):
        if not path.is_file():
            raise BadInput(f"no file {path}; give the PEM files of the certificate and of its key")
    if address.url and (
        urlsplit(address.url).scheme not in ("http", "https") or not urlsplit(address.url).netloc
    ):
        raise BadInput(f"--url {address.url!r}: write it whole, e.g. https://rating.clinic.example/")
    host = _ip(address.host)
    if not host.is_loopback and not address.network:
        raise BadInput(
            f"--host {address.host} opens the answers to the network: whoever has a link and reaches this machine "
            f"can read and rate; if that is meant, add --open-to-network"
        )
    if host.is_unspecified and not address.url:
        raise BadInput(
            f"--host {address.host}: say how raters reach it, e.g. --url http://this-machine:{address.port}/"
        )


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address(LOOPBACK if host == "localhost" else host.strip("[]"))
    except ValueError as error:
        raise BadInput(
            f"--host {host!r} is no IP address; give one such as 127.0.0.1, and --url for a name"
        ) from error


def warning(address: Address) -> str:
    """Say what it means that the pages leave this machine; "" where they do not."""
    if _ip(address.host).is_loopback:
        return ""
    plain = not address.certificate and urlsplit(address.url).scheme != "https"
    told = (
        "; without --certificate and --key questions, answers and links travel unencrypted" if plain else ""
    )
    return f"open to the network at {address.host}: whoever has a link and reaches it can read and rate{told}"


def listening(address: Address) -> socket.socket:
    """Open the socket.

    Raises:
        BadInput: the port is taken or not allowed.
    """
    host = _ip(address.host)
    opened = socket.socket(socket.AF_INET if host.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((str(host), address.port))
        opened.listen()
    except (OSError, OverflowError) as error:
        opened.close()
        reason = error.strerror if isinstance(error, OSError) else "no such port"
        raise BadInput(
            f"cannot listen on {host}, port {address.port}: {reason}; give another --port"
        ) from error
    return opened


def root_url(address: Address, port: int) -> str:
    """Return the beginning of every link, with a slash at its end."""
    if address.url:
        return address.url.rstrip("/") + "/"
    host = _ip(address.host)
    scheme = "https" if address.certificate else "http"
    return f"{scheme}://{host if host.version == 4 else f'[{host}]'}:{port}/"


def known_hosts(address: Address, port: int) -> list[str]:
    """Name the allowed values of the Host header: this machine's own, and that of the raters' address."""
    own = [f"{name}:{port}" for name in (LOOPBACK, "localhost", "[::1]")]
    return [*own, urlsplit(root_url(address, port)).netloc.lower()]


def links(root: str, tokens: Mapping[str, str]) -> dict[str, str]:
    """Write each person's link; the token stands behind "#", which browsers send to no server."""
    return {name: f"{root}#{token}" for name, token in tokens.items()}


def server_of(desk: Desk, address: Address, port: int) -> uvicorn.Server:
    """Make the server of an open study; `run(sockets=[...])` serves until it is interrupted."""
    return uvicorn.Server(
        uvicorn.Config(
            application(desk, known_hosts(address, port)),  # type: ignore[arg-type]
            interface="asgi3",
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            ssl_certfile=address.certificate,
            ssl_keyfile=str(address.key) if address.key else None,
        )
    )
