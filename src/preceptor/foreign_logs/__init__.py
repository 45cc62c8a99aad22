"""Results of other programs as runs: Inspect, lm-evaluation-harness, HELM, verifiers, HealthBench, CSV; and back.

A log is read whole before anything is written: what cannot be read leaves nothing behind.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from preceptor.errors import BadInput, NotFound
from preceptor.foreign_logs._helm import read_helm
from preceptor.foreign_logs._inspect import read_inspect
from preceptor.foreign_logs._lm_eval import read_lm_eval
from preceptor.foreign_logs._shape import Asked, Log
from preceptor.foreign_logs._simple_evals import read_simple_evals
from preceptor.foreign_logs._table import read_table
from preceptor.foreign_logs._verifiers import read_verifiers
from preceptor.foreign_logs._write import write_run
from preceptor.foreign_logs._write_inspect import Arm, inspect_log, write_inspect

Form = Literal["inspect", "lm_eval", "helm", "verifiers", "simple_evals", "csv"]
FORMS: tuple[Form, ...] = get_args(Form)
READERS: dict[Form, Callable[[Path, Asked], Log]] = {
    "inspect": read_inspect, "lm_eval": read_lm_eval, "helm": read_helm, "verifiers": read_verifiers,
    "simple_evals": read_simple_evals, "csv": read_table,
}  # fmt: skip


def form_of(path: Path) -> Form:
    """Guess from names which program wrote a file or folder.

    Raises:
        NotFound: nothing there.
        BadInput: nothing that is known.
    """
    if not path.exists():
        raise NotFound(f"nothing at {path} to import")
    if path.is_dir():
        signs: dict[Form, str] = {"helm": "per_instance_stats.json", "verifiers": "traces.jsonl"}
        for form, name in signs.items():
            if (path / name).is_file():
                return form
        if any(path.rglob("samples_*.jsonl")):
            return "lm_eval"
    elif path.suffix in (".eval", ".csv") or path.name.startswith("samples_") or path.name == "traces.jsonl":
        endings: dict[str, Form] = {".eval": "inspect", ".csv": "csv"}
        return endings.get(path.suffix, "lm_eval" if path.name.startswith("samples_") else "verifiers")
    elif path.suffix == ".json":
        return "simple_evals" if b'"example_level_metadata"' in path.read_bytes() else "inspect"
    raise BadInput(f"cannot tell what wrote {path}; say so with --from: {', '.join(FORMS)}")


def read_log(path: Path, form: Form | None = None, asked: Asked | None = None) -> Log:
    """Read a log of another program.

    Raises:
        NotFound, BadInput, BadData: nothing there, a version that is not known, or damage.
    """
    return READERS[form or form_of(path)](path, asked or Asked())


__all__ = [
    "FORMS",
    "Arm",
    "Asked",
    "Form",
    "Log",
    "form_of",
    "inspect_log",
    "read_log",
    "write_inspect",
    "write_run",
]
