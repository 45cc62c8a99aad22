"""M3: a judge made of rules against people's verdicts on 300 answers of agents over a hospital database.

PRECEPTOR_DATA=... python experiments/judge_m3.py [--write]

The rules, written before the verdicts were looked at and not tuned on them: a question without an answer is right where the
answer says that the data do not hold it; another is right where every value of the reference stands in the answer,
numbers to the decimals that the answer shows, dates in any common form, words in any case. An empty reference needs a
denial, `true`/`1` a yes, `false`/`0` a no, besides the literal value. People's verdicts are the authors'.
"""

import re
import sys

import numpy as np
from _judge_page import data_file, experiment, shown

from preceptor.files import read_csv
from preceptor.stats import cohen_kappa, error_rates, percent_agreement

FOLDER = "m3_ehrsql/outputs/"
FILES = (
    "claude-sonnet-4__EHRSQL_benchmark.csv.gz",
    "gpt-oss-20B__EHRSQL_benchmark.csv.gz",
    "gpt-oss-20B__EHRSQL_benchmark_unanswerable.csv.gz",
)
DENIAL = re.compile(
    r"(?:can(?:no|['’])t|cannot|could(?: not|n['’]t)|unable to|not able to) (?:answer|find|determine|provide|calculate|identify|locate|retrieve|give|"
    r"perform|access|tell)|does(?: not|n['’]t) (?:contain|include|have|store|record|exist|provide|capture|track)|"
    r"do(?: not|n['’]t) (?:have|contain|include|see|store)|(?:is|are|was|were) (?:no|not (?:available|recorded|stored|in the|present|possible|found|any))|"
    r"no (?:record|data|information|such|result|entr|match|evidence|patient)|not (?:available|contain|recorded|possible)|outside the scope",
    re.IGNORECASE,
)
YES, NO = (
    re.compile(r"\b(?:yes|confirmed|was|were|did|has)\b", re.I),
    re.compile(r"\bno\b|\bnot\b|\bnone\b|\bnever\b|n['’]t\b", re.I),
)
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def plain(text: str) -> str:
    """Return a text in lower case, its spaces and hyphens plain, without marks of layout."""
    text = re.sub(r"[\u00a0\u2007\u2009\u202f]", " ", text).lower()
    return re.sub(r"[*_`|]", "", re.sub(r"[\u2010-\u2015\u2212]", "-", text))


def number_there(value: str, text: str) -> bool:
    """Say whether a number stands in a text, to the decimals that the text shows (none of them only for whole numbers)."""
    wanted = float(value)
    for found in re.findall(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?", text):
        shown_number = float(found.replace(",", ""))
        decimals = len(found.partition(".")[2])
        if abs(shown_number - wanted) <= 1e-9 or (decimals and round(wanted, decimals) == shown_number):
            return True
        if not decimals and abs(wanted) >= 10 and round(wanted) == shown_number:
            return True
    return False


def date_there(value: str, text: str) -> bool:
    """Say whether a date, with its hour and minute where it has them, stands in a text."""
    year, month, day = (int(part) for part in value[:10].split("-"))
    name = MONTHS[month - 1]
    forms = (
        value[:10], f"{month}/{day}/{year}", f"{month:02d}/{day:02d}/{year}", rf"{name} {day}(?:st|nd|rd|th)?,? {year}",
        rf"{day}(?:st|nd|rd|th)? {name},? {year}", rf"{name[:3]}\.? {day},? {year}", rf"{day} {name[:3]}\.? {year}",
    )  # fmt: skip
    there = any(re.search(form, text) for form in forms)
    hour = value[11:16]
    return there and (hour in ("", "00:00") or hour in text or hour.lstrip("0") in text)


def value_there(value: str, text: str) -> bool:
    """Say whether one value of a reference stands in an answer."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?", value):
        return date_there(value, text)
    if re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        if number_there(value, text):
            return True
        return (value in ("0", "0.0") and bool(NO.search(text))) or (
            value in ("1", "1.0") and bool(YES.search(text))
        )
    if value in ("true", "false", "yes", "no"):
        return bool((YES if value in ("true", "yes") else NO).search(text))
    return " ".join(re.findall(r"\w+", value)) in " ".join(re.findall(r"\w+", text))


def right(answer: str, reference: str) -> bool:
    """Judge an answer by the rules."""
    text, wanted = plain(answer), plain(reference).strip()
    if not text.strip():
        return False
    if wanted in ("unanswerable", "", "none", "null", "[]", "no data", "empty"):
        return bool(DENIAL.search(text))
    values = {part.strip(" ,[]()'\"") for part in re.split(r";|\n", wanted)} - {""}
    return all(value_there(value, text) for value in values)


def compute() -> list[str]:
    """Return the lines of the page."""
    lines = [
        "| answers | n | right by people | right by the rules | agree | sensitivity | specificity | kappa |",
        "|:--|--:|--:|--:|--:|--:|--:|--:|",
    ]
    every: list[tuple[bool, bool]] = []
    groups: list[str] = []
    for name in (*FILES, "all"):
        if name == "all":
            both, questions = every, groups
        else:
            rows = [
                {key.strip(): value for key, value in row.items()}
                for row in read_csv(data_file(FOLDER + name))
            ]
            both = [
                (right(row["Model Answer"], row["Golden Truth"]), row["Correct/Incorrect"].strip() == "1")
                for row in rows
            ]
            questions = [row["Query"] for row in rows]
            every, groups = every + both, groups + questions
        judge, people = (np.array(column, float) for column in zip(*both, strict=True))
        rates = error_rates(judge, people, questions)
        table = [[float(a), float(b)] for a, b in both]
        kappa = cohen_kappa(table, questions, draws=2000)
        agree = percent_agreement(table, questions, draws=2000)
        lines.append(
            f"| {name.removesuffix('.csv.gz').replace('__EHRSQL_benchmark', '').replace('_', ' ')} | {len(both)} | {people.mean():.2f} | {judge.mean():.2f} | "
            f"{shown(agree)} | {shown(rates.sensitivity)} | {shown(rates.specificity)}, n {rates.specificity.n} | {shown(kappa)} |"
        )
    return lines


if __name__ == "__main__":
    sys.exit(experiment("m3", [FOLDER + name for name in FILES], compute))
