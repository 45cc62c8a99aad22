"""Guideline steps and groups of people in words, for the textbook and for exams."""

from preceptor.knowledge.fictional_world import _english, _french
from preceptor.knowledge.fictional_world._shapes import (
    CHILD_BELOW_YEARS,
    Condition,
    ReferenceRange,
    Step,
    World,
)
from preceptor.knowledge.fictional_world._words import joined, number_text, word


def _say(key: str, language: str) -> str:
    return (_french if language == "fr" else _english).SENTENCES[key][0]


def condition_text(world: World, condition: Condition, language: str) -> str:
    """Write when a step applies: a subordinate clause that begins a sentence."""
    either = (_french if language == "fr" else _english).OR
    when, refs = condition.when, condition.refs
    if when == "findings":
        names = [word(world.findings[name].name, language).le for name in refs]
        return _say("when.findings", language).format(findings=joined(names, language))
    if when == "comorbidity":
        forms = [word(world.diseases[name].name, language).de for name in refs]
        names = joined(forms, language, either)
        return _say("when.comorbidity", language).format(diseases=names)
    if when == "adverse":
        f = word(world.findings[refs[0]].name, language)
        return _say("when.adverse", language).format(f=f)
    test = world.tests[refs[0]]
    t = word(test.name, language)
    if when == "test":
        value = number_text(condition.value or 0.0, language, test.decimals)
        key = f"when.test.{condition.direction}"
        return _say(key, language).format(t=t, value=value, unit=test.unit)
    return _say(f"when.{when}", language).format(t=t, n=number_text(condition.value or 0.0, language))


def action_text(world: World, step: Step, language: str) -> str:
    """Write what a step asks for, in the imperative (French: infinitive)."""
    if step.action in ("order", "recheck"):
        t = word(world.tests[step.refs[0]].name, language)
        return _say(f"do.{step.action}", language).format(t=t, months=step.months)
    x, y = (word(world.drugs[name].name, language) for name in (step.refs[0], step.refs[-1]))
    return _say(f"do.{step.action}", language).format(x=x, y=y)


def people_text(entry: ReferenceRange, language: str) -> str:
    """Name the people for whom a reference range holds."""
    words = _french if language == "fr" else _english
    if entry.sex:
        return words.SEX_WORDS[entry.sex]
    if entry.from_years == CHILD_BELOW_YEARS:
        return words.GROWN
    return words.CHILDREN if entry.below_years == CHILD_BELOW_YEARS else words.EVERYONE
