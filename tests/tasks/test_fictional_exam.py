"""The exam on imaginary medicine: exact answers, no clues, the same questions in both languages."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import islice
from math import sqrt
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadInput, NotFound
from preceptor.knowledge.fictional_world import number_text, range_text, word, world
from preceptor.prompts import question_text
from preceptor.records import Answer, Case
from preceptor.tasks._fictional_balance import Balance
from preceptor.tasks.fictional_exam import FAMILIES, TASK

SAMPLES = Path(__file__).parent.parent / "samples" / "fictional_exam"
N = 3000
SLOW = pytest.mark.slow
EXAMS = [("en", 0), ("fr", 0), *(pytest.param(way, n, marks=SLOW) for n in (1, 2) for way in ("en", "fr"))]
SEEDS = [0, pytest.param(1, marks=SLOW), pytest.param(2, marks=SLOW)]


@cache
def exam(language: str = "en", seed: int = 0, split: str = "test") -> tuple[Case, ...]:
    return tuple(TASK(language=language, seed=seed).cases(split))


def accuracy(pick: Callable[[Case], str], cases: tuple[Case, ...]) -> float:
    return sum(pick(case) == case.target for case in cases) / len(cases)


def at_chance(share: float, n: int = N) -> bool:
    """Within the 95 % interval of a guess among four."""
    return abs(share - 0.25) <= 1.96 * sqrt(0.25 * 0.75 / n)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


CLUES: dict[str, Callable[[Case], str]] = {
    "longest": lambda case: max(case.choices, key=lambda key: len(case.choices[key])),
    "shortest": lambda case: min(case.choices, key=lambda key: len(case.choices[key])),
    "overlap": lambda case: max(case.choices, key=lambda key: len(words(case.choices[key]) & words(case.prompt))),
    **{f"always {letter}": (lambda case, letter=letter: letter) for letter in "ABCD"},
}  # fmt: skip


@pytest.mark.parametrize(("language", "seed"), EXAMS)
def test_clues_are_worth_nothing(language: str, seed: int) -> None:
    cases = exam(language, seed)
    shares = {name: accuracy(pick, cases) for name, pick in CLUES.items()}
    assert all(map(at_chance, shares.values())), shares
    assert [shares[f"always {letter}"] for letter in "ABCD"] == [0.25] * 4


SLIGHT: dict[str, Callable[[Case], str]] = {
    "most words": lambda case: max(case.choices, key=lambda key: len(case.choices[key].split())),
    "fewest words": lambda case: min(case.choices, key=lambda key: len(case.choices[key].split())),
    "first in the alphabet": lambda case: min(case.choices, key=lambda key: case.choices[key]),
}


@pytest.mark.parametrize(("language", "seed"), EXAMS)
def test_clues_that_are_not_balanced_are_worth_less_than_three_points(language: str, seed: int) -> None:
    shares = {name: accuracy(pick, exam(language, seed)) for name, pick in SLIGHT.items()}
    assert all(abs(share - 0.25) < 0.03 for share in shares.values()), shares


def kinship(case: Case) -> str:
    """The option that shares most words with the other options, as a right answer with variants does."""
    bags = {key: words(text) for key, text in case.choices.items()}
    return max(bags, key=lambda key: sum(len(bags[key] & bags[other]) for other in bags if other != key))


@pytest.mark.parametrize(("language", "seed"), EXAMS)
def test_the_right_option_is_not_the_one_that_others_were_made_from(language: str, seed: int) -> None:
    assert at_chance(accuracy(kinship, exam(language, seed)))


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_hide_the_answer_too(seed: int) -> None:
    families = {"dose", "dose_per_kg", "max_dose", "frequency", "reference_range"}
    cases = tuple(case for case in exam("en", seed) if case.tags["family"] in families)

    def value(text: str) -> float:
        return float(re.findall(r"\d+(?:\.\d+)?", text)[-1])

    for rank in range(4):
        share = accuracy(lambda c, r=rank: sorted(c.choices, key=lambda k: value(c.choices[k]))[r], cases)
        assert at_chance(share, len(cases)), (rank, share)


def test_the_right_option_has_every_rank_by_length_equally_often_in_each_large_family() -> None:
    for language in ("en", "fr"):
        ranks: dict[str, Counter[int]] = {}
        for case in exam(language):
            lengths = [len(text) for text in case.choices.values()]
            rank = sum(length < len(case.choices[str(case.target)]) for length in lengths)
            ranks.setdefault(case.tags["family"], Counter())[rank] += 1
        for family in ("vignette", "feature", "disease_with", "interaction", "barred_drug"):
            assert max(ranks[family].values()) - min(ranks[family].values()) <= 4, (family, ranks[family])


@pytest.mark.parametrize("seed", SEEDS)
def test_both_languages_ask_the_same(seed: int) -> None:
    english, french = exam("en", seed), exam("fr", seed)
    for one, other in zip(english, french, strict=True):
        assert (one.id, one.target, one.group, one.tags) == (other.id, other.target, other.group, other.tags)
        assert (one.language, other.language) == ("en", "fr")
    for cases in (english, french):
        assert len({case.id for case in cases}) == len({case.prompt for case in cases}) == N
        assert all(len(set(case.choices.values())) == 4 for case in cases)
        assert not any(re.search(r"[{}]|\bNone\b", question_text(case)) for case in cases)


def test_families_are_varied() -> None:
    counts = Counter(case.tags["family"] for case in exam())
    assert set(counts) == set(FAMILIES)
    assert len(counts) >= 20
    assert max(counts.values()) < N / 5
    assert {case.tags["needs"] for case in exam()} == {"one fact", "several facts", "calculation"}
    assert len({case.group for case in exam()}) > 200


def test_fewer_questions_are_the_first_of_the_same() -> None:
    assert tuple(TASK(n=50).cases("test")) == exam()[:50]
    assert [case.id for case in exam()] == [case.id for case in TASK().cases("test")]


@pytest.mark.parametrize(("language", "seed"), EXAMS)
def test_examples_are_on_other_subjects(language: str, seed: int) -> None:
    train = exam(language, seed, "train")
    assert len(train) == 300
    assert not {case.id for case in train} & {case.id for case in exam(language, seed)}
    assert not {case.prompt for case in train} & {case.prompt for case in exam(language, seed)}
    assert max(Counter(case.target for case in train).values()) == 75


def test_other_seeds_ask_about_other_worlds() -> None:
    # a short question can come up twice: the worlds share the words of findings, rarely an invented name
    shared = {case.prompt for case in exam(seed=0)} & {case.prompt for case in exam(seed=1)}
    assert len(shared) < N / 100


def test_the_prompt_is_as_it_was() -> None:
    assert question_text(exam()[0]) == (SAMPLES / "prompt.txt").read_text(encoding="utf-8").rstrip("\n")
    assert question_text(exam("fr")[0]) == (SAMPLES / "prompt_fr.txt").read_text(encoding="utf-8").rstrip(
        "\n"
    )


def test_gold_scores_one_and_others_nothing() -> None:
    task = cast(Task, catalog.load("tasks", "fictional_exam(n=200)"))
    for case in task.cases("test"):
        assert task.score(case, task.gold(case), None).value == 1.0
        assert task.score(case, Answer(text="x"), None).value == 0.0
        right = case.choices[str(case.target)]
        assert task.score(case, Answer(text=f"The answer is {case.target}. {right}"), None).value == 1.0


@pytest.mark.parametrize("bad", [{"language": "de"}, {"n": 0}, {"n": 10**6}])
def test_bad_options_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=re.escape(f"{next(iter(bad))}={next(iter(bad.values()))!r}")):
        TASK(**bad)  # type: ignore[arg-type]


def test_an_unknown_split_is_refused() -> None:
    with pytest.raises(NotFound, match="splits: test, train"):
        next(TASK().cases("dev"))


def test_ten_questions_are_made_without_the_other_three_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    real = Balance.options
    monkeypatch.setattr(Balance, "options", lambda self, draft: tried.append(draft.key) or real(self, draft))
    assert len(list(islice(TASK().cases("test"), 10))) == 10
    assert len(tried) < 100


# The answers, worked out again from the data by the names in the text.


class Reader:
    """Names of a world in English -> ids."""

    def __init__(self) -> None:
        self.world = world(0)
        self.ids = {
            kind: {entry.name.en: key for key, entry in getattr(self.world, kind).items()}
            for kind in ("organs", "hormones", "findings", "tests", "diseases", "drugs")
        }

    def within(self, kind: str, text: str) -> list[str]:
        return [key for name, key in self.ids[kind].items() if name in text.lower()]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def of(family: str) -> list[Case]:
    return [case for case in exam() if case.tags["family"] == family]


def right_letters(case: Case, fits: Callable[[str], bool]) -> list[str]:
    return [letter for letter, text in case.choices.items() if fits(text)]


def shows(reader: Reader, disease: str) -> set[str]:
    return {entry.finding for entry in reader.world.diseases[disease].manifestations}


def test_vignettes_fit_one_disease(reader: Reader) -> None:
    for case in of("vignette"):
        findings = set(reader.within("findings", case.prompt))
        assert 3 <= len(findings) <= 4
        fits = lambda text, seen=findings: seen <= shows(reader, reader.ids["diseases"][text])  # noqa: E731
        assert right_letters(case, fits) == [case.target]
        assert sum(findings <= shows(reader, disease) for disease in reader.world.diseases) == 1


def test_findings_belong_to_their_disease(reader: Reader) -> None:
    for case in of("feature"):
        [disease] = reader.within("diseases", case.prompt)
        fits = lambda text, d=disease: reader.ids["findings"][text] in shows(reader, d)  # noqa: E731
        assert right_letters(case, fits) == [case.target]
    for case in of("disease_with"):
        [finding] = reader.within("findings", case.prompt)
        fits = lambda text, f=finding: f in shows(reader, reader.ids["diseases"][text])  # noqa: E731
        assert right_letters(case, fits) == [case.target]


def test_results_confirm_one_disease(reader: Reader) -> None:
    for case in of("result"):
        [name] = reader.within("tests", case.prompt)
        found = re.search(r"(\d+)-year-old (\w+)", case.prompt)
        value = re.search(r"(?:is|of) ([\d.]+) \S+/", case.prompt)
        assert found
        assert value
        sex = "female" if found[2] in ("girl", "woman") else "male"
        entry = reader.world.tests[name].range_of(int(found[1]), sex)
        way = "high" if float(value[1]) > entry.high else "low"
        assert way == "high" or float(value[1]) < entry.low
        fits = lambda text, k=(name, way): (  # noqa: E731
            (d := reader.world.diseases[reader.ids["diseases"][text]]).marker, d.marker_direction,
        ) == k  # fmt: skip
        assert right_letters(case, fits) == [case.target]


def test_drugs_are_the_right_ones(reader: Reader) -> None:
    made = reader.world
    for family, line in (("first_line", "first_line"), ("second_line", "second_line")):
        for case in of(family):
            [disease] = reader.within("diseases", case.prompt)
            right = getattr(made.diseases[disease], line)
            assert right_letters(case, lambda t, r=right: reader.ids["drugs"][t] == r) == [case.target]
    for case in of("contraindicated_in"):
        [drug] = reader.within("drugs", case.prompt)
        barred = made.drugs[drug].contraindications
        assert right_letters(case, lambda t, b=barred: reader.ids["diseases"][t] in b) == [case.target]
    for case in of("barred_drug"):
        [disease] = reader.within("diseases", case.prompt)
        fits = lambda t, d=disease: d in made.drugs[reader.ids["drugs"][t]].contraindications  # noqa: E731
        assert right_letters(case, fits) == [case.target]


def test_alternatives_avoid_the_contraindication(reader: Reader) -> None:
    made = reader.world
    for case in of("alternative"):
        pair = reader.within("diseases", case.prompt)
        treated = next(made.diseases[d] for d in pair if len(re.findall(made.diseases[d].name.en, case.prompt.lower())) == 2 or f"treatment of {made.diseases[d].name.en}" in case.prompt)  # fmt: skip
        [other] = [name for name in pair if name != treated.id]
        options = {letter: made.drugs[reader.ids["drugs"][text]] for letter, text in case.choices.items()}
        safe = [
            letter
            for letter, drug in options.items()
            if drug.id in (treated.first_line, treated.second_line) and other not in drug.contraindications
        ]
        assert safe == [case.target]


def test_doses_are_calculated(reader: Reader) -> None:
    capped = 0
    for case in of("dose"):
        [drug] = reader.within("drugs", case.prompt)
        weight = re.search(r"(\d+) kg", case.prompt)
        assert weight
        right = reader.world.drugs[drug].dose_mg(int(weight[1]))
        capped += right == reader.world.drugs[drug].max_dose_mg
        shown = f"{number_text(round(right, 1), 'en')} mg"
        assert right_letters(case, lambda t, s=shown: t == s) == [case.target]
    assert 0.35 < capped / len(of("dose")) < 0.65


def test_ranges_and_frequencies_are_those_of_the_data(reader: Reader) -> None:
    made = reader.world
    for case in of("reference_range"):
        [test] = reader.within("tests", case.prompt)
        entries = made.tests[test].ranges
        if len(entries) == 2:
            key = "girls" if entries[0].sex else "children"
            entries = entries[:1] if key in case.prompt else entries[1:]
        shown = range_text(made.tests[test], entries[0], "en")
        assert right_letters(case, lambda t, s=shown: t == s) == [case.target]
    for case in of("frequency"):
        [disease], [finding] = reader.within("diseases", case.prompt), reader.within("findings", case.prompt)
        group = re.search(r"(?:older )?(?:girls|boys|women|men)\b", case.prompt)
        assert group
        [entry] = [e for e in made.diseases[disease].manifestations if e.finding == finding]
        shown = f"{round(getattr(entry.frequency, group[0].replace(' ', '_')) * 100)}%"
        assert right_letters(case, lambda t, s=shown: t == s) == [case.target]


def test_interactions_and_steps_are_those_of_the_data(reader: Reader) -> None:
    made = reader.world
    for case in of("interaction"):
        [drug], [finding] = reader.within("drugs", case.prompt), reader.within("findings", case.prompt)
        [entry] = [i for i in made.interactions.values() if i.finding == finding and drug in i.drugs]
        right = {word(made.drugs[name].name, "en").plain for name in entry.drugs if name != drug}
        assert right_letters(case, lambda t, r=right: t in r) == [case.target]
    for case in of("next_step"):
        [disease] = [d for d in reader.within("diseases", case.prompt) if made.diseases[d].id == case.group]
        [guideline] = [g for g in made.guidelines.values() if g.disease == disease]
        step = guideline.steps[int(case.id.split("-")[-1]) - 1]
        names = [made.tests[r].name.en if r[0] == "t" else made.drugs[r].name.en for r in step.refs]
        fits = lambda t, n=names, s=step: t.split()[0] == s.action and all(name in t for name in n)  # noqa: E731
        fitting = right_letters(case, fits)
        assert case.target in fitting
        assert len(fitting) == 1 or step.months is not None
