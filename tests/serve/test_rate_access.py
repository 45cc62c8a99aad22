"""Who gets in: tokens, hosts, origins, bodies; and what the study's folder gives away."""

import json
from pathlib import Path

import orjson
import pytest
from rating_study import Study, mode, state

from preceptor.errors import BadInput
from preceptor.serve.rate import (
    Address,
    check_address,
    known_hosts,
    listening,
    new_links,
    read_setup,
    root_url,
    warning,
)

PATHS = ("/api/desk", "/api/items/i0001", "/api/last", "/api/mine", "/api/progress")


@pytest.mark.parametrize("token", ["", "nobody", "é", "x" * 5000])
@pytest.mark.parametrize("path", PATHS)
def test_without_a_known_token_nothing_is_told(rubric_study: Study, path: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode()} if token else {}
    status, text, _ = rubric_study.raw("GET", path, headers)  # type: ignore[arg-type]
    assert status == 401
    assert json.loads(text) == {"error": "this link is not valid; ask whoever sent it for a new one"}


def test_a_token_is_read_from_its_header_only(rubric_study: Study) -> None:
    token = rubric_study.tokens["r1"]
    assert rubric_study.raw("GET", f"/api/desk?token={token}", {})[0] == 401
    assert rubric_study.raw("GET", "/api/desk", {"Authorization": f"Basic {token}"})[0] == 401
    assert rubric_study.raw("GET", "/api/desk", {"Cookie": f"token={token}"})[0] == 401


def test_each_sees_what_is_theirs(rubric_study: Study) -> None:
    assert rubric_study.ask("r1", "/api/desk")[1]["role"] == "rater"
    assert rubric_study.ask("r1", "/api/progress")[0] == 403
    assert rubric_study.ask("a1", "/api/progress")[0] == 403
    assert rubric_study.ask("a1", "/api/items/i0001")[0] == 404, "nothing is disputed yet"
    assert rubric_study.ask("coordinator", "/api/items/i0001")[0] == 403
    assert rubric_study.ask("coordinator", "/api/progress")[0] == 200


def test_tokens_are_kept_as_hashes_in_a_folder_of_the_owner(rubric_study: Study) -> None:
    assert mode(rubric_study.path) == 0o700
    for file in rubric_study.path.iterdir():
        assert mode(file) == 0o600, file
        assert not any(token.encode() in file.read_bytes() for token in rubric_study.tokens.values())
    assert len(set(rubric_study.tokens.values())) == 4
    assert all(len(token) >= 43 for token in rubric_study.tokens.values()), "256 random bits"


def test_new_links_end_the_old_ones_while_serving(rubric_study: Study) -> None:
    made = new_links(rubric_study.path, read_setup(rubric_study.path), ["r1"])
    assert rubric_study.ask(rubric_study.tokens["r1"], "/api/desk")[0] == 401
    assert rubric_study.ask(made["r1"], "/api/desk")[0] == 200
    assert rubric_study.ask("r2", "/api/desk")[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""]
)
def test_other_host_names_are_refused(rubric_study: Study, host: str) -> None:
    headers = {"Host": host, "Authorization": f"Bearer {rubric_study.tokens['r1']}"}
    assert rubric_study.raw("GET", "/api/desk", headers)[0] == 421
    assert rubric_study.raw("GET", "/", headers)[0] == 421


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ],
)
def test_other_sites_cannot_write(rubric_study: Study, header: str, value: str) -> None:
    body = orjson.dumps(state({"revision": 0}, {"answers": "met"}, done=False))
    headers = {"Authorization": f"Bearer {rubric_study.tokens['r1']}", "Content-Type": "application/json"}
    assert rubric_study.raw("PUT", "/api/items/i0001", {**headers, header: value}, body)[0] == 403
    own = {"Origin": f"http://127.0.0.1:{rubric_study.port}", "Sec-Fetch-Site": "same-origin"}
    assert rubric_study.raw("PUT", "/api/items/i0001", {**headers, **own}, body)[0] == 200


def test_forms_of_other_kinds_and_large_bodies_are_refused(rubric_study: Study) -> None:
    token = {"Authorization": f"Bearer {rubric_study.tokens['r1']}"}
    body = orjson.dumps(state({"revision": 0}, {}))
    assert (
        rubric_study.raw("PUT", "/api/items/i0001", {**token, "Content-Type": "text/plain"}, body)[0] == 415
    )
    large = {**token, "Content-Type": "application/json"}
    assert rubric_study.raw("PUT", "/api/items/i0001", large, b" " * 1_000_001)[0] == 413
    assert rubric_study.raw("POST", "/api/items/i0001", large, b"{}")[0] == 405
    assert rubric_study.ask("r1", "/api/desk")[1]["finished"] == 0


@pytest.mark.parametrize(
    "path", ["/", "/page.css", "/desk.js", "/api/desk", "/nothing", "/study.json", "/..%2fstudy.json"]
)
def test_every_reply_carries_the_policy(rubric_study: Study, path: str) -> None:
    _, text, headers = rubric_study.raw("GET", path, {})
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers
    assert "token_sha256" not in text


def test_the_pages_ask_nobody_else(rubric_study: Study) -> None:
    for path in ("/", "/page.css", "/desk.js", "/rating.js", "/progress.js"):
        status, text, _ = rubric_study.raw("GET", path, {})
        assert status == 200
        assert "http:" not in text
        assert "https:" not in text
        assert "url(" not in text
        assert "innerHTML" not in text


# ---- where it is served


def test_loopback_is_the_default_and_anything_else_is_said() -> None:
    assert Address().host == "127.0.0.1"
    assert warning(Address()) == ""
    open_to_all = Address(host="0.0.0.0", network=True, url="http://ward-7:8737/")
    check_address(open_to_all)
    assert "whoever has a link and reaches it can read and rate" in warning(open_to_all)
    assert "unencrypted" in warning(open_to_all)
    behind_proxy = Address(host="0.0.0.0", network=True, url="https://rating.clinic.example/study")
    assert "unencrypted" not in warning(behind_proxy)
    assert root_url(behind_proxy, 8737) == "https://rating.clinic.example/study/"
    assert known_hosts(behind_proxy, 8737)[-1] == "rating.clinic.example"
    assert known_hosts(Address(host="::1"), 9) == ["127.0.0.1:9", "localhost:9", "[::1]:9", "[::1]:9"]
    assert root_url(Address(host="::1"), 9) == "http://[::1]:9/"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (Address(host="192.168.0.7"), "add --open-to-network"),
        (Address(host="0.0.0.0", network=True), "say how raters reach it"),
        (Address(host="ward-7"), "is no IP address"),
        (Address(url="ward-7"), "write it whole"),
        (Address(certificate=Path("x.pem")), "belong together"),
        (Address(certificate=Path("x.pem"), key=Path("x.pem")), "no file x.pem"),
    ],
)
def test_addresses_that_cannot_be(address: Address, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_address(address)


def test_a_port_that_is_taken(rubric_study: Study) -> None:
    with pytest.raises(BadInput, match=f"cannot listen on 127.0.0.1, port {rubric_study.port}"):
        listening(Address(port=rubric_study.port))
    with pytest.raises(BadInput, match="give another --port"):
        listening(Address(port=70_000))
