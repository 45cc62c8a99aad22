"""The options of models (`--model-option`), checked: a misspelt one is told, never passed over."""

import re
from collections.abc import Mapping

from preceptor.errors import BadInput, near

KNOWN = (  # of every provider here: the options of a run reach all of its models
    "key_env", "api_version", "ca_file", "max_tokens_field", "seed_field",
    "device", "dtype", "batch", "wait_ms", "max_tokens",
)  # fmt: skip
HEADER = "header_"


def check_options(given: Mapping[str, str]) -> None:
    """Refuse an unknown option, and a key where only the name of its variable belongs.

    Raises:
        BadInput: never with the value, which may be a key.
    """
    for name, value in given.items():
        if name.startswith(HEADER):
            if not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", name.removeprefix(HEADER), re.ASCII):
                raise BadInput(f"{name!r} names no header; write header_NAME=value")
            if re.search(r"[\r\n\0]", value):
                raise BadInput(f"the value of {name} has a line break; a header is one line")
        elif name not in KNOWN:
            raise BadInput(
                f"no model option {name!r}; options: {', '.join(KNOWN)}, {HEADER}NAME{near(name, KNOWN)}; "
                "a key comes from the environment, never from an option"
            )
    if "key_env" in given and not re.fullmatch(r"[A-Za-z_]\w*", given["key_env"], re.ASCII):
        raise BadInput("key_env is no name of an environment variable; put the key in one and give its name")
