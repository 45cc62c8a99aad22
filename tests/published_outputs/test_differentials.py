"""malco's and CRAFT-MD's published outputs: own-written rows, read, joined with their cases and scored."""

import gzip
import json
from pathlib import Path

import pytest

from preceptor.published_outputs import read_outputs
from preceptor.rescore import rescore_published

SAMPLES = Path(__file__).parent.parent / "samples"
GROUNDED = (
    "label\tterm\tscore\trank\tcorrect_term\tis_correct\treciprocal_rank\n"
    "PMID_11_first_en-prompt.txt\tORPHA:91\t0.5\t2.0\tOMIM:900001\tTrue\t0.5\n"
    "PMID_11_first_en-prompt.txt\tWalking disease\t1.0\t1.0\tOMIM:900001\tFalse\t0.0\n"
    "PMID_14_second_en-prompt.txt\tMONDO:9000013\t1.0\t1.0\tOMIM:900003\tTrue\t1.0\n"
)


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = (SAMPLES / name for name in ("malco", "craft_md", "hpo", "mondo"))
    monkeypatch.setenv("PRECEPTOR_DATA", ":".join(map(str, folders)))


def jsonl(path: Path, *rows: dict[str, object]) -> Path:
    with gzip.open(path, "wt") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def test_raw_differentials(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "gpt_raw.jsonl.gz",
        {"id": "PMID_11_first_en-prompt.txt", "response": "1. Humming disease\n2. Sideways syndrome type 1"},
        {"id": "PMID_14_second_en-prompt.txt", "response": "1. Humming disease"},
        {"id": "PMID_99_gone_en-prompt.txt", "response": "1. Gout"},
    )
    first = next(iter(read_outputs(path)))
    assert (first.id, first.run.task, first.run.method) == ("PMID_11_first", "malco", "raw")
    (cell,) = rescore_published("malco", path).cells
    assert (cell.best.score.ours.value, cell.best.score.strangers) == (0.75, 1)
    (top,) = rescore_published("malco", path, protocol="top1").cells
    assert top.best.share is not None
    assert (top.best.share.right, top.best.share.n) == (1.0, 2)


def test_the_same_columns_without_such_ids_are_another_file(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "mine.jsonl.gz", {"id": "q1", "response": "B"})
    (output,) = read_outputs(path)
    assert (output.run.task, output.id, output.text) == ("", "q1", "B")


def test_grounded_differentials(tmp_path: Path) -> None:
    path = tmp_path / "gpt-4o_full_df_results.tsv"
    path.write_text(GROUNDED)
    first, second = read_outputs(path)
    assert (first.run.model, first.text, first.mark) == ("gpt-4o", "1. Walking disease\n2. ORPHA:91", "wrong")
    assert second.mark == "right"
    (cell,) = rescore_published("malco", path).cells
    assert cell.best.score.ours.value == 0.75  # a term without a code is matched as a name


def answers(trial: int, free: str, mark: int, choice: str) -> dict[str, object]:
    row: dict[str, object] = {"case_id": "case_1", "trial": trial}
    for told in ("vignette", "multiturn", "singleturn", "summarized"):
        row |= {f"{told}_mcq": choice, f"{told}_frq": free, f"evaluation_{told}_frq": mark}
    return row


def test_craft_md(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "nobody-7b.answers.jsonl.gz",
        answers(0, "**Final Diagnosis:** humming disease", 1, "Humming disease"),
        answers(1, "Sleep talking", 1, " humming disease\n!"),
    )
    outputs = list(read_outputs(path))
    assert len(outputs) == 2 * 4 * 2
    free = next(one for one in outputs if one.run.set == "craft_md_frq")
    assert (free.run.label, free.run.marked, free.mark) == (
        "nobody-7b / vignette / craft_md_frq / trial 0", True, "right",
    )  # fmt: skip
    cells = rescore_published("craft_md", path).cells
    assert len(cells) == 16
    by_run = {cell.best.score.run.label: cell.best for cell in cells}
    agreed = by_run["nobody-7b / multiturn / craft_md_frq / trial 0"]
    other = by_run["nobody-7b / multiturn / craft_md_frq / trial 1"]
    assert [one.score.ours.value for one in (agreed, other)] == [1.0, 0.0]
    assert [one.share.value for one in (agreed, other) if one.share] == [1.0, 1.0]  # GPT-4's verdict
    plain = by_run["nobody-7b / vignette / craft_md_mcq / trial 0"]
    exact = by_run["nobody-7b / vignette / craft_md_mcq / trial 1"]
    assert (plain.score.ours.value, exact.score.ours.value) == (1.0, 1.0)
    assert plain.share is not None
    assert exact.share is not None
    assert (plain.share.value, exact.share.value) == (0.0, 1.0)  # the gold stands there with its line end
