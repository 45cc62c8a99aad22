"""Every exam on its own-written samples, in the raw format of its set: loader, scorer, prompt, promises."""

import gzip
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog, contracts
from preceptor.components import Task
from preceptor.errors import BadData, BadInput, NotFound
from preceptor.prompts import question_text
from preceptor.records import Answer

SAMPLES = Path(__file__).parents[1] / "samples"
EXAMS = [  # tasks built on what exams share
    name
    for name in catalog.names("tasks")
    if "/" not in name and "from preceptor.tasks._exam import" in catalog.path("tasks", name).read_text()
]
VARIANTS = [
    "medqa(options=5)", "afrimed_qa(set=afr)", "afrimed_qa(set=usmle)", "mirage(set=medmcqa)",
    "mirage(set=pubmedqa)", "mirage(set=bioasq)", "mirage(set=mmlu)", "medagentsbench(hard=false)",
    "medagentsbench(set=mmlu-pro)", "medagentsbench(set=afrimedqa)", "biasmedqa(bias=recency)",
    "medxpertqa(set=text)", "mediq(set=icraftmd)", "igakuqa(language=en)", "igakuqa(images=true)",
    "mmlu_medical(subject=anatomy)",
]  # fmt: skip


def load(name: str, monkeypatch: pytest.MonkeyPatch, folder: str = "") -> Task:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / (folder or catalog.parse(name)[0])))
    return cast(Task, catalog.load("tasks", name))


@pytest.fixture(params=[*EXAMS, *VARIANTS])
def exam(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Task]:
    return request.param, load(request.param, monkeypatch)


def test_samples_are_read_and_scored(exam: tuple[str, Task]) -> None:
    name, task = exam
    for split in task.splits:
        cases = list(task.cases(split))
        assert len(cases) >= (2 if "subject" in name or split == "train" else 3)
        for case in cases:
            assert case.id
            assert case.instruction
            gold = task.gold(case)
            assert task.score(case, gold, None).value == 1.0
            assert task.score(case, Answer(text=gold.text), None).value == 1.0
            assert task.score(case, Answer(), None).value == 0.0
            right = {part for alternative in str(case.target).split("|") for part in alternative.split(",")}
            for letter in set(case.choices) - right:
                assert task.score(case, Answer(text=f"The answer is ({letter})."), None).value == 0.0


def test_options_have_capital_letters_in_order(exam: tuple[str, Task]) -> None:
    for case in exam[1].cases(exam[1].splits[0]):
        letters = list(case.choices)
        assert letters == sorted(letters)
        assert all(len(letter) == 1 and letter.isupper() for letter in letters)
        assert all(text == text.strip() for text in case.choices.values())


@pytest.mark.parametrize("name", EXAMS)
def test_the_prompt_is_the_golden_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    task = load(name, monkeypatch)
    shown = question_text(next(task.cases("test"))) + "\n"
    assert shown == (SAMPLES / name / "prompt.txt").read_text(encoding="utf-8")


def test_promises_are_kept(exam: tuple[str, Task]) -> None:
    broken = {title: seen for title, seen in contracts.kept("tasks", exam[0]) if seen}
    assert not broken


def test_unknown_splits_and_options_are_refused(exam: tuple[str, Task]) -> None:
    name, task = exam
    with pytest.raises(NotFound, match="splits: test"):
        next(task.cases("tset"))
    stem, given = catalog.parse(name)
    for option, default in catalog.options("tasks", name).items():
        if isinstance(default, str) and option != "file":
            with pytest.raises(BadInput, match="allowed: "):
                catalog.load("tasks", f"{stem}({option}=zzz)")
    assert not given or catalog.load("tasks", name)


@pytest.mark.parametrize("name", [name for name in EXAMS if name != "own_exam"])
def test_every_file_declares_its_official_download(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRECEPTOR_DATA", raising=False)
    task = cast(Task, catalog.load("tasks", name))
    assert task.data
    for data in task.data:
        assert data.url
        assert data.url.startswith(("https://raw.githubusercontent.com/", "https://huggingface.co/datasets/"))
    with pytest.raises(NotFound, match="PRECEPTOR_DATA"):
        next(task.cases("test"))


def broken_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, content: bytes) -> None:
    target = tmp_path / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the data hold no questions"),
        (b'{"question": "q"}\n', "row 1: field 'options' must be an object"),
        (
            b'{"options": {"A": "x"}, "answer_idx": "A"}\n',
            "row 1: no text in field 'question'; the row has: options",
        ),
        (
            b'{"question": "q", "options": {"A": "x", "B": "y"}, "answer_idx": "C"}\n',
            "'C' is not among the options A, B",
        ),
        (b'{"question": " ", "options": {"A": "x", "B": "y"}, "answer_idx": "A"}\n', "the question is empty"),
        (b'{"question": "q"', "line 1: not JSON"),
        (b"\x1f\x8b\x00damaged", "damaged"),
        (gzip.compress(b'{"question": "q"}' * 99, mtime=0)[:-30] + b"x" * 40, "damaged"),
        (b"[1, 2]", "row 1: expected an object"),
    ],
)
def test_a_damaged_file_is_told_with_its_row(
    content: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_file(tmp_path, monkeypatch, "medqa/US_4opt_test.jsonl.gz", content)
    with pytest.raises(BadData) as caught:
        list(cast(Task, catalog.load("tasks", "medqa")).cases("test"))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("task", "path", "content", "said"),
    [
        ("mirage", "mirage/benchmark.json.gz", b'{"medmcqa": {}}', "has no set 'medqa'"),
        ("mirage", "mirage/benchmark.json.gz", b'{"medqa": {"1": 2}}', "medqa 1: expected an object"),
        ("mirage", "mirage/benchmark.json.gz", b'{"medqa": {}}', "hold no questions"),
        ("biasmedqa", "biasmedqa/data/biased_prompts_gpt4.jsonl.gz",
         b'{"bias": "no_bias", "i": 0, "prompt": "x", "correct": "A"}', "no question and options in the prompt"),
        ("medhalt", "medhalt/reasoning_fake_1858.csv.gz", b"id,question,options,dataset\n1,q,{'0': ,x\n", "not readable"),
        ("medhalt", "medhalt/reasoning_fake_1858.csv.gz", b"id,question,options,dataset\n1,q,\"['a','b']\",x\n", "numbered"),
        ("mediq", "mediq/imedqa_dev_1272.jsonl.gz", b'{"id": 1, "context": "x"}', "must be a list of sentences"),
        ("igakuqa", "igakuqa/questions.jsonl.gz", b'{"problem_id": "114A1", "problem_text": "x"}', "must be a list of texts"),
        ("medxpertqa", "medxpertqa/sampled_text_244.jsonl.gz", b'{"id": "Text-0", "question": "q", "options": 3}', "neither"),
    ],
)  # fmt: skip
def test_files_of_another_form_are_refused(
    task: str, path: str, content: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_file(tmp_path, monkeypatch, path, content)
    with pytest.raises(BadData) as caught:
        list(cast(Task, catalog.load("tasks", task)).cases("test"))
    assert said in str(caught.value)
