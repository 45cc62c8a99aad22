"""Run folders made up from a seed: several tasks and pipelines, failures, flags, repeats, hostile texts."""

import random
from pathlib import Path

import orjson
import pytest

HOSTILE = (
    '</script><script>document.title="owned"</script>',
    "<img src=x onerror=\"document.title='owned'\"> & <b>bold</b>",
    '=HYPERLINK("http://example.invalid","x")',
    "safe \u202egnp.exe\u202c text \u200b\u0000",
    "{{ 7 * 7 }} {% raw %} ${alert(1)} `x` | pipe",
    "血圧が高い患者 · пациент · مريض · 🫀",
)
WORDS = [
    "fever",
    "cough",
    "dyspnoea",
    "chest",
    "pain",
    "oedema",
    "nausea",
    "vertigo",
    "sodium",
    "potassium",
    "creatinine",
    "glucose",
    "tachycardia",
    "murmur",
    "rash",
    "jaundice",
    "anaemia",
    "biopsy",
    "imaging",
    "therapy",
    "onset",
    "acute",
    "chronic",
    "mild",
    "severe",
    "woman",
    "man",
    "child",
    "years",
    "history",
    "of",
    "presents",
    "with",
    "which",
    "is",
    "the",
    "most",
    "likely",
    "diagnosis",
    "next",
    "step",
    "in",
    "management",
    "treatment",
    "contraindicated",
    "drug",
    "dose",
]
LETTERS = "ABCD"
CHANCE = {"direct": 0.62, "chain_of_thought": 0.74, "self_consistency(of=chain_of_thought,k=5)": 0.78,
          "longest_option": 0.34, "bm25_option(source=\"\")": 0.26, "bm25_option(source=fictional_world)": 0.83}  # fmt: skip
CALLS = {"direct": 1, "chain_of_thought": 1, "self_consistency(of=chain_of_thought,k=5)": 5}


def words(rng: random.Random, n: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(n)).capitalize()


def exchange(rng: random.Random, prompt: str, text: str, number: int, mark: str) -> dict:
    found = {"request": f"{rng.getrandbits(128):032x}", "options": {"temperature": 0.7, "seed": number}}
    if number == 0:
        found["messages"] = [{"role": "user", "text": prompt}]
    usage = {"requests": 1, "input_tokens": len(prompt) // 4, "output_tokens": len(text) // 4, "seconds": 0.8}
    found["reply"] = {"text": text, "model": "clinic-7b-0925", "fingerprint": mark, "usage": usage}
    return found


def question(task: str, i: int, length: int) -> dict:
    rng = random.Random(f"{task}/{i}")
    prompt = words(rng, length) + "?"
    if i < len(HOSTILE):
        prompt = f"{HOSTILE[i]}\n\n{prompt}"
    return {
        "id": f"{task}-{i:05d}", "i": i, "group": f"document-{i // 3}" if task == "wards" else f"{task}-{i:05d}",
        "tags": {"specialty": rng.choice(["cardiology", "neurology", "paediatrics", "toxicology"] + ["rare"] * (i % 37 == 0)),
                 "difficulty": str(rng.randint(1, 10)), "note": f"n{i}"},
        "target": rng.choice(LETTERS), "prompt": prompt,
        "choices": {letter: words(rng, 5) for letter in LETTERS}, "hard": rng.random(),
    }  # fmt: skip


def score(value: float | None, why: str, **flags: bool) -> dict:
    low, high = (0.0, 1.0) if value is None else (value, value)
    return {"value": value, "low": low, "high": high, "why": why, "flags": flags}


def row(task: str, pipeline: str, asked: dict, epoch: int, change: str, length: int) -> dict:
    rng = random.Random(f"{task}/{pipeline}/{asked['i']}/{epoch}/{change}")
    calls = CALLS.get(pipeline, 0)
    shown = {key: content for key, content in asked.items() if key != "hard"}
    found = {"task": task, "version": "1", "pipeline": pipeline, "model": "http://localhost:8000/v1/clinic-7b" if calls else "",
             "perturbation": change, "epoch": epoch, "status": "scored", **shown, "seconds": round(rng.lognormvariate(0.2, 0.5), 3)}  # fmt: skip
    luck = rng.random()
    if luck < 0.004:
        message = f"HTTP 503 from the endpoint; {HOSTILE[0]}"
        return {**found, "status": "failed", "error": {"kind": "ProviderError", "message": message}}
    if change and luck < 0.05:
        return {**found, "status": "inapplicable"}
    right = asked["hard"] * 0.7 + rng.random() * 0.3 < CHANCE[pipeline] - 0.06 * bool(change)
    letter = asked["target"] if right else rng.choice([one for one in LETTERS if one != asked["target"]])
    text = f"{words(rng, length)}. {HOSTILE[asked['i'] % len(HOSTILE)] if asked['i'] < 12 else ''} The answer is {letter}."
    mark = "fp_a1" if asked["i"] % 50 else "fp_b2"
    found["answer"] = {"text": text, "choice": letter}
    found["score"] = score(float(right), f"read {letter}, expected {asked['target']}")
    if calls:
        found["exchanges"] = [exchange(rng, asked["prompt"], text, n, mark) for n in range(calls)]
        found["usage"] = {"requests": calls, "input_tokens": 180 * calls, "output_tokens": 220 * calls, "seconds": 0.8 * calls,
                          "price_usd": 0.0004 * calls if task == "wards" else None}  # fmt: skip
        found["answer"]["confidence"] = round(min(1.0, 0.45 + 0.5 * rng.random() + 0.1 * right), 3)
    if luck > 0.985 and calls:
        found["score"] = score(0.0, "no letter found", unparsed=True)
        found["answer"] = {"text": words(rng, 30)}
    elif luck > 0.978 and calls:
        found["status"] = "unscored"
        found["answer"] = {"text": text[:50], "finish": "length"}
        found["score"] = score(None, "the reply was truncated", truncated=True)
    elif luck > 0.96:
        found["score"]["flags"] = {"high_risk": True}
    return found


def run_record(tasks: list[str], pipelines: list[str]) -> dict:
    return {
        "format": 1, "seed": 7, "git_commit": "0123abc", "started": "2026-01-05T08:00:00Z", "judge": "",
        "arguments": {"tasks": tasks, "pipelines": pipelines, "models": ["http://localhost:8000/v1/clinic-7b"], "limit": 0, "epochs": 1,
                      "perturbations": ["none", "typos"]},
        "versions": {"preceptor": "0.1.0", "python": "3.11.7"},
        "data": {"exam": {"exam/test.jsonl": "ab" * 32}, "wards": {"wards/notes.csv": None}},
        "published": {"exam": [{"model": "Some-70B", "method": "5-shot", "metric": "accuracy", "value": 0.81, "citation": "A paper, 2024, doi:10.0/x"}]},
    }  # fmt: skip


def write_run(folder: Path, rows: list[dict], tasks: list[str], pipelines: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_bytes(orjson.dumps(run_record(tasks, pipelines)))
    (folder / "cases.jsonl").write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in rows))
    return folder


def make_run(
    folder: Path,
    *,
    n: int = 120,
    length: int = 40,
    pipelines: tuple[str, ...] = tuple(CHANCE),
    epochs: int = 2,
) -> Path:
    """Write a run of tasks `exam` (with repeats and a perturbation) and `wards` (grouped, small)."""
    rows = []
    for i in range(n):
        asked = question("exam", i, length)
        rows += [row("exam", pipeline, asked, 0, "", length) for pipeline in pipelines]
        rows += [row("exam", "direct", asked, epoch, "", length) for epoch in range(1, epochs)]
        rows += [row("exam", "direct", asked, 0, "typos", length)]
    for i in range(n // 5):
        rows += [
            row("wards", pipeline, question("wards", i, length), 0, "", length) for pipeline in pipelines[:3]
        ]
    random.Random(1).shuffle(rows)
    stale = [{**rows[0], "status": "failed", "error": {"kind": "ProviderError", "message": "first try"}}]
    turn = {**rows[1], "id": "exam-turn", "status": "turn"}
    return write_run(folder, [*stale, *rows, turn], ["exam", "wards"], list(pipelines))


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    return make_run(tmp_path_factory.mktemp("runs") / "spring")


@pytest.fixture(scope="session")
def big_folder(tmp_path_factory):
    return make_run(
        tmp_path_factory.mktemp("runs") / "big", n=8330, length=120, pipelines=("chain_of_thought",), epochs=1
    )


@pytest.fixture(scope="session")
def long_folder(tmp_path_factory):
    """A run whose replies are much longer than people read."""
    return make_run(
        tmp_path_factory.mktemp("runs") / "long", n=30, length=3000, pipelines=("direct",), epochs=1
    )


MATRIX = {
    "diseases": [["MONDO:1", HOSTILE[0], 0.62, ["OMIM:1"]], ["MONDO:2", "Second disease of the family", 0.2, ["OMIM:2"]],
                 ["MONDO:3", "Third", 0.004, []]],
    "findings": [["HP:1", "Sideways gait", "observed"], ["HP:2", "Blue nails", "observed"], ["HP:3", HOSTILE[3], "excluded"],
                 ["HP:4", "Quiet sign", "excluded"], ["HP:5", "Cold nose", "missing"]],
    "cells": [[[0.8, 6.64], [0.0, 1.0], [0.02, -3.3]], [[0.5, 0.1], [0.5, 2.0], [0.1, -0.2]], [None, [0.7], None], [],
              [[0.9], None, None]],
}  # fmt: skip


def ranked(number: int, **changes) -> dict:
    """Write a row of a ranking task, the right disease at the second place."""
    ranking = [{"id": id_, "name": name, "score": p, "reasons": [f"supports: {HOSTILE[1]}", "missing: Cold nose"]}
               for id_, name, p, _ in MATRIX["diseases"]]  # fmt: skip
    ranking += [{"id": f"MONDO:{n}", "name": f"Disease {n}", "score": 0.001} for n in range(4, 30)]
    data = {"none_of_these": 0.1, "matrix": MATRIX}
    return {"task": "rare", "version": "1", "pipeline": "phenotype_ranker", "model": "", "perturbation": "", "epoch": 0,
            "id": f"rare-{number:02d}", "i": number, "status": "scored", "group": f"g{number}", "prompt": "Observed: ...",
            "tags": {}, "target": {"codes": ["OMIM:2", "MONDO:2"], "name": "Second"}, "seconds": 0.01, "score": score(0.5, "at place 2"),
            "answer": {"text": "1. First\n2. Second", "ranking": ranking, "data": {**data, **changes}}}  # fmt: skip


@pytest.fixture(scope="session")
def ranked_folder(tmp_path_factory):
    """A run of ranked differentials; the second case's matrix has another shape, the third's data is a list."""
    rows = [ranked(0), ranked(1, matrix={"rows": 3}), ranked(2)]
    rows[2]["answer"]["data"] = [1, 2]
    return write_run(tmp_path_factory.mktemp("runs") / "ranked", rows, ["rare"], ["phenotype_ranker"])
