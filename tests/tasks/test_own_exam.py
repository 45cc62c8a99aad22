"""A user's exam: what is read, and that every fault is told with its row."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadData, BadInput, NotFound, PreceptorError
from preceptor.prompts import question_text
from preceptor.records import Answer

HEADER = "Frage,A,B,C,Loesung,Nr\n"
SPEC = """
file: exam.csv
columns: {question: Frage, options: [A, B, C], answer: Loesung, id: Nr}
"""
ROWS = "Which salt is table salt?,NaCl,KCl,CaCl2,A,q1\nWhich gas is needed?,N2,O2,He,B,q2\n"
Exam = Callable[..., Task]


@pytest.fixture
def exam(tmp_path: Path) -> Exam:
    def make(table: str = HEADER + ROWS, spec: str = SPEC, name: str = "exam.csv") -> Task:
        (tmp_path / name).write_text(table, encoding="utf-8")
        (tmp_path / "my exam.yaml").write_text(spec, encoding="utf-8")
        return cast(Task, catalog.load("tasks", f"own_exam(file={tmp_path / 'my exam.yaml'})"))

    return make


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_columns_are_mapped(exam: Exam) -> None:
    task = exam()
    first, second = task.cases("test")
    assert (first.id, first.prompt, first.target) == ("q1", "Which salt is table salt?", "A")
    assert first.choices == {"A": "NaCl", "B": "KCl", "C": "CaCl2"}
    assert task.score(second, Answer(text="The answer is B."), None).value == 1.0
    assert task.score(second, Answer(text="C"), None).value == 0.0
    assert question_text(first).endswith(
        "A. NaCl\nB. KCl\nC. CaCl2\n\nAnswer with the letter of the one best option."
    )


@pytest.mark.parametrize(
    ("form", "answers"),
    [("letter", ["b", "(C)"]), ("index0", ["1", "2"]), ("index1", ["2", "3"]), ("text", ["two", "three"])],
)
def test_answers_as_letter_index_or_text(exam: Exam, form: str, answers: list[str]) -> None:
    rows = jsonl(*({"question": f"{a}?", "options": ["one", "two", "three"], "answer": a} for a in answers))
    task = exam(rows, f"file: exam.jsonl\nanswer: {form}\n", "exam.jsonl")
    assert [case.target for case in task.cases("test")] == ["B", "C"]
    assert [case.id for case in task.cases("test")] == ["1", "2"]


@pytest.mark.parametrize(
    "options",
    [["x", "y"], {"b": "y", "a": "x"}, '["x", "y"]', '{"A": "x", "B": "y"}', ["x", "y", None, ""]],
)
def test_options_as_list_or_object(exam: Exam, options: object) -> None:
    task = exam(
        jsonl({"question": "q", "options": options, "answer": 2}),
        "file: e.jsonl\nanswer: index1\n",
        "e.jsonl",
    )
    assert [(case.choices, case.target) for case in task.cases("test")] == [({"A": "x", "B": "y"}, "B")]


def test_a_json_list_and_divided_options_and_several_answers(exam: Exam) -> None:
    spec = "file: e.json\nseparator: ';'\nseveral: true\nlanguage: fr\n"
    task = exam(json.dumps([{"question": "q", "options": "x; y; z", "answer": "c;a"}]), spec, "e.json")
    case = next(task.cases("test"))
    assert (case.target, case.language) == ("A,C", "fr")
    assert case.instruction.startswith("Répondez par les lettres")
    assert task.score(case, Answer(text="A, C"), None).value == 1.0
    assert task.score(case, Answer(text="A"), None).value == 0.0


def test_every_other_column(exam: Exam) -> None:
    row = {
        "question": "q", "options": ["x", "y"], "answer": "A", "k": "7", "patient": "p1", "lang": "de",
        "text": ["first", "second"], "use": "train", "field": "cardiology", "terms": "CC0",
    }  # fmt: skip
    spec = """
        file: e.jsonl
        columns: {id: k, group: patient, context: text, language: lang, split: use, license: terms,
                  tags: {specialty: field}}
        access: credentialed
        instruction: Nur der Buchstabe.
    """
    task = exam(jsonl(row, row | {"k": 8, "use": "test", "lang": ""}), spec, "e.jsonl")
    assert (task.splits, task.train, task.access) == (("test", "train"), "train", "credentialed")
    case = next(task.cases("train"))
    assert (case.id, case.group, case.language, case.instruction) == ("7", "p1", "de", "Nur der Buchstabe.")
    assert [(p.id, p.text) for p in case.context] == [("7/0", "first"), ("7/1", "second")]
    assert case.tags == {"specialty": "cardiology", "license": "CC0"}
    assert next(task.cases("test")).language == "en"


def test_text_that_looks_like_a_formula_is_left_as_it_is(exam: Exam) -> None:
    task = exam(HEADER + '"=HYPERLINK(""x"")",=1+1,+2,-3,A,@id\n')
    case = next(task.cases("test"))
    assert (case.prompt, case.id) == ('=HYPERLINK("x")', "@id")
    assert case.choices == {"A": "=1+1", "B": "+2", "C": "-3"}


def test_semicolons_marks_and_empty_lines_of_a_spreadsheet(exam: Exam) -> None:
    table = "\ufeffFrage;A;B;C;Loesung;Nr\r\n\r\nWhich, then?;x;y;z;C;1\r\n;;;;;\r\n"
    assert [case.prompt for case in exam(table).cases("test")] == ["Which, then?"]


def test_cells_of_several_lines_count_as_one_row(exam: Exam) -> None:
    with pytest.raises(BadData, match=r"row 3: answer 'F' is none of the letters A, B, C"):
        exam(HEADER + '"one\ntwo",x,y,z,A,1\nq,x,y,z,F,2\n')


FAULTS = [
    ("q,x,y,z,,1\n", "row 2: answer '' is none of the letters"),
    (",x,y,z,A,1\n", "row 2: the question is empty"),
    ("q,x,,z,A,1\n", "row 2: option B is empty"),
    ("q,x,,,A,1\n", "row 2: 1 options; at least 2"),
    ("q,x,y,x,A,1\n", "row 2: two options are the same"),
    ("q,x,y,z,A,\n", "row 2: the id is empty"),
    ("q,x,y,z,A,1\nr,x,y,z,A,1\n", "row 3: id '1' is already that of row 2"),
    ("q,x,y,z,A\n", "row 2: 5 fields, but the header has 6"),
    ("q,x,y,z,A,1,2\n", "row 2: 7 fields, but the header has 6"),
    ('q,x,y,"z,A,1\n', "not readable as CSV"),
    ("q,x,y,z,D,1\n" * 7, "and 2 more rows"),
    ("", "holds no questions"),
]


@pytest.mark.parametrize(("rows", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_faults_of_a_table_tell_their_row(exam: Exam, rows: str, said: str) -> None:
    with pytest.raises(BadData) as caught:
        exam(HEADER + rows)
    assert said in str(caught.value)
    assert "exam.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"answer": "3"}, "answer '3' is no number from 0 to 1"),
        ({"answer": "-1"}, "answer '-1' is no number from 0 to 1"),
        ({"answer": "A"}, "answer 'A' is no number"),
        ({"answer": ["0", "1"]}, "2 answers, but one is expected"),
        ({"options": "x or y"}, "the options are one text"),
        ({"options": "[x"}, "the options are not JSON"),
        ({"options": {"A": "x", "C": "y"}}, "must have the letters A, B, ... in order, not A, C"),
        ({"options": 3}, "must be a list or an object"),
        ({"options": [["x"], "y"]}, "an option must be one text"),
        ({"options": [str(n) for n in range(27)]}, "27 options; at most 26"),
        ({"question": ["q"]}, "'question' must hold one text"),
        ({"context": {"a": 1}}, "the context must be a text"),
    ],
)
def test_faults_of_json_rows(exam: Exam, row: dict[str, object], said: str) -> None:
    good = {"question": "q", "options": ["x", "y"], "answer": "0", "context": ""}
    spec = "file: e.jsonl\nanswer: index0\ncolumns: {context: context}\n"
    with pytest.raises(BadData) as caught:
        exam(jsonl(good, good | row), spec, "e.jsonl")
    assert "row 2" in str(caught.value)
    assert said in str(caught.value)


SPECS: list[tuple[str, type[PreceptorError], str]] = [
    ("fiel: exam.csv", BadInput, "unknown name 'fiel'; allowed: file,"),
    ("fiel: exam.csv", BadInput, "near: file"),
    ("file: exam.csv\ncolumns: {anwser: K}", BadInput, "near: answer"),
    ("columns: {}", BadInput, "names no table"),
    ("file: gone.csv", NotFound, "no file"),
    ("file: exam.csv\ncolumns: {question: Frage, options: [A, B], answer: Loesun}", BadData, "near: Loesung"),
    (
        "file: exam.csv\ncolumns: {question: Frage, options: [A, B], answer: Loesung, tags: [x]}",
        BadData,
        "tags.x",
    ),
    ("file: exam.csv\ncolumns: {id: No}", BadInput, "put it in quotation marks"),
    ("file: exam.csv\nlanguage: no", BadInput, "YAML reads the value of language as False"),
    ("file: exam.csv\nanswer: index", BadInput, "allowed: letter, index0, index1, text"),
    ("file: exam.csv\nseveral: maybe", BadInput, "allowed: true, false"),
    ("file: exam.csv\naccess: secret", BadInput, "allowed: open, research, credentialed"),
    ("file: exam.csv\ncolumns: {options: [A, A]}", BadInput, "different columns"),
    ("file: exam.csv\ncolumns: [A]", BadInput, "must hold `name: value` lines"),
    ("- a\n- b", BadInput, "must hold `name: value` lines"),
    ("a: [", BadInput, "not readable as YAML"),
]


@pytest.mark.parametrize(("spec", "kind", "said"), SPECS, ids=[said for *_, said in SPECS])
def test_faults_of_the_yaml_file(exam: Exam, spec: str, kind: type[PreceptorError], said: str) -> None:
    with pytest.raises(kind) as caught:
        exam(spec=spec)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_columns_of_one_name_and_other_encodings_are_refused(exam: Exam, tmp_path: Path) -> None:
    with pytest.raises(BadData, match="2 columns are called 'A'"):
        exam("Frage,A,A,C,Loesung,Nr\n")
    exam()
    (tmp_path / "exam.csv").write_bytes((HEADER + "Wärme?,x,y,z,A,1\n").encode("latin-1"))
    with pytest.raises(BadData, match="save it as UTF-8"):
        catalog.load("tasks", f"own_exam(file={tmp_path / 'my exam.yaml'})")


def test_an_exam_of_nothing_but_examples_is_refused(exam: Exam) -> None:
    row = {"question": "q", "options": ["x", "y"], "answer": "A", "use": "train"}
    with pytest.raises(BadInput, match="none is left to ask"):
        exam(jsonl(row), "file: e.jsonl\ncolumns: {split: use}", "e.jsonl")


def test_a_missing_file_is_said_in_one_line() -> None:
    with pytest.raises(NotFound, match=r"cannot read /nowhere/exam\.yaml"):
        catalog.load("tasks", "own_exam(file=/nowhere/exam.yaml)")


def test_a_changed_table_is_read_again(exam: Exam) -> None:
    assert len(list(exam().cases("test"))) == 2
    assert len(list(exam(HEADER + ROWS + "New?,x,y,z,A,q3\n").cases("test"))) == 3


def test_the_page_shows_the_example_as_it_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "own_exam.md").read_text(encoding="utf-8")
    example = catalog.path("tasks", "own_exam").parent / "example.yaml"
    assert f"```yaml\n{example.read_text(encoding='utf-8')}```" in page
