"""From the papers of the Japanese licensing exam to cases: sets of questions, numbers, prohibited options."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from preceptor.errors import BadData
from preceptor.records import Case, Data, Json, Passage
from preceptor.tasks._exam import LETTERS, ONE_BEST, OR, Row, either, question, rows, text

YEARS = {2018: 112, 2019: 113, 2020: 114, 2021: 115, 2022: 116}  # year -> number of the exam
PACKED = Data(path="igakuqa/questions.jsonl.gz")
URL = "https://raw.githubusercontent.com/jungokasai/IgakuQA/2bc4c3d159cf5505f6253d24a909fbd53237e239/data"
SUFFIXES = ("", "_metadata", "_translate")
ANY_RIGHT = ("116A71",)  # marked right for all by the ministry; Kasai et al. 2023, scripts/evaluate_main.py
OPENING = "次の文を読み"  # "read the following text": the first question on a case
FOLLOWING = {"B": 1, "C": 2, "E": 1, "F": 2}  # section -> further questions on the case
NUMBERS = ("", "one", "two", "three")
_BLANKS = re.compile(r"[①-⑨]")
_FORM = re.compile(r"解答：([^①]*[①-⑨][①-⑨.．,]*)")
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?")
_MARK = re.compile(r"(?:final answer|answer|答え|解答|回答)[^\d\n-]*(?=[-−]?\d)", re.IGNORECASE)


def data_files(years: Sequence[int]) -> tuple[Data, ...]:
    """Return the joined file where it is here, else the authors' files: three for each section of each year."""
    names = [
        f"{year}/{YEARS[year]}-{part}{suffix}" for year in years for part in "ABCDEF" for suffix in SUFFIXES
    ]
    official = (Data(path=f"igakuqa/data/{name}.jsonl", url=f"{URL}/{name}.jsonl") for name in names)
    return either(PACKED, tuple(official))


def exam_questions(data: tuple[Data, ...], years: Sequence[int], language: str) -> Iterator[Case]:
    """Yield the questions in the order of the papers, those on one case with the texts that went before."""
    earlier: list[Passage] = []
    left, group, section = 0, "", ""
    for place, row in _joined(data):
        id = text(place, row, "problem_id")
        if 1906 + int(id[:3]) not in years:
            continue
        if text(place, row, "problem_text").startswith(OPENING):
            earlier, left, group, section = [], FOLLOWING.get(id[3], 0), id, id[:4]
        elif left and id[:4] == section:
            left -= 1
        else:
            earlier, left, group = [], 0, id
        case = _case(place, row, id, language, group, tuple(earlier))
        if group != id or left:
            earlier.append(Passage(id=id, text=case.prompt, language=language))
        yield case


def _joined(data: tuple[Data, ...]) -> Iterator[tuple[str, Row]]:
    if data == (PACKED,):
        yield from rows(PACKED)
        return
    for start in range(0, len(data), len(SUFFIXES)):
        papers, metadata, translated = (list(rows(file)) for file in data[start : start + len(SUFFIXES)])
        for number, (place, paper) in enumerate(papers):
            row: dict[str, Json] = {}
            for part in (metadata, translated):
                other = part[number][1] if number < len(part) else {}
                if other.get("problem_id") != paper.get("problem_id"):
                    raise BadData(f"{place}: metadata and translation are of another question")
                row.update(other)
            yield place, {**row, **paper}


def _case(
    place: str, row: Row, id: str, language: str, group: str, earlier: tuple[Passage, ...]
) -> Case:  # fmt: skip
    tags = {
        "year": str(1906 + int(id[:3])),
        "section": id[3],
        "specialty": str(row.get("category", "")),
        "image": "" if row.get("text_only") else "missing",
        "withdrawn": "yes" if str(row.get("points")) == "0" else "",
    }
    made = (
        _choice(place, row, id, language, tags)
        if row.get("choices")
        else _number(place, row, id, language, tags)
    )
    return replace(made, group=group, context=earlier)


def _choice(place: str, row: Row, id: str, language: str, tags: Mapping[str, str]) -> Case:
    options = _strings(place, row, "choices_en" if language == "en" else "choices")
    answers = _strings(place, row, "answer")
    target = OR.join(re.split(r"\s+or\s+", answers[0])) if len(answers) == 1 else ",".join(sorted(answers))
    if id in ANY_RIGHT:
        target = OR.join(LETTERS[: len(options)])
    letters = {letter.upper() for entry in _strings(place, row, "kinki") for letter in _half_width(entry)}
    by_letter = dict(zip(LETTERS, options, strict=False))
    return question(
        place,
        id=id,
        prompt=text(place, row, "problem_text_en" if language == "en" else "problem_text"),
        options=options,
        target=target,
        instruction=_instruction(language, len(answers)),
        facts={
            "points": int(text(place, row, "points")),
            "prohibited": [by_letter[letter] for letter in sorted(letters) if letter in by_letter],
        },
        language=language,
        tags=tags,
    )


def _number(place: str, row: Row, id: str, language: str, tags: Mapping[str, str]) -> Case:
    digits = re.sub(r"\D", "", "".join(_strings(place, row, "answer")))
    form = _FORM.search(text(place, row, "problem_text"))
    if not form or len(_BLANKS.findall(form[1])) != len(digits):
        raise BadData(f"{place}: no options, and no form for a number of {len(digits)} digits")
    left = iter(digits)
    filled = _BLANKS.sub(lambda _: next(left), form[1])
    return Case(
        id=id,
        prompt=text(place, row, "problem_text_en" if language == "en" else "problem_text"),
        instruction="Answer with the number alone." if language == "en" else "数値だけを答えよ。",
        answer_kind="value",
        target=float(re.sub(r"[^\d.]", "", _half_width(filled))),
        facts={"points": int(text(place, row, "points")), "prohibited": []},
        language=language,
        tags={key: value for key, value in tags.items() if value},
    )


def _strings(place: str, row: Row, name: str) -> list[str]:
    found = row.get(name)
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise BadData(f"{place}: field {name!r} must be a list of texts")
    return [str(entry) for entry in found]


def _half_width(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip()


def _instruction(language: str, right: int) -> str:
    if language == "en":
        return (
            ONE_BEST
            if right == 1
            else f"Answer with the letters of the {NUMBERS[right]} right options, separated by commas."
        )
    return (
        "最も適切な選択肢の記号を1つ答えよ。"
        if right == 1
        else f"正しい選択肢の記号を{right}つ、コンマで区切って答えよ。"
    )


def number_in(written: str) -> float | None:
    """Read the number that an answer gives: the one behind the last "answer", else the last one.

    Example:
        >>> number_in("1,130 kcal"), number_in("解答：０.４"), number_in("none")
        (1130.0, 0.4, None)
    """
    plain = re.sub(r"(?<=\d),\s?(?=\d{3}(?!\d))", "", unicodedata.normalize("NFKC", written[:20_000]))
    marks = list(_MARK.finditer(plain))
    found = _NUMBER.findall(plain, marks[-1].end()) if marks else _NUMBER.findall(plain)
    if not found:
        return None
    return float((found[0] if marks else found[-1]).replace("−", "-"))
