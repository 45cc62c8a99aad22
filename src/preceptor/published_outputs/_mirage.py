"""MIRAGE's results: one file per set, method and model, all named in the file's name.

Source: Xiong G, Jin Q, Lu Z, Zhang A, 2024, doi:10.18653/v1/2024.findings-acl.372.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from preceptor.files import read_jsonl
from preceptor.published_outputs._shapes import Output, PublishedRun

FIELDS = frozenset({"id", "responses"})
_SPLIT = re.compile(r"^(test|dev|train)_(?=.)")


def read_mirage(path: Path) -> Iterator[Output]:
    """Read one file of raw replies; an empty list of replies is an output that is not there."""
    run = _named_run(path.name)
    for row in read_jsonl(path):
        replies = row.get("responses")
        first = replies[0] if isinstance(replies, list) and replies else None
        text = first if isinstance(first, str) or first is None else orjson.dumps(first).decode()
        yield Output(run=run, id=_SPLIT.sub("", str(row["id"])), text=text)


def _named_run(name: str) -> PublishedRun:
    """Read `medqa__rag_32__OpenAI__gpt-4-32k__medcorp__RRF-4.jsonl.gz`."""
    parts = name.partition(".jsonl")[0].split("__")
    set_name, method, model = parts[0], parts[1] if len(parts) > 1 else "", parts[-1]
    if len(parts) > 3:
        model = parts[3]
    return PublishedRun(
        task=f"mirage(set={set_name})", set=set_name, model=model, method=method, version=" ".join(parts[4:])
    )
