"""Inspect AI: `.eval` (zip, Zstandard or deflate) and `.json` logs, format 2."""

import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from preceptor.errors import BadData, BadInput
from preceptor.foreign_logs._shape import (
    Asked,
    Draft,
    Fields,
    Log,
    chosen,
    inside,
    lettered,
    number_of,
    objects,
    read_json,
    rows_of,
    text_of,
)
from preceptor.records import Json

FORMAT = 2
ZSTANDARD = 93
GRADES = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}


def _entry(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type != ZSTANDARD:
        return archive.read(info)
    try:
        import zstandard  # an extra: only such logs need it
    except ImportError as error:
        raise BadInput(
            f"{path} is compressed with Zstandard; `pip install 'preceptor[logs]'`, or write it with "
            f"`inspect log convert --to json`"
        ) from error
    with path.open("rb") as handle:
        handle.seek(info.header_offset + 26)
        name, extra = struct.unpack("<HH", handle.read(4))
        handle.seek(info.header_offset + 30 + name + extra)
        return zstandard.ZstdDecompressor().decompressobj().decompress(handle.read(info.compress_size))


def _zipped(path: Path) -> tuple[Fields, list[Fields]]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = {info.filename: info for info in archive.infolist()}
            if "header.json" not in entries:
                raise BadInput(
                    f"{path} has no header.json: an unfinished log, or none of Inspect; nothing was imported"
                )
            header = orjson.loads(_entry(path, archive, entries["header.json"]))
            named = [info for name, info in entries.items() if name.startswith("samples/")]
            return header, [orjson.loads(_entry(path, archive, info)) for info in named]
    except (zipfile.BadZipFile, orjson.JSONDecodeError, struct.error) as error:
        raise BadData(f"{path} is damaged: {error}; nothing was imported") from error


def _read(path: Path) -> tuple[Fields, list[Fields]]:
    if path.suffix == ".eval":
        return _zipped(path)
    header = read_json(path)
    return header, objects(header.get("samples"))


def _names(samples: list[Fields]) -> list[str]:
    """Return the scorers, and the keys of those that give several values, as `scorer/key`."""
    found: dict[str, None] = {}
    for sample in samples:
        for name, score in _scores(sample).items():
            value = inside(score, "value")
            keys = [f"{name}/{key}" for key in value] if isinstance(value, Mapping) else [name]
            found.update(dict.fromkeys(keys))
    return list(found)


def _scores(sample: Fields) -> dict[str, Fields]:
    scores = sample.get("scores")
    every = scores.items() if isinstance(scores, Mapping) else ()
    return {name: score for name, score in every if isinstance(score, Mapping)}


def _value(sample: Fields, name: str) -> Json:
    scorer, _, key = name.partition("/")
    score = _scores(sample).get(scorer, {})
    return inside(score, "value", key) if key else inside(score, "value")


def _number(value: Json, where: str) -> float | None:
    if isinstance(value, str):
        if value not in GRADES:
            raise BadInput(
                f"{where} has the score {value!r}; known are C, P, I, N and numbers; nothing was imported"
            )
        return GRADES[value]
    return number_of(value)


def _usage(sample: Fields) -> tuple[int, int]:
    used = sample.get("model_usage")
    every = [one for one in used.values() if isinstance(one, Mapping)] if isinstance(used, Mapping) else []
    return (
        int(sum(number_of(one.get("input_tokens")) or 0 for one in every)),
        int(sum(number_of(one.get("output_tokens")) or 0 for one in every)),
    )


def _drafts(header: Fields, samples: list[Fields], asked: Asked, score: str, path: Path) -> Iterator[Draft]:
    task = asked.task or str(inside(header, "eval", "task") or path.stem).rpartition("/")[2]
    model = asked.model or str(inside(header, "eval", "model") or "")
    for sample in samples:
        identity, epoch = str(sample.get("id")), int(number_of(sample.get("epoch")) or 1)
        value = _value(sample, score)
        target = sample.get("target")
        metadata = sample.get("metadata")
        found = _scores(sample).get(score.partition("/")[0], {})
        values = {name: _number(_value(sample, name), identity) for name in _names([sample]) if name != score}
        yield Draft(
            id=identity, task=task, model=model, epoch=epoch - 1, value=_number(value, f"{path}, sample {identity}"),
            error=text_of(inside(sample, "error", "message")), prompt=text_of(sample.get("input")),
            target="|".join(map(str, target)) if isinstance(target, list) else target,
            choices=lettered(sample.get("choices")), text=text_of(inside(sample, "output", "completion")),
            choice=str(inside(found, "answer") or "") if sample.get("choices") else "",
            why=text_of(inside(found, "explanation"))[:500], flags={"unparsed": True} if value == "N" else {},
            parts={name: one for name, one in values.items() if one is not None},
            tags={k: v for k, v in metadata.items() if isinstance(v, str) and len(v) <= 60} if isinstance(metadata, Mapping) else {},
            tokens=_usage(sample), seconds=number_of(sample.get("total_time")),
        )  # fmt: skip


def read_inspect(path: Path, asked: Asked) -> Log:
    """Read a log of a finished run.

    Raises:
        BadInput: another format or an unfinished run; BadData: a damaged file.
    """
    header, samples = _read(path)
    if header.get("version") != FORMAT or not isinstance(header.get("eval"), Mapping):
        raise BadInput(
            f"{path} is an Inspect log of format {header.get('version')!r}, this version reads {FORMAT}; "
            f"convert it with `inspect log convert`; nothing was imported"
        )
    if header.get("status") != "success":
        raise BadInput(
            f"{path} is of a run that ended as {header.get('status')!r}; finish it (`inspect eval-retry`) and import that"
        )
    name = chosen(asked.score, _names(samples), str(path))
    packages = inside(header, "eval", "packages", "inspect_ai")
    return Log(
        program=f"inspect_ai {packages or 'of unknown version'}", rows=rows_of(list(_drafts(header, samples, asked, name, path))),
        files=(path,), started=str(inside(header, "eval", "created") or ""), notes=(f"score: {name}",),
    )  # fmt: skip
