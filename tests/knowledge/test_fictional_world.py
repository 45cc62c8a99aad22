"""The imaginary field of medicine agrees with itself, and its textbook says what its data say."""

import gzip
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Source
from preceptor.errors import BadInput
from preceptor.files import data_folders
from preceptor.knowledge.fictional_world import (
    SOURCE,
    ByGroup,
    Condition,
    Manifestation,
    ReferenceRange,
    Term,
    World,
    faults,
    number_text,
    percent_text,
    range_text,
    relations,
    textbook,
    word,
    world,
)  # fmt: skip
from preceptor.knowledge.fictional_world._names import looks_real
from preceptor.records import Passage

# Of the whole textbook of seed 0. A change here means: other facts or wordings, so raise the version of
# fictional_world and of fictional_exam.
TEXTBOOK_SHA256 = {
    "en": "8505b5231904882b973acd5692dd3cd1c61cc9ee453466fd1046540872d7663b",
    "fr": "1853a07501c73f4f4197fdb4f2d1f068629eca020d752538b9bbfcc3eddf4ec7",
}
ANSM = "kb-ddi-ansm/thesaurus-referentiel-national-des-interactions-medicamenteuses-20102020.json.gz"
REAL_WORDS = (
    "kb-hpo/hp.obo.gz", "kb-disease-ontology/HumanDO.tsv.gz", "kb-icd10cm/code-list-April-2026.txt.gz", ANSM,
    "kb-medquad/medquad_answered.jsonl.gz", "kb-drug-labels-ade/demner-fushman-train-labels.json.gz",
    "kb-deid/philter_whitelist_plus_fps_091718_nonames.txt.gz", "kb-deid/philter_lastnames_minus_fps.txt.gz",
    "kb-deid/philter_firstnames_minus_fps.txt.gz",
)  # fmt: skip


@cache
def book(language: str, seed: int = 0) -> dict[str, Passage]:
    return {passage.id: passage for passage in textbook(world(seed), language)}


def invented(made: World) -> Iterator[Term]:
    for kind in (made.organs, made.hormones, made.diseases, made.drugs):
        yield from (entry.name for entry in kind.values())
    for test in made.tests.values():
        yield Term(en=test.name.en.split()[1], fr=test.name.fr.split()[0])


def edits(one: str, other: str) -> int:
    """Levenshtein distance, by the textbook recurrence."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, against in enumerate(other, 1):
            before, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, before + (letter != against)),
            )
    return row[-1]


@pytest.mark.parametrize("seed", range(20))
def test_a_world_does_not_contradict_itself(seed: int) -> None:
    assert faults(world.__wrapped__(seed)) == []


def test_a_world_is_large_enough() -> None:
    made = world(0)
    assert len(made.diseases) >= 60
    assert len(made.findings) >= 150
    assert len(made.tests) >= 60
    assert len(made.drugs) >= 80
    assert len(made.guidelines) >= 30
    assert min(len(guideline.steps) for guideline in made.guidelines.values()) >= 4
    shown = {entry.finding for d in made.diseases.values() for entry in d.manifestations}
    assert len(shown) >= 150
    assert {len(t.ranges) for t in made.tests.values()} == {1, 2}


def broken(name: str) -> World:
    made = world(0)
    d, x, g, t = made.diseases["d000"], made.drugs["x000"], made.guidelines["g000"], made.tests["t000"]
    twin = replace(made.diseases["d001"], manifestations=d.manifestations)
    too_often = Manifestation(finding="f000", frequency=ByGroup(**dict.fromkeys(ByGroup.__slots__, 1.2)))
    normal = replace(
        g.steps[1], condition=replace(g.steps[1].condition, refs=("t000",), value=t.ranges[0].low)
    )
    lost = replace(g.steps[0], condition=Condition(when="findings", refs=("f999",)))
    disease_of = {
        "link": replace(d, marker="t999"),
        "frequency": replace(d, manifestations=(*d.manifestations, too_often)),
        "same drug": replace(d, second_line=d.first_line),
        "lead": replace(d, manifestations=d.manifestations[::-1]),
        "cause": replace(d, disturbance="high" if d.disturbance == "low" else "low"),
    }
    if name in disease_of:
        return replace(made, diseases={**made.diseases, "d000": disease_of[name]})
    if name == "twins":
        return replace(made, diseases={**made.diseases, "d001": twin})
    if name == "contraindicated":
        first = made.drugs[d.first_line]
        return replace(made, drugs={**made.drugs, first.id: replace(first, contraindications=("d000",))})
    if name == "dose":
        return replace(made, drugs={**made.drugs, "x000": replace(x, max_dose_mg=0.1)})
    if name == "ranges":
        gap = (ReferenceRange(low=1, high=2, sex="male"),)
        return replace(made, tests={**made.tests, "t000": replace(t, ranges=gap)})
    steps = {
        "steps": g.steps[:3],
        "step link": (lost, *g.steps[1:]),
        "normal": (g.steps[0], normal, *g.steps[2:]),
    }
    return replace(made, guidelines={**made.guidelines, "g000": replace(g, steps=steps[name])})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("link", "t999"), ("frequency", "outside [0, 1]"), ("same drug", "the same drug"), ("twins", "two diseases"),
        ("lead", "not the most frequent"), ("cause", "does not counter"), ("contraindicated", "which it treats"),
        ("dose", "at most 0.1 mg"), ("ranges", "0 ranges for female"), ("steps", "fewer than four"),
        ("step link", "f999"), ("normal", "which is normal"),
    ],
)  # fmt: skip
def test_contradictions_are_found(name: str, said: str) -> None:
    assert any(said in fault for fault in faults(broken(name)))


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2))])
def test_names_can_be_said_and_told_apart(seed: int) -> None:
    terms = list(invented(world(seed)))
    for language in ("en", "fr"):
        names = sorted({term.text(language) for term in terms})
        assert len(names) == len({t.en for t in terms})
        for name in names:
            plain = name.replace("é", "e")
            assert re.fullmatch("[a-z]{6,16}", plain), name
            assert not re.search("[aeiou]{3}|[^aeiouy]{4}", plain), f"{name} cannot be said"
        for one, other in combinations(names, 2):
            assert one not in other
            assert other not in one
            assert abs(len(one) - len(other)) > 2 or edits(one, other) > 2, f"{one} and {other} are too near"
    findings = [f.name for f in world(seed).findings.values()]
    assert len({f.en for f in findings}) == len({f.fr for f in findings}) == len(findings)


def test_names_with_real_roots_are_refused() -> None:
    assert all(map(looks_real, ("nephrolosis", "cardovin", "insulbax", "vaskitis")))


@pytest.mark.data
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_names_are_no_real_words(seed: int) -> None:
    real: set[str] = set()
    for path in REAL_WORDS:
        file = next(folder / path for folder in data_folders() if (folder / path).exists())
        content = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
        real |= set(re.findall(r"[a-zà-ÿ]{5,}", content.lower()))
    assert len(real) > 100_000
    assert real & {text for term in invented(world(seed)) for text in (term.en, term.fr)} == set()


def test_the_same_seed_gives_the_same_world() -> None:
    assert world.__wrapped__(7) == world.__wrapped__(7)
    assert world(1).diseases["d000"].name != world(0).diseases["d000"].name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_textbook_of_a_version_stays_the_same(language: str) -> None:
    text = "\n".join(f"{p.id}|{p.title}|{p.text}" for p in book(language).values())
    assert hashlib.sha256(text.encode()).hexdigest() == TEXTBOOK_SHA256[language]


def test_both_languages_have_the_same_passages() -> None:
    assert list(book("en")) == list(book("fr"))
    assert len(book("en")) == 624
    for language in ("en", "fr"):
        assert {p.language for p in book(language).values()} == {language}
        for passage in book(language).values():
            assert not re.search(r"[{}]|\bd[eu] (?:le|la) (?:le|la)\b|  |\bNone\b", passage.text), passage
            assert passage.text[0].isupper() or passage.text[0].isdigit()
            assert passage.text.endswith(".")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_textbook_tells_the_data(language: str) -> None:
    made, pages = world(0), book(language)

    def name(kind: str, key: str) -> str:
        return str(word(getattr(made, kind)[key].name, language)).lower()

    for d in made.diseases.values():
        findings, treatment = pages[f"w0.{d.id}.findings"].text, pages[f"w0.{d.id}.treatment"].text
        for entry in d.manifestations:
            assert name("findings", entry.finding) in findings.lower()
            assert all(percent_text(share, language) in findings for share in entry.frequency.values())
        assert name("drugs", d.first_line) in treatment.lower()
        assert name("drugs", d.second_line) in treatment.lower()
        assert name("tests", d.marker) in pages[f"w0.{d.id}.diagnosis"].text.lower()
        assert name("hormones", d.hormone) in pages[f"w0.{d.id}.overview"].text.lower()
    for x in made.drugs.values():
        dosing, safety = pages[f"w0.{x.id}.dosing"].text, pages[f"w0.{x.id}.safety"].text.lower()
        assert f"{number_text(x.dose_mg_per_kg, language)} mg/kg" in dosing
        assert f"{number_text(x.max_dose_mg, language)} mg" in dosing
        assert all(name("diseases", key) in safety for key in x.contraindications)
        assert all(name("findings", key) in safety for key in x.adverse)
    for i in made.interactions.values():
        for one, other in (i.drugs, i.drugs[::-1]):
            assert name("drugs", other) in pages[f"w0.{one}.safety"].text.lower()
    for t in made.tests.values():
        assert all(range_text(t, entry, language) in pages[f"w0.{t.id}.test"].text for entry in t.ranges)
    for g in made.guidelines.values():
        text = pages[f"w0.{g.id}.guideline"].text.lower()
        assert all(name("drugs", r) in text for s in g.steps for r in s.refs if r.startswith("x"))


def test_relations_are_links_between_records() -> None:
    made, triples = world(0), list(relations(world(0)))
    known = {
        key
        for kind in (made.organs, made.hormones, made.findings, made.tests, made.diseases, made.drugs, made.guidelines)
        for key in kind
    }  # fmt: skip
    assert all(one in known and other in known for one, _, other in triples)
    assert len(triples) == len(set(triples))
    assert (made.diseases["d000"].first_line, "first_line_for", "d000") in triples


def test_the_source_is_found_by_name() -> None:
    source = cast(Source, catalog.load("knowledge", "fictional_world(language=fr,seed=3)"))
    assert source.passages is not None
    first = next(iter(source.passages()))
    assert (first.id, first.language, first.source) == ("w3.o000.organ", "fr", "fictional_world")
    with pytest.raises(BadInput, match="language='de'"):
        SOURCE(language="de")


def test_numbers_of_a_group() -> None:
    numbers = ByGroup(girls=1, boys=2, women=3, men=4, older_women=5, older_men=6)
    asked = [(15.9, "female"), (3, "male"), (16, "female"), (64.9, "male"), (65, "female"), (90, "male")]
    assert [numbers.of(age, sex) for age, sex in asked] == [1, 2, 3, 4, 5, 6]  # type: ignore[arg-type]


def test_a_dose_stops_at_its_maximum() -> None:
    drug = replace(world(0).drugs["x000"], dose_mg_per_kg=10.0, max_dose_mg=500.0)
    assert [drug.dose_mg(weight) for weight in (20, 50, 80)] == [200, 500, 500]


def test_it_is_light() -> None:
    made = world.__wrapped__(11)
    assert sum(1 for language in ("en", "fr") for _ in textbook(made, language)) == 2 * 624
    light = (
        "import sys, preceptor.knowledge.fictional_world as w; w.world(0); sys.exit('numpy' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", light], cwd=Path(__file__).parent, check=False).returncode == 0
    )
