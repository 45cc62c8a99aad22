"""How often the reader of multiple-choice answers errs, against answers that were read by eye.

    PRECEPTOR_DATA=... python experiments/choice_extraction.py

The readings stand in tests/scoring/choice_readings.csv: where an answer lies in the published outputs, and the letter
that was read in it by eye, never its text. The tables of docs/extraction.md are computed here; the command ends with an
error where the page holds other figures, and `--write` puts them there.

Source: the naive rule "MIRAGE" is that of Xiong et al. 2024, doi:10.18653/v1/2024.findings-acl.372.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import preceptor
from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import PreceptorError
from preceptor.files import locate, read_csv, read_jsonl, sha256
from preceptor.records import Data, Json
from preceptor.scoring.choice import read_choice
from preceptor.stats import wilson

ROOT = Path(__file__).parent.parent
READINGS = ROOT / "tests" / "scoring" / "choice_readings.csv"
PAGE = ROOT / "docs" / "extraction.md"
START, END = "<!-- computed -->\n", "<!-- end -->"
AFRIMED = {"expert": "expert_mcq_v2_3910", "afr": "afr_mcq_v2.5_289", "usmle": "medqa_usmle_1273"}
SAMPLES = {
    "dev": "read while the rules were written",
    "first": "drawn after them",
    "second": "drawn after the mistakes in the first were mended",
    "held_out": "drawn after the mistakes in the second were mended; later changes rest on other answers",
}

Key = tuple[str, str, str]
Choices = Mapping[str, str]
Outputs = dict[Key, tuple[str, Choices]]
Rule = Callable[[str, Choices], str]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One answer: where it lies, what was read in it by eye, and its text.

    Attributes:
        letters: read by eye; empty where no answer can be read, `refused` where that is a refusal.
        sample: a key of SAMPLES.
        first_sight: what the rules read when the sample was new to them, "-" for nothing.
    """

    key: Key
    letters: str
    refused: bool
    sample: str
    first_sight: str
    text: str
    choices: Choices


def readings() -> list[Reading]:
    """Return the readings with the texts and options that lie in the data folders."""
    rows = list(read_csv(READINGS))
    wanted = {(row["set"], row["run"], row["id"]) for row in rows}
    found: Outputs = {}
    for outputs in (_mirage, _afrimed, _biasmedqa, _craft):
        found.update(outputs(wanted))
    keyed = [((row["set"], row["run"], row["id"]), row) for row in rows]
    return [
        Reading(
            key=key, letters=row["letters"], refused=row["flag"] == "refused", sample=row["sample"],
            first_sight=row["first_sight"], text=found[key][0], choices=found[key][1],
        )
        for key, row in keyed
    ]  # fmt: skip


def _lines(path: str) -> Iterator[dict[str, Json]]:
    return read_jsonl(locate(Data(path=path)))


def _options(name: str) -> dict[str, Choices]:
    task = cast(Task, catalog.load("tasks", name))
    return {case.id: case.choices for case in task.cases("test")}


def _mirage(wanted: set[Key]) -> Outputs:
    found: Outputs = {}
    for run in sorted({run for set_, run, _ in wanted if set_ == "mirage"}):
        options = _options(f"mirage(set={run.partition('__')[0]})")
        for row in _lines(f"mirage/outputs/{run}.jsonl.gz"):
            key = ("mirage", run, str(row["id"]))
            if key in wanted:
                replies = cast("list[str]", row["responses"])
                found[key] = replies[0], options[key[2].partition("_")[2]]
    return found


def _afrimed(wanted: set[Key]) -> Outputs:
    found: Outputs = {}
    for name, file in AFRIMED.items():
        options = _options(f"afrimed_qa(set={name})")
        for row in _lines(f"afrimed_qa/outputs/{file}.jsonl.gz"):
            key = ("afrimed_qa", str(row["file"]), str(row["sample_id"]))
            if key in wanted:
                found[key] = str(row["outputs"]), options[key[2]]
    return found


def _biasmedqa(wanted: set[Key]) -> Outputs:
    found, options = cast(Outputs, {}), _options("biasmedqa")
    for row in read_csv(locate(Data(path="biasmedqa/outputs/responses.csv.gz"))):
        run = "|".join((row["model"], row["auto_eval_rescored"], row["bias"], row["mitigation"]))
        key = ("biasmedqa", run, row["i"])
        if key in wanted:
            found[key] = row["response"], options[row["i"]]
    return found


def _craft(wanted: set[Key]) -> Outputs:
    found: Outputs = {}
    options = {
        row["case_id"]: {
            letter: row[f"choice_{n}"] for n, letter in enumerate("ABCD", 1) if row[f"choice_{n}"]
        }
        for row in read_csv(locate(Data(path="craft_md/usmle_and_derm_dataset.csv.gz")))
    }
    for model in sorted({run.partition("|")[0] for set_, run, _ in wanted if set_ == "craft_md"}):
        for row in _lines(f"craft_md/outputs/{model}.answers.jsonl.gz"):
            for form in ("vignette", "multiturn", "singleturn", "summarized"):
                key = ("craft_md", f"{model}|{row['trial']}|{form}", str(row["case_id"]))
                if key in wanted:
                    reply = row[f"{form}_mcq"]
                    found[key] = str(reply[0] if isinstance(reply, list) else reply), options[key[2]]
    return found


def ours(text: str, choices: Choices) -> str:
    """Read with the project's reader."""
    return "".join(read_choice(text, choices).letters)


def first_capital(text: str, choices: Choices) -> str:
    """Take the first capital letter that stands alone and is an option."""
    return next((found for found in re.findall(r"\b[A-Z]\b", text) if found in choices), "")


_MIRAGE = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\A\s*([A-J])$", r"\A\s*([A-J]) or", r"\A\s*([A-J]) and", r"\A\s*([A-J])/", r"\A\s*([A-J]),",
        r"[Oo]ption ([A-J])", r":\s*([A-J])", r"\A\s*([A-J])\.", r'\A\s*([A-J])"', r"\A\s*([A-J]):",
    )
]  # fmt: skip


def mirage_rule(text: str, choices: Choices) -> str:
    """Read by the ten patterns of MIRAGE, widened to ten letters; A where none fits."""
    answer = text.split('"answer_choice": "')[-1].strip()
    return next((found[1] for pattern in _MIRAGE if (found := pattern.search(answer))), "A")


RULES: dict[str, Rule] = {
    "ours": ours,
    "first capital letter": first_capital,
    "MIRAGE's, A by default": mirage_rule,
}


def table(titles: Sequence[str], lines: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    return [f"| {' | '.join(line)} |" for line in (titles, ["---"] * len(titles), *lines)]


def rate(errors: int, n: int) -> str:
    """Return a rate in per cent with its 95 % Wilson interval."""
    low, high = wilson(errors, n)
    return f"{100 * errors / n:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def _errors(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return n, errors, wrong letters, unread ones and the rate of (read by rule, read by eye) pairs."""
    wrong = sum(bool(read) and read != eye for read, eye in pairs)
    unread = sum(not read and bool(eye) for read, eye in pairs)
    return [str(len(pairs)), str(wrong + unread), str(wrong), str(unread), rate(wrong + unread, len(pairs))]


def _by_sample(found: Sequence[Reading]) -> list[str]:
    lines = []
    for sample, meaning in SAMPLES.items():
        rows = [row for row in found if row.sample == sample]
        if sample != "dev":
            sight = [(row.first_sight.strip("-"), row.letters) for row in rows]
            lines.append([sample, meaning, "at first sight", *_errors(sight)])
        now = [(ours(row.text, row.choices), row.letters) for row in rows]
        lines.append([sample, meaning, "now", *_errors(now)])
    titles = ["sample", "", "rules", "n", "errors", "wrong letter", "left unread", "error % (95 %)"]
    return table(titles, lines)


def _by_rule(found: Sequence[Reading]) -> list[str]:
    sets = sorted({row.key[0] for row in found})
    lines = []
    for set_ in (*sets, "all"):
        rows = [row for row in found if set_ in (row.key[0], "all")]
        for name, rule in RULES.items():
            pairs = [(rule(row.text, row.choices), row.letters) for row in rows]
            lines.append([set_, name, *_errors(pairs)])
    return table(["set", "rule", "n", "errors", "wrong letter", "left unread", "error % (95 %)"], lines)


def _flags(found: Sequence[Reading]) -> str:
    unread = [
        (row.refused, read_choice(row.text, row.choices).flag == "refused")
        for row in found if not row.letters
    ]  # fmt: skip
    same = sum(eye == flag for eye, flag in unread)
    return (
        f"No letter could be read by eye in {len(unread)} of {len(found)} answers, {sum(eye for eye, _ in unread)} of "
        f"them refusals; the flag agrees in {same} of {len(unread)}."
    )


def compute() -> list[str]:
    """Return the computed part of the page."""
    found = readings()
    held_out = [row for row in found if row.sample == "held_out"]
    return [
        *_by_sample(found), "", "The held-out sample by set and rule:", "", *_by_rule(held_out), "",
        "All readings by set and rule (ours has seen most of them):", "", *_by_rule(found), "", _flags(found),
    ]  # fmt: skip


def main() -> int:
    """Print the tables; 0 where the page says the same."""
    parser = argparse.ArgumentParser(description="Error of the choice reader against readings by eye")
    parser.add_argument(
        "--write", action="store_true", help="put the computed figures into docs/extraction.md"
    )
    arguments = parser.parse_args()
    print(
        f"preceptor {preceptor.__version__}, Python {sys.version.split()[0]}; nothing here is drawn at random"
    )
    print(f"{sha256(READINGS)}  {READINGS.relative_to(ROOT)}")
    try:
        lines = compute()
    except PreceptorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    page = PAGE.read_text()
    before, _, rest = page.partition(START)
    stated, _, after = rest.partition(END)
    part = "".join(f"{line}\n" for line in lines)
    if arguments.write:
        PAGE.write_text(f"{before}{START}{part}{END}{after}")
        print("docs/extraction.md written")
        return 0
    print(f"docs/extraction.md {'agrees' if stated == part else 'differs; give --write after checking why'}")
    return 0 if stated == part else 1


if __name__ == "__main__":
    sys.exit(main())
