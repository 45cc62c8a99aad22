"""The same items as a task of Inspect AI: its own multiple-choice solver and scorer."""

from inspect_ai import Task, task
from inspect_ai.dataset import Sample, json_dataset
from inspect_ai.scorer import choice
from inspect_ai.solver import multiple_choice


def sample(row: dict) -> Sample:
    """Return one item as a sample."""
    return Sample(
        id=row["id"], input=row["question"], choices=list(row["options"].values()), target=row["answer"]
    )


@task
def loopback(items: str) -> Task:
    """Read the items from a file of JSON lines."""
    return Task(dataset=json_dataset(items, sample), solver=multiple_choice(), scorer=choice())
