"""Arguments on how to reach a model, shared by the commands that ask one."""

import argparse
import os
from dataclasses import replace

from preceptor.components import Settings
from preceptor.errors import BadInput
from preceptor.files import cache_folder


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Declare them."""
    group = parser.add_argument_group("reaching the model")
    group.add_argument("--concurrency", type=int, help="requests in flight at once (16)")
    group.add_argument("--rpm", type=float, dest="requests_per_minute", help="requests per minute")
    group.add_argument("--tpm", type=float, dest="tokens_per_minute", help="tokens per minute")
    group.add_argument("--timeout", type=float, dest="timeout_s", help="seconds for a request (120)")
    group.add_argument("--retries", type=int, help="further attempts after a fault (6)")
    group.add_argument(
        "--model-option",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="e.g. key_env=MY_KEY, ca_file=ca.pem",
    )
    group.add_argument(
        "--local-host", action="append", default=[], dest="local_hosts", metavar="HOST",
        help="a host inside your walls: it may see credentialed data",
    )  # fmt: skip
    group.add_argument("--prices", metavar="CSV", help="prices of models, over the shipped table")


def model_options(given: list[str]) -> dict[str, str]:
    """Read `key=value` pairs.

    Raises:
        BadInput: one has no `=`.
    """
    pairs = {}
    for entry in given:
        key, equals, value = entry.partition("=")
        if not equals or not key:
            raise BadInput(f"--model-option {entry!r}: write KEY=VALUE")
        pairs[key] = value
    return pairs


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Make settings of parsed arguments; probing never reads a cache."""
    names = ("concurrency", "requests_per_minute", "tokens_per_minute", "timeout_s", "retries", "prices")
    given = {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
    return replace(
        Settings(local_hosts=tuple(arguments.local_hosts), options=model_options(arguments.model_option)),
        **given,
    )


def default_cache() -> str:
    """Return where replies are kept: PRECEPTOR_REQUEST_CACHE, else below the user's cache folder."""
    return os.environ.get("PRECEPTOR_REQUEST_CACHE") or str(cache_folder() / "requests.sqlite")
