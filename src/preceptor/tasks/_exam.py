"""What the exam tasks share: rows of a file, questions with lettered options, splits, the gold answer."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from preceptor.components import Model
from preceptor.errors import BadData, BadInput, NotFound, near
from preceptor.files import data_folders, locate, open_bytes, read_csv, read_json, read_jsonl
from preceptor.records import Answer, Case, Data, Json, Passage, Score
from preceptor.scoring.choice import read_choice, score_choice

Row = Mapping[str, Json]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ONE_BEST = "Answer with the letter of the one best option."
BLANK = ("", "n/a")
OR = "|"  # between alternative targets, one of which is enough: "A|D"
_MARKS = re.compile(r"[^\w]+|_")


def rows(data: Data) -> Iterator[tuple[str, Row]]:
    """Yield (place, row) of a file of JSON lines, a JSON list or a CSV table, told apart by their content.

    Raises:
        NotFound: the file is not here.
        BadData: damaged, or of none of these forms; the message has the row.
    """
    path = locate(data)
    try:
        with open_bytes(path) as handle:
            start = handle.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        found: Iterable[Row]
        if start == b"{":
            found = read_jsonl(path)
        elif start == b"[":
            found = _list(data, read_json(path))
        else:
            found = read_csv(path)
        for number, row in enumerate(found, 1):
            yield f"{data.path}, row {number}", row
    except (OSError, EOFError, zlib.error) as error:
        raise BadData(f"{path} is damaged: {error}; fetch it again") from error


def _list(data: Data, document: Json) -> Iterator[Row]:
    assert isinstance(document, list)
    for number, row in enumerate(document, 1):
        if not isinstance(row, dict):
            raise BadData(f"{data.path}, row {number}: expected an object, got {str(row)[:40]!r}")
        yield row


def text(place: str, row: Row, name: str) -> str:
    """Return a field of a row as text, line ends as `\\n`.

    Raises:
        BadData: the row has no such field; the message has those it has.
    """
    value = row.get(name)
    if value is None or isinstance(value, (list, dict)):
        raise BadData(f"{place}: no text in field {name!r}; the row has: {', '.join(row) or 'nothing'}")
    return str(value).replace("\r\n", "\n").strip()


def texts(place: str, row: Row, name: str) -> dict[str, str]:
    """Return a field that holds an object of texts, such as letter -> option.

    Raises:
        BadData: it is something else.
    """
    value = row.get(name)
    if not isinstance(value, dict):
        raise BadData(f"{place}: field {name!r} must be an object of texts, got {str(value)[:40]!r}")
    return {str(key): "" if entry is None else str(entry) for key, entry in value.items()}


def lettered(options: Mapping[str, str] | Sequence[str], right: str = "") -> dict[str, str]:
    """Give options their capital letters, in the order of the alphabet.

    Blank options and "n/a" are left out, unless one of them is the right answer: then the source has lost
    its text, and all letters stay. Letters of a mapping are kept, so that answers of others can be joined.

    Example:
        >>> lettered({"b": "no", "a": "yes", "c": "n/a"}), lettered(["yes", "no"])
        ({'A': 'yes', 'B': 'no'}, {'A': 'yes', 'B': 'no'})
    """
    pairs = options.items() if isinstance(options, Mapping) else zip(LETTERS, options, strict=False)
    every = {key.strip().upper(): _option(value) for key, value in sorted(pairs)}
    kept = {key: value for key, value in every.items() if value.lower() not in BLANK}
    return kept if not right or all(letter in kept for letter in split_target(right)) else every


def _option(written: str) -> str:
    """Return an option's text without the end of a JSON string that MedQA left on some."""
    return written.replace("\r\n", "\n").strip().removesuffix('\n"').strip()


def split_target(target: str) -> list[str]:
    """Return all letters of a target, alternatives included.

    Example:
        >>> split_target("A,C"), split_target("A|D")
        (['A', 'C'], ['A', 'D'])
    """
    return [letter for part in target.split(OR) for letter in part.split(",")]


def question(
    place: str,
    *,
    id: str,
    prompt: str,
    options: Mapping[str, str] | Sequence[str],
    target: str,
    instruction: str = ONE_BEST,
    context: tuple[Passage, ...] = (),
    facts: Mapping[str, Json] | None = None,
    language: str = "en",
    tags: Mapping[str, str] | None = None,
) -> Case:
    """Make a multiple-choice case.

    Args:
        place: file and row, for messages.
        target: letter, letters joined by commas, or alternatives joined by `|`.
        tags: those with an empty value are left out.

    Raises:
        BadData: no question, or a right answer that is not among the options.
    """
    target = target.strip().upper()
    choices = lettered(options, target)
    if not prompt.strip() and not context:
        raise BadData(f"{place}: the question is empty")
    if not target or any(letter not in choices for letter in split_target(target)):
        raise BadData(f"{place}: the right answer {target!r} is not among the options {', '.join(choices)}")
    return Case(
        id=id,
        prompt=prompt.strip(),
        choices=choices,
        instruction=instruction,
        target=target,
        context=context,
        facts=facts or {},
        language=language,
        tags={key: value for key, value in (tags or {}).items() if value},
    )


def by_split(
    name: str, readers: Mapping[str, Callable[[], Iterator[Case]]]
) -> Callable[[str], Iterator[Case]]:
    """Return the `cases` of a task from one reader a split; a file without questions is an error.

    Raises:
        NotFound: (when called) the task has no such split.
        BadData: (when read) the split holds nothing.
    """

    def cases(split: str) -> Iterator[Case]:
        if split not in readers:
            raise NotFound(
                f"{name} has no split {split!r}; splits: {', '.join(readers)}{near(split, readers)}"
            )
        return _not_empty(name, split, readers[split]())

    return cases


def _not_empty(name: str, split: str, found: Iterator[Case]) -> Iterator[Case]:
    count = 0
    for count, case in enumerate(found, 1):  # noqa: B007
        yield case
    if not count:
        raise BadData(f"{name}, split {split!r}: the data hold no questions")


def gold(case: Case) -> Answer:
    """Return the right answer; the first one where several are accepted."""
    first = str(case.target).partition(OR)[0]
    return Answer(text=first, choice=first)


def letters_of(case: Case, answer: Answer) -> tuple[str, ...]:
    """Return the letters that an answer settles on, as the choice scorer reads them."""
    if answer.choice:
        given = {part.strip().upper() for part in answer.choice.split(",")}
        return tuple(sorted(given)) if given <= set(case.choices) else ()
    return read_choice(answer.text, case.choices, several="," in str(case.target)).letters


def score_alternatives(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score an answer by the alternative of the target that fits it best."""
    targets = str(case.target).split(OR)
    scores = [score_choice(replace(case, target=target), answer, judge) for target in targets]
    return max(scores, key=lambda score: score.value or 0.0)


def allowed(task: str, option: str, value: object, names: Iterable[str]) -> str:
    """Return an option's value in the task's spelling; case, `-` and `_` do not matter.

    Raises:
        BadInput: it is none of `names`.
    """
    known = list(names)
    folded = {_MARKS.sub("", name.lower()): name for name in known}
    found = folded.get(_MARKS.sub("", str(value).lower()))
    if found is None:
        raise BadInput(
            f"{task} has no {option}={value}; allowed: {', '.join(known)}{near(str(value), known)}"
        )
    return found


def either(packed: Data, official: tuple[Data, ...]) -> tuple[Data, ...]:
    """Return the packed copy where a data folder has it, else the files as their authors publish them."""
    here = any((folder / packed.path).exists() for folder in data_folders())
    return (packed,) if here else official
