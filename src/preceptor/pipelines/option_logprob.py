"""Chooses the option whose letter the model finds likeliest as its next token; nothing is generated.

In: a case with options, and an endpoint that gives log-probabilities. Out: the letter, and as `confidence`
its probability among the options, which sum to 1 (also in `data`). A letter outside the endpoint's list
of likeliest tokens counts as probability 0. It measures what the model knows without its ability to
reason or to keep a format, and it gives a calibration curve. One letter only: of a question with several
right answers it finds the likeliest. A case without options is asked as `direct` does, without confidence.

Source: Hendrycks et al. 2021, Measuring massive multitask language understanding, arXiv:2009.03300 (its
    way of scoring); on calibration: Kadavath et al. 2022, arXiv:2207.05221.
License: Apache-2.0 (own prompt).
"""

from collections.abc import Mapping
from math import exp, inf, isfinite

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._asking import ask, messages_of, needed
from preceptor.records import Answer, Case

LETTER_ONLY = "Reply with the letter of the best option and nothing else."


def shares(logprobs: Mapping[str, float], letters: tuple[str, ...]) -> dict[str, float]:
    """Turn natural-log probabilities of some letters into probabilities that sum to 1; {} for none."""
    known = {letter: logprobs[letter] for letter in letters if isfinite(logprobs.get(letter, -inf))}
    top = max(known.values(), default=0.0)
    total = sum(exp(value - top) for value in known.values())
    return {
        letter: exp(known[letter] - top) / total if letter in known else 0.0 for letter in letters if known
    }


def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    """Ask for one token and compare the letters' probabilities."""
    letters = tuple(case.choices)
    if not letters:
        return ask(case, tools, model, messages_of(case))
    asked = needed(model)
    reply = asked(messages_of(case, instruction=LETTER_ONLY), max_tokens=1, logprobs=letters)
    if reply.finish == "filtered":
        return Answer(text=reply.text, finish="filtered")
    if reply.logprobs is None:
        raise BadInput(
            f"{asked.name} gave no log-probabilities, which option_logprob needs; `preceptor probe MODEL` "
            f"says what an endpoint gives; use direct or self_consistency"
        )
    found = shares(reply.logprobs, letters)
    if not found:
        return Answer(text=reply.text)
    best = max(letters, key=lambda letter: found[letter])
    return Answer(text=reply.text, choice=best, confidence=found[best], data={"probabilities": found})


PIPELINE = Pipeline(answer=answer)
