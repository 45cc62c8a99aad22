"""Nearest examples with the model's own reasoning, options shuffled for every vote, and a majority.

In: any case; examples from the task's train split, or from `--examples`. Out: the letter in the case's own
order, `confidence` its share of the votes, the tally in `data`; the text is the deciding vote's, whose
letters are those of its shuffled options. Before the run the model reasons through `pool` examples (drawn
from `seed`), and only reasoning that ended at the right answer is kept: `pool` calls once, not per case.
Each vote sees the `k_examples` nearest of them and the options in an order of its own, which takes away
the pull of a position. Options that speak of other options ("none of the above", "both A and C") keep
their order. A case without options, or with tools, is sampled and voted on without shuffling.

Source: Nori et al. 2023, Can generalist foundation models outcompete special-purpose tuning? Case study
    in medicine, arXiv:2311.16452. There the pool is the whole train split and likeness is by embeddings
    (here `by=embeddings`).
License: Apache-2.0 (own prompt).
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._asking import ask, messages_of, needed, reasoning
from preceptor.pipelines._examples import checked, drawn, shot, with_shots
from preceptor.pipelines._nearest import nearest
from preceptor.pipelines._reading import read
from preceptor.pipelines._samples import samples
from preceptor.pipelines._votes import agrees, elect, letters
from preceptor.records import Answer, Case

_SPEAKS_OF_OTHERS = re.compile(
    r"\b(?:all|none|any|both|neither|either|two) of (?:the |these)|\b(?:both|either|neither) [A-J]\b|\b[A-J] (?:and|or|&) [A-J]\b",
    re.IGNORECASE,
)


def PIPELINE(
    *,
    k_examples: int = 5,
    votes: int = 5,
    pool: int = 300,
    by: str = "words",
    temperature: float = 0.7,
    seed: int = 0,
) -> Pipeline:
    """Vote `votes` times, each with `k_examples` of the examples that the model solved."""
    if votes < 1:
        raise BadInput(f"medprompt: votes={votes}; give 1 or more")

    def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
        checked("medprompt", examples, k_examples)
        chains = right_chains(drawn(examples, pool, seed), needed(model))
        kept = [example for example, _ in chains]
        find = nearest(kept, k=k_examples, by=by, model=model) if kept else None

        def shown(case: Case, model: Model | None) -> Case:
            near = [chains[place] for place in find(case, model)] if find else []
            return with_shots(case, (shot(one, text, instruction=reasoning(one)) for one, text in near))

        def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
            guided = shown(case, model)
            if tools.state is not None or case.answer_kind == "action":
                return think(guided, tools, model)
            if case.choices and not tools.tools:
                return shuffled_vote(guided, needed(model), votes, temperature)
            return elect(case, samples(think, guided, tools, needed(model), k=votes, temperature=temperature))

        return answer

    return Pipeline(prepare=prepare, calls=votes)


def think(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    """Ask for reasoning and an answer; JSON is asked for at once."""
    instruction = reasoning(case) if case.schema is None else None
    return ask(case, tools, model, messages_of(case, instruction=instruction))


def right_chains(examples: Sequence[Case], model: Model) -> list[tuple[Case, str]]:
    """Let the model reason through examples, and keep the replies that end at the right answer."""
    asked = [messages_of(example, instruction=reasoning(example)) for example in examples]
    answers = map(read, examples, model.many(asked))
    return [
        (example, answer.text)
        for example, answer in zip(examples, answers, strict=True)
        if agrees(example, answer)
    ]


def shuffled(case: Case, number: int) -> tuple[Case, dict[str, str]]:
    """Return the case with its options in order `number`, and shown letter -> own letter."""
    order = list(case.choices)
    if not any(map(_SPEAKS_OF_OTHERS.search, case.choices.values())):
        random.Random(f"{case.id}/{number}").shuffle(order)
    own = dict(zip(case.choices, order, strict=True))
    return replace(case, choices={letter: case.choices[own[letter]] for letter in own}), own


def shuffled_vote(case: Case, model: Model, votes: int, temperature: float) -> Answer:
    """Ask once for every order of the options, and vote in the case's own letters."""
    orders = [shuffled(case, number) for number in range(votes)]
    asked = [messages_of(order, instruction=reasoning(order)) for order, _ in orders]
    replies = model.many(asked, temperature=temperature, schema=case.schema, seeds=range(votes))
    answers: list[Answer] = []
    for (order, own), reply in zip(orders, replies, strict=True):
        answer = read(order, reply)
        said = letters(order, answer) if answer.finish == "stop" and not answer.question else None
        choice = ",".join(sorted(own[letter] for letter in said.split(","))) if said else None
        answers.append(replace(answer, choice=choice))
    return elect(case, answers)
