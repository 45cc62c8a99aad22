"""The address of a model service: a model's URL split in two, and what makes a URL unusable.

A URL stands in run folders and messages, so that it may hold no user, password or query.
"""

import re
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

from preceptor.errors import BadInput

FORM = "write http://host:8000/v1/MODEL"
SECRET = "put the key in PRECEPTOR_API_KEY, or in a variable that --model-option key_env=NAME names"


def _parts(url: str, what: str) -> SplitResult:
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise BadInput(f"the URL of {what} holds a user or password, which would be stored; {SECRET}")
    if re.search(r"[?#]", url):
        raise BadInput(f"the URL of {what} has a query or fragment, which would be stored; {SECRET}")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        if parts.netloc.startswith("["):
            IPv6Address(host)
        elif not re.fullmatch(r"[\w.-]+", host):
            raise ValueError("no host")
    except ValueError as error:
        raise BadInput(f"{url!r} has no usable host ({error}); {FORM}") from error
    if parts.scheme not in ("http", "https") or re.search(r"\s", url):
        raise BadInput(f"{url!r} is no http:// or https:// address; {FORM}")
    return parts


def checked_url(url: str, what: str) -> str:
    """Return a base URL without the slash at its end.

    Raises:
        BadInput: no usable address, or one that holds a secret; then without it.
    """
    _parts(url, what)
    return url.rstrip("/")


def split_url(name: str) -> tuple[str, str]:
    """Split a model's URL into the base URL and the model.

    Raises:
        BadInput: no usable address, no model part, or a slash at the end.

    Example:
        >>> split_url("http://host:8000/v1/org/name")
        ('http://host:8000/v1', 'org/name')
        >>> split_url("http://host:8000/api/name")
        ('http://host:8000/api', 'name')
    """
    parts = _parts(name, "a model")
    base, found, served = parts.path.partition("/v1/")
    if found:
        base += "/v1"
    else:
        base, _, served = parts.path.rpartition("/")
    if not served or (served == "v1" and not found):
        raise BadInput(f"{name!r} names no model; {FORM}")
    if served.startswith("/") or served.endswith("/"):
        raise BadInput(f"{name!r} has an empty part: a slash too many; {FORM}")
    return f"{parts.scheme}://{parts.netloc}{base}", served
