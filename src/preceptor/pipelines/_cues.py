"""What the pipelines that only look at the options have in common."""

from preceptor.errors import BadInput
from preceptor.records import Case


def require_options(case: Case, name: str) -> None:
    """Refuse a question without options.

    Raises:
        BadInput: it has none.
    """
    if not case.choices:
        raise BadInput(
            f"{name} chooses among options, and case {case.id} ({case.answer_kind}) has none; "
            f"use it on multiple-choice tasks"
        )
