"""The phenotype reader: what is found where, what is said of it, in notes, dialogues and other languages."""

import gzip
import re
from pathlib import Path
from typing import cast

import orjson
import pytest
import yaml

from preceptor import catalog
from preceptor.components import Pipeline, Toolbox
from preceptor.errors import BadData, BadInput, NotFound
from preceptor.files import data_folders
from preceptor.records import Answer, Case

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "phenotype_reader"))
    monkeypatch.setenv("PRECEPTOR_CACHE", str(tmp_path))


def read(text: str, name: str = "phenotype_reader", language: str = "en") -> Answer:
    pipeline = cast(Pipeline, catalog.load("pipelines", name))
    assert pipeline.answer is not None
    return pipeline.answer(Case(id="x", prompt=text, answer_kind="spans", language=language), Toolbox(), None)


def found(text: str, language: str = "en") -> set[tuple[str, str]]:
    return {(span.code or "", span.assertion or "") for span in read(text, language=language).spans}


SEIZURE, HEARING, TONE, TALL, SHORT = "HP:0001250", "HP:0000365", "HP:0001252", "HP:0000098", "HP:0004322"


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He had seizures.", {(SEIZURE, "present")}),
        ("He had two fits last week.", {(SEIZURE, "present")}),
        ("No seizures, cleft palate or hypotonia.", {(SEIZURE, "absent"), ("HP:0000175", "absent"), (TONE, "absent")}),
        ("The following features were excluded: Scoliosis, Seizure, and Ptosis.",
         {("HP:0002650", "absent"), (SEIZURE, "absent"), ("HP:0000508", "absent")}),
        ("Seizures: none. Hypotonia: severe.", {(SEIZURE, "absent"), (TONE, "present")}),
        ("Her hearing was reduced.", {(HEARING, "present")}),
        ("Hearing was normal on testing.", {(HEARING, "absent")}),
        ("I hear well.", {(HEARING, "absent")}),
        ("Cysts in both kidneys.", {("HP:0000107", "present")}),
        ("His mother has scoliosis.", {("HP:0002650", "family")}),
        ("My son is nine and has scoliosis.", {("HP:0002650", "present")}),
        ("His mother reports seizures.", {(SEIZURE, "present")}),
        ("Possible scoliosis.", {("HP:0002650", "uncertain")}),
        ("Doctor: Any fits? Mother: Not that we have seen. Doctor: Scoliosis? Mother: Yes.",
         {(SEIZURE, "absent"), ("HP:0002650", "present")}),
        ("Doctor: Hearing? Father: Good. Doctor: Kidneys? Father: Full of cysts.", {(HEARING, "absent"), ("HP:0000107", "present")}),
        ("Doctor: Ammonia? Nurse: 312 µmol/L.", {("HP:0001987", "present")}),
        ("Nurse: Does he have any trouble at all with his hearing? Father: Seizures.", {(HEARING, "present"), (SEIZURE, "present")}),
        ("Ammonia was 312 µmol/L.", {("HP:0001987", "present")}),
        ("Ammonia 30 µmol/L.", {("HP:0001987", "absent")}),
        ("Hb 78.", {("HP:0001903", "present")}),
        ("OFC -3.2 SD.", {("HP:0000252", "present")}),
        ("Head circumference +2.6 SD.", {("HP:0000256", "present")}),
        ("Height below the 1st centile.", {(SHORT, "present")}),
        ("Scolosis and microcephly.", {("HP:0002650", "present"), ("HP:0000252", "present")}),
        ("Intellectual disability, mild, and ptosis.", {("HP:0001256", "present"), ("HP:0000508", "present")}),
        ("Small hands and feet.", {("HP:0200055", "present"), ("HP:0001773", "present")}),
        ("A letter about nothing in particular.", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_what_is_read(text: str, expected: set[tuple[str, str]]) -> None:
    assert found(text) == expected


AMMONIA, ANEMIA = "HP:0001987", "HP:0001903"


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Raised ammonia.", {(AMMONIA, "present")}),
        ("No raised ammonia.", {(AMMONIA, "absent")}),
        ("His mother had a raised ammonia.", {(AMMONIA, "family")}),
        ("↑ NH3", {(AMMONIA, "present")}),
        ("Ammonia 60 (ref 10-40).", {(AMMONIA, "present")}),  # inside our limit, above the one given
        ("Ammonia 120 µmol/L (10-150).", {(AMMONIA, "absent")}),  # above our limit, inside the one given
        ("Ammonia 60 µmol/L [<50]", {(AMMONIA, "present")}),
        ("Ammonia 60 µmol/L (normal < 80)", {(AMMONIA, "absent")}),
        ("Ammonia 60 H", {(AMMONIA, "present")}),
        ("Ammonia twice the upper limit of normal", {(AMMONIA, "present")}),
        ("Ammonia 3 x ULN", {(AMMONIA, "present")}),
        ("Ammonia 60 µmol/L (2019-2021)", {(AMMONIA, "absent")}),  # years
        ("Hb 115 L", {(ANEMIA, "present")}),
        ("Hb 14.1 g/dL (N)", {(ANEMIA, "absent")}),
        ("Plasma ammonium ion high.", {(AMMONIA, "present")}),  # of the laboratory's table
        ("Raised NH4.", {(AMMONIA, "present")}),
        ("NH4 low.", set()),  # its code contradicts the direction
        ("Urinary red pigment 12 mg/L (0-3)", {(ANEMIA, "present")}),
        ("Unmapped substance high in the urine.", set()),
    ],
)  # fmt: skip
def test_results_are_judged_as_the_report_judges_them(text: str, expected: set[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_every_row_with_limits_names_a_source_of_the_list_or_says_that_none_was_read() -> None:
    from preceptor.pipelines.phenotype_reader._words import FOLDER

    lines = (FOLDER / "measures_en.tsv").read_text().splitlines()
    listed = set(re.findall(r"\b([A-Z0-9]{2,6}): ", " ".join(line for line in lines if line.startswith("#"))))
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    limited = [cells for cells in rows if len(cells) > 3 and cells[3]]
    assert len(limited) > 45
    for cells in limited:
        assert len(cells) == 6, cells[0]
        named = set(re.findall(r"unchecked|[A-Z0-9]{2,6}", cells[5]))
        assert named, cells
        assert named <= listed | {"unchecked"}, cells
    assert sum(cells[5] == "unchecked" for cells in limited) < 13


@pytest.mark.usefixtures("sample")
def test_a_laboratory_table_of_another_form_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kb-rarebench").mkdir()
    (tmp_path / "kb-rarebench" / "labfinding_map_hpo.csv").write_text("NAME,HPO\nx,y\n")
    monkeypatch.setenv("PRECEPTOR_DATA", f"{tmp_path}:{SAMPLES / 'phenotype_reader'}")
    with pytest.raises(BadData, match="has the columns"):
        found("Ammonia high")


@pytest.mark.usefixtures("sample")
def test_the_answer_says_where_who_when_and_by_which_release() -> None:
    text = "This 7-year-old girl has severe hypotonia since the age of 2 years. No cough. Disease onset was at 6 months."
    answer = read(text)
    data = cast("dict[str, object]", answer.data)
    assert all(text[span.start : span.end] == span.text for span in answer.spans)
    assert (data["hpo_release"], data["language"], data["sex"], data["age_years"]) == (
        "2000-01-01",
        "en",
        "female",
        7.0,
    )
    assert (data["observed"], data["excluded"]) == ([TONE], ["HP:0012735"])
    assert (data["onset"], data["onset_years"]) == ("HP:0003593", 0.5)
    first = cast("list[dict[str, object]]", data["findings"])[0]
    assert (first["severity"], first["onset"]) == ("severe", "P2Y")


@pytest.mark.usefixtures("sample")
def test_a_second_process_reads_the_kept_dictionary(tmp_path: Path) -> None:
    from preceptor.knowledge.hpo import hpo
    from preceptor.pipelines.phenotype_reader import _dictionary

    _dictionary.english.cache_clear()
    made = _dictionary.english(hpo())
    kept = list((tmp_path / "phenotype_reader").glob("*.marshal"))
    assert len(kept) == 1
    _dictionary.english.cache_clear()
    again = _dictionary.english(hpo())
    assert (again.codes, again.stems, again.pairs) == (made.codes, made.stems, made.pairs)
    kept[0].write_bytes(b"damaged")
    _dictionary.english.cache_clear()
    assert _dictionary.english(hpo()).codes == made.codes


@pytest.mark.usefixtures("sample")
def test_wrong_language_and_missing_translations_are_said() -> None:
    with pytest.raises(BadInput, match="allowed: auto, en, es"):
        read("x", "phenotype_reader(language=klingon)")
    with pytest.raises(NotFound, match="hp-es"):
        read("No tiene fiebre", language="es")


@pytest.mark.usefixtures("sample")
def test_odd_texts_are_survived() -> None:
    for text in (
        "\x00\x01",
        "🩺" * 50,
        "no " * 2000,
        "((((",
        "Doctor: ? Mother: ?",
        "الإجابة غير معروفة",
        "a" * 50_000,
    ):
        assert isinstance(read(text), Answer)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("between", [", no ", ", "])
def test_a_sentence_of_a_thousand_findings_is_read(between: str) -> None:
    text = "No " + between.join(["seizures", "scoliosis", "hypotonia", "ptosis"] * 400) + "."
    assert found(text) == {
        (SEIZURE, "absent"),
        ("HP:0002650", "absent"),
        (TONE, "absent"),
        ("HP:0000508", "absent"),
    }


@pytest.mark.data
@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "No tiene hipotonía. La madre tiene migraña.", {(TONE, "absent"), ("HP:0002076", "family")}),
        ("fr", "Pas de microcéphalie. Il a des crises d'épilepsie. Sa mère a une scoliose.",
         {("HP:0000252", "absent"), (SEIZURE, "present"), ("HP:0002650", "family")}),
        ("de", "Keine Schwerhörigkeit. Kleinwuchs.", {(HEARING, "absent"), (SHORT, "present")}),
        ("it", "Non presenta ipotonia.", {(TONE, "absent")}),
        ("zh", "小头畸形。无听力损害。", {("HP:0000252", "present"), (HEARING, "absent")}),
        ("ja", "小頭症を認める。難聴はない。", {("HP:0000252", "present"), (HEARING, "absent")}),
    ],
)  # fmt: skip
def test_other_languages(language: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert found(text, language) == expected
    assert found(text, "en") == found(text, language)  # the language is recognised


@pytest.mark.data
def test_dev_texts_in_six_voices_are_read_no_worse_than_documented() -> None:
    right = wanted = given = 0
    for path in sorted((SAMPLES / "phenotype_texts").glob("dev_*.yaml")):
        for text in yaml.safe_load(path.read_text())["texts"]:
            said = {(one["code"], one["assertion"]) for one in text["annotations"]}
            got = found(text["text"], text["language"])
            right, wanted, given = right + len(said & got), wanted + len(said), given + len(got)
    assert right / wanted > 0.88
    assert right / given > 0.88


@pytest.mark.data
def test_narratives_made_of_labels_are_read_nearly_whole() -> None:
    folder = next(folder for folder in data_folders() if (folder / "malco_rare_disease").exists())
    with gzip.open(folder / "malco_rare_disease/data/cases.jsonl.gz") as rows:
        cases = [orjson.loads(row)["case"] for _, row in zip(range(150), rows, strict=False)]
    from preceptor.knowledge.hpo import hpo

    names = hpo().by_name
    wanted = right = 0
    for case in cases:
        listed = re.search(r"excluded: ([^\n]*?)\.(?:\n|$)", case)
        labels = re.split(r", and | and |, ", listed[1]) if listed else []
        codes = {hpo().ids[names[label.lower()]] for label in labels if label.lower() in names}
        got = {code for code, said in found(case) if said == "absent"}
        wanted, right = wanted + len(codes), right + len(codes & got)
    assert wanted > 300
    assert right / wanted > 0.97


@pytest.mark.parametrize("text", ["ALT 45 U/L (normal <50)", "6y. URTI x8 this yr.", "LA dilated"])
def test_one_small_word_does_not_make_telegraphic_english_another_language(text: str) -> None:
    from preceptor.pipelines.phenotype_reader._foreign import language_of

    assert language_of(text) == "en"
