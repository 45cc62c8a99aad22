"""What can go wrong, by whose fault.

    PreceptorError
    ├── BadInput        the caller gave something that is not allowed
    ├── NotFound        no component, file or row of that name
    ├── BadData         a data source is missing, damaged or has changed
    ├── ProviderError   a model service failed
    ├── ComponentError  a task, pipeline or other component raised
    └── Refused         a data-use rule, a budget or a lock forbids it

Every message says what was given, what is allowed and what to do.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class PreceptorError(Exception):
    """The root: everything that a user can mend, as opposed to a bug."""


class BadInput(PreceptorError):
    """The caller gave something that is not allowed."""


class NotFound(PreceptorError):
    """No component, file or row of that name."""


class BadData(PreceptorError):
    """A data source is missing, damaged or no longer what was declared."""


class ProviderError(PreceptorError):
    """A model service failed: no connection, an error status, or an unusable reply.

    Attributes:
        status: HTTP status, 0 where there was none.
        retryable: whether asking again later may succeed.
    """

    def __init__(self, message: str, *, status: int = 0, retryable: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.retryable = retryable


class ComponentError(PreceptorError):
    """A task, pipeline, perturbation or tool raised."""


class Refused(PreceptorError):
    """A data-use rule, a budget or a lock forbids it."""


def near(name: str, names: Iterable[str]) -> str:
    """Name the known names closest to a misspelt one, as the end of an error message.

    Example:
        >>> near("medqq", ["medqa", "pubmedqa", "igakuqa"])
        '; near: medqa'
        >>> near("ckdepi", ["ckd_epi_2021", "crb65"])
        '; near: ckd_epi_2021'
        >>> near("zzz", ["medqa"])
        ''
    """
    folded = {known.lower().replace("-", "_"): known for known in names}
    wanted = name.lower().replace("-", "_")
    found = get_close_matches(wanted, folded, n=3, cutoff=0.7)
    squeezed = wanted.replace("_", "").replace(" ", "")
    if not found and len(squeezed) > 3:  # "ckdepi", "wells": part of a name, however its words are joined
        found = [known for known in folded if squeezed in known.replace("_", "")][:3]
    return f"; near: {', '.join(folded[match] for match in found)}" if found else ""
