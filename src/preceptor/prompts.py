"""How a case is put into words: question, options and instruction, the same for every pipeline.

A case's `facts` and `target` are never rendered.
"""

from preceptor.records import Case, Message


def options_text(case: Case) -> str:
    """List the options, one a line.

    Example:
        >>> options_text(Case(id="1", choices={"A": "yes", "B": "no"}))
        'A. yes\\nB. no'
    """
    return "\n".join(f"{letter}. {text}" for letter, text in case.choices.items())


def question_text(case: Case, *, instruction: str | None = None) -> str:
    """Render context, question, options and instruction, separated by blank lines.

    Args:
        instruction: replaces the case's own; "" leaves it out.
    """
    context = "\n\n".join(passage.text for passage in case.context)
    ending = case.instruction if instruction is None else instruction
    parts = (context, case.prompt.strip(), options_text(case), ending)
    return "\n\n".join(part for part in parts if part)


def conversation(case: Case, *, instruction: str | None = None, system: str = "") -> tuple[Message, ...]:
    """Return the case as messages: opening messages, the question, then the dialogue so far."""
    head = (Message(role="system", text=system),) if system else ()
    text = question_text(case, instruction=instruction)
    last = (Message(role="user", text=text, images=case.images),) if text or case.images else ()
    return (*head, *case.messages, *last, *case.turns)
