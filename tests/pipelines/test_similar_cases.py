"""Dynamic few-shot: which solved cases are shown, which never, what the model sees, and what they are worth alone."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Pipeline, Task, Toolbox
from preceptor.errors import BadData, BadInput, NotFound, ProviderError
from preceptor.records import Answer, Case, Json, Reply

SAMPLES = Path(__file__).parent.parent / "samples"
CASE = Case(
    id="mine", prompt="Sex: unknown\nObserved: Sideways gait (HP:9000002); Blue nails (HP:9000004)", answer_kind="ranking",
    instruction="List ten.", tags={"publications": "PMID:14"},
)  # fmt: skip
ROWS: list[dict[str, Json]] = [
    {"id": "near", "observed": ["HP:9000002"], "diagnosis": "Sideways syndrome 1", "codes": ["OMIM:900001"]},
    {"id": "far", "observed": ["HP:9000001", "HP:9000007"], "diagnosis": "Humming disease", "codes": ["OMIM:900003"]},
    {"id": "twin", "observed": ["HP:9000003"], "diagnosis": "Sideways syndrome", "codes": ["ORPHA:91"]},
    {"id": "other", "observed": ["HP:9000007"], "diagnosis": "Humming disease", "codes": ["OMIM:900003"]},
    {"id": "mine", "observed": ["HP:9000002", "HP:9000004"], "diagnosis": "Own answer"},
    {"id": "paper", "observed": ["HP:9000002", "HP:9000004", "HP:9000008"], "diagnosis": "Paper", "publications": ["PMID:14"]},
    {"id": "same", "observed": ["HP:9000004", "HP:9000001", "HP:9000002"], "diagnosis": "Same patient again"},
    {"id": "empty", "observed": ["HP:0003577", "HP:1"], "diagnosis": "Nothing to go by"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = (SAMPLES / name for name in ("rarebench", "phenopackets", "hpo", "mondo"))
    monkeypatch.setenv("PRECEPTOR_DATA", ":".join(map(str, folders)))


@pytest.fixture
def pool(tmp_path: Path) -> str:
    path = tmp_path / "solved.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return str(path)


def answering(name: str, examples: tuple[Case, ...] = ()) -> AnswerFunction:
    pipeline = cast(Pipeline, catalog.load("pipelines", name))
    if examples:
        assert pipeline.prepare is not None
        return pipeline.prepare(examples, None)
    assert pipeline.answer is not None
    return pipeline.answer


def answered(name: str, case: Case = CASE, model: Model | None = None) -> Answer:
    return answering(name)(case, Toolbox(), model)


def similar(answer: Answer) -> list[str]:
    return [one["id"] for one in cast(dict, answer.data)["similar"]]


def test_the_model_sees_the_nearest_last_and_never_the_patient_itself(pool: str, scripted: Callable) -> None:
    model = scripted("1. Sideways syndrome")
    answer = answered(f"similar_cases(pool={pool},k=2)", model=model)
    assert similar(answer) == ["near", "twin"]
    asked = model.asked[0].last
    assert asked.splitlines()[1:3] == [
        "- Findings: Backward gait. Diagnosis: Sideways syndrome.",
        "- Findings: Sideways gait. Diagnosis: Sideways syndrome 1.",
    ]
    assert asked.index("Sideways syndrome 1") < asked.index("Observed:") < asked.index("List ten.")
    assert not any(word in asked for word in ("Own answer", "Paper", "Same patient again"))
    assert answer.ranking[0].name == "Sideways syndrome"
    assert answer.passages[0].id == "similar-cases"


def test_asking_twice_is_the_same_and_more_cases_than_there_are_is_all(pool: str, scripted: Callable) -> None:
    first, again = (answered(f"similar_cases(pool={pool},k=50)", model=scripted("x")) for _ in range(2))
    assert similar(first) == similar(again) == ["near", "twin", "far"]


def test_without_a_paper_or_with_another_id_others_are_left_out(pool: str, scripted: Callable) -> None:
    free = replace(CASE, id="new", tags={})
    assert similar(answered(f"similar_cases(pool={pool},k=1)", free, scripted("x"))) == ["paper"]


def test_another_way_of_asking(pool: str, scripted: Callable) -> None:
    model = scripted("Answer: x")
    answered(f"similar_cases(of=chain_of_thought,pool={pool})", model=model)
    assert "step by step" in model.asked[0].last
    assert "Sideways syndrome 1" in model.asked[0].last


def test_a_text_is_read(pool: str, scripted: Callable) -> None:
    text = replace(CASE, prompt="She walks with a sideways gait and has blue nails. No humming.")
    assert similar(answered(f"similar_cases(pool={pool},k=1)", text, scripted("x"))) == ["near"]
    model = scripted("x")
    nothing = answered(f"similar_cases(pool={pool})", replace(CASE, prompt="A letter."), model)
    assert similar(nothing) == []
    assert model.asked[0].last == "A letter.\n\nList ten."


def test_the_examples_of_a_run_are_the_pool(scripted: Callable) -> None:
    example = Case(id="e", prompt="Observed: Sideways gait (HP:9000002)", answer_kind="ranking",
                   target={"codes": ["OMIM:900001"], "name": "Sideways syndrome 1"})  # fmt: skip
    choice = Case(
        id="c", prompt="Observed: Blue nails (HP:9000004)\nGout?", choices={"A": "yes", "B": "no"}, target="B"
    )
    model = scripted("x")
    answer = answering("similar_cases", (example, choice))(CASE, Toolbox(), model)
    assert set(similar(answer)) == {"e", "c"}
    assert "Gout?\n\nA. yes\nB. no\nAnswer: B" in model.asked[0].last
    with pytest.raises(BadInput, match="needs solved examples and got none"):
        answering("similar_cases", (replace(example, target=None),))


def test_pools(tmp_path: Path, scripted: Callable) -> None:
    task = cast(Task, catalog.load("tasks", "rarebench"))
    first, second, *_ = task.cases("test")
    assert similar(answered("similar_cases(pool=rarebench)", first, scripted("x"))) == []
    assert similar(answered("similar_cases(pool=phenopackets)", first, scripted("x")))
    packed = (SAMPLES / "phenopackets" / "kb-phenopackets" / "phenopackets.jsonl.gz").read_text().splitlines()
    for number, line in enumerate(packed):
        (tmp_path / f"{number}.json").write_text(json.dumps(json.loads(line)["phenopacket"]))
    (tmp_path / "all.jsonl").write_text("\n".join(packed))
    by_file, by_folder = (
        answered(f"nearest_case(pool={at})", first) for at in (tmp_path / "all.jsonl", tmp_path)
    )
    assert by_file.ranking
    assert by_file.ranking == by_folder.ranking
    simulated = answered("nearest_case(pool=simulated)", second)
    assert [one.id for one in simulated.ranking] == ["MONDO:9000013"]  # the only disease with three findings


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('{"id": "x", "observed": ["HP:9000002"]}', r"row 1: a solved case needs observed .* and diagnosis"),
        ('{"phenotypicFeatures": []}', "row 1: the phenopacket has no diagnosis with a label"),
    ],
)
def test_a_row_that_is_no_solved_case(tmp_path: Path, row: str, says: str) -> None:
    (tmp_path / "p.jsonl").write_text(row)
    with pytest.raises(BadData, match=says):
        answering(f"nearest_case(pool={tmp_path / 'p.jsonl'})")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("similar_cases(k=0)", "k=0; give 1 or more cases"),
        ("similar_cases(of=few_shot)", "few_shot takes examples itself"),
        ("similar_cases(of=longest_option)", "asks no model that could be shown cases; try nearest_case"),
        ("similar_cases(of=diagnose(model_role=reorder))", r"use diagnose\(model_role=candidates,similar=POOL\)"),
        ("similar_cases(pool=none.jsonl)", "no pool of solved cases at 'none.jsonl'"),
        ("nearest_case(k=0)", "k=0; give 1 or more diseases"),
    ],
)  # fmt: skip
def test_what_is_refused(name: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        catalog.load("pipelines", name)


def test_a_pool_that_is_no_task_or_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="rarebench"):
        catalog.load("pipelines", "similar_cases(pool=rarebensh)")
    (tmp_path / "p.jsonl").write_text(json.dumps(ROWS[-1]))
    with pytest.raises(BadInput, match="no case in it has both findings and a diagnosis"):
        catalog.load("pipelines", f"similar_cases(pool={tmp_path / 'p.jsonl'})")


def test_a_fault_of_the_model_is_the_cases(pool: str, scripted: Callable) -> None:
    def fails(_: object) -> Reply:
        raise ProviderError("down")

    with pytest.raises(ProviderError):
        answered(f"similar_cases(pool={pool})", model=scripted(fails))


def test_the_neighbours_diagnoses_are_ranked_each_once(pool: str) -> None:
    answer = answered(f"nearest_case(pool={pool})")
    assert [(one.id, one.name) for one in answer.ranking] == [
        ("MONDO:9000011", "Sideways syndrome 1"), ("MONDO:9000013", "Humming disease"),
    ]  # fmt: skip
    assert answer.ranking[0].score > answer.ranking[1].score > 0
    assert answered(f"nearest_case(pool={pool},k=1)").ranking == answer.ranking[:1]
    assert answered(f"nearest_case(pool={pool})", replace(CASE, prompt="Nothing.")).ranking == ()


def test_diagnose_shows_the_model_similar_cases_beside_its_candidates(pool: str, scripted: Callable) -> None:
    model = scripted("1. Sideways syndrome 1")
    options = f"ranker=nearest_case(pool={pool}),model_role=candidates,similar={pool}"
    answer = answered(f"diagnose({options},similar_cases=1)", model=model)
    asked = model.asked[0].last
    assert (
        asked.index("Observed:")
        < asked.index("- Findings: Sideways gait. Diagnosis")
        < asked.index("Candidate")
    )
    assert similar(answer) == ["near"]
    text = replace(CASE, prompt="She walks with a sideways gait and has blue nails.")
    read = answered(f"diagnose({options})", text, scripted("x"))
    assert cast(dict, read.data)["read"]["observed"] == ["HP:9000002", "HP:9000004"]  # of the patient alone
    with pytest.raises(BadInput, match=r"similar=.* shows cases to a model"):
        answering(f"diagnose(similar={pool})")
