"""BM25 against a slow reading of the formula, its order among equals, and its words in many scripts."""

import math
import random

import pytest

from preceptor.errors import BadInput
from preceptor.records import Passage
from preceptor.retrieval.bm25 import Bm25, tokens

WORDS = [
    "renal",
    "cardiac",
    "dose",
    "of",
    "the",
    "liver",
    "fever",
    "7.5",
    "mg",
    "élevé",
    "sérique",
    "肝臓",
    "検査",
    "of",
    "of",
    "the",
]


def passages(texts: list[str]) -> list[Passage]:
    return [Passage(id=str(place), text=text) for place, text in enumerate(texts)]


def formula(query: str, texts: list[str], k1: float, b: float) -> list[float]:
    """Robertson & Zaragoza 2009, equation 3.15, with 1 added inside the logarithm of the weight."""
    cut = [tokens(text) for text in texts]
    mean = sum(map(len, cut)) / len(cut)
    scores = []
    for words in cut:
        total = 0.0
        for term in tokens(query):
            tf, n = words.count(term), sum(term in other for other in cut)
            if tf:
                idf = math.log(1 + (len(cut) - n + 0.5) / (n + 0.5))
                total += idf * tf / (tf + k1 * (1 - b + b * len(words) / mean))
        scores.append(total)
    return scores


@pytest.mark.parametrize(("k1", "b"), [(1.2, 0.75), (0.0, 0.5), (2.0, 0.0), (1.5, 1.0)])
def test_it_agrees_with_the_formula(k1: float, b: float) -> None:
    rng = random.Random(3)
    texts = [" ".join(rng.choices(WORDS, k=rng.randint(1, 30))) for _ in range(60)]
    index = Bm25(passages(texts), k1=k1, b=b)
    for _ in range(40):
        query = " ".join(rng.choices([*WORDS, "unknown"], k=rng.randint(1, 8)))
        assert index.scores(query) == pytest.approx(formula(query, texts, k1, b), abs=1e-12)


def test_a_score_worked_out_by_hand() -> None:
    index = Bm25(passages(["fever cough", "fever", "rash on the arm"]))
    # 'cough' in 1 of 3 passages, once in 2 words, mean length 7/3
    expected = math.log(1 + 2.5 / 1.5) / (1 + 1.2 * (0.25 + 0.75 * 2 / (7 / 3)))
    assert index.scores("cough") == pytest.approx([expected, 0, 0])


def test_search_is_ordered_and_ties_keep_the_order_of_passages() -> None:
    index = Bm25(passages(["b a", "a b", "a a b", "c", "b a"]))
    assert [found.id for found in index.search("a", 5)] == ["2", "0", "1", "4"]
    assert [found.id for found in index.search("a", 2)] == ["2", "0"]
    scores = [found.score for found in index.search("a b", 5)]
    assert scores == sorted(scores, reverse=True)


def test_ties_at_the_cut_are_the_first_passages() -> None:
    index = Bm25(passages(["same words"] * 200))
    assert [found.id for found in index.search("words", 7)] == [str(place) for place in range(7)]


def test_titles_are_searched() -> None:
    index = Bm25([Passage(id="a", text="dose"), Passage(id="b", text="dose", title="Narodal")])
    assert [found.id for found in index.search("narodal dose")] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fever, 38.5 °C; 7,5 mg", ["fever", "38.5", "c", "7.5", "mg"]),
        ("20mg of B12", ["20", "mg", "of", "b12"]),
        ("Élévation sérique", ["elevation", "serique"]),
        ("ELE\u0301VATION", ["elevation"]),
        ("Straße œdème", ["strasse", "œdeme"]),
        ("糖尿病", ["糖尿", "尿病"]),
        ("肝", ["肝"]),
        ("がん検査CT", ["がん", "ん検", "検査", "ct"]),
        ("당뇨병", ["당뇨", "뇨병"]),
        ("Ёжик", ["ежик"]),
        ("मधुमेह रोग", ["मधुमेह", "रोग"]),
        ("", []),
        ("... !!", []),
        ("<b>snake_case</b>", ["b", "snake", "case", "b"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_accents_and_scripts_are_found() -> None:
    index = Bm25(passages(["La sérologie est élevée", "血糖値が高い", "糖尿病の検査", "Blood sugar is high"]))
    assert index.search("serologie elevee")[0].id == "0"
    assert index.search("糖尿病")[0].id == "2"
    assert index.search("ΕΛΛΗΝΙΚΆ") == []


def test_empty_inputs() -> None:
    assert Bm25([]).search("anything") == []
    assert Bm25(passages(["", "!!"])).search("anything") == []
    assert Bm25(passages(["text"])).search("") == []
    assert len(Bm25(passages(["text"])).search("text", 50)) == 1


def test_bad_input_is_refused() -> None:
    with pytest.raises(BadInput, match="k=0"):
        Bm25(passages(["text"])).search("text", 0)
    with pytest.raises(BadInput, match=r"b=1\.5"):
        Bm25([], b=1.5)
