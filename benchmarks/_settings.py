"""How the loopback server behaves: one record, read from the command line or changed while it runs."""

import argparse
from dataclasses import dataclass, field, fields, replace

FAULTS = (
    "cut",  # headers and half of the body, then the connection is closed
    "drop",  # the connection is closed without a byte
    "garbage",  # 200 with bytes that are no JSON
    "html",  # 200 with a page of HTML
    "empty",  # 200 with an answer without text
    "hang",  # no reply for `hang_s` seconds, then the connection is closed
    "filtered",  # finish_reason content_filter
    "length",  # finish_reason length, text cut short
    "misfit",  # JSON that does not fit the schema that was asked for
)


@dataclass(kw_only=True)
class Settings:
    """What the server does with a request.

    Attributes:
        faults: name of a fault, or an HTTP status as text, -> share of the requests, 0 to 1.
        fault_attempts: only the first attempts of a prompt can fail; 0 is no limit.
        retry_after: the header of 429 and 503 replies; "" leaves it out.
        answer: the text of a reply; `{letter}` is the chosen option and `{number}` a count by hash.
        script: texts given out in order before any other answer.
        key: expected in `Authorization: Bearer` or, on Azure-style paths, in `api-key`.
        fingerprint_after: replies with fingerprint fp_1 before it becomes fp_2; 0 is never.
        record: keep the last requests with headers and bodies for `GET /requests`.
    """

    latency_ms: float = 0.0
    faults: dict[str, float] = field(default_factory=dict)
    seed: int = 0
    fault_attempts: int = 0
    retry_after: str = "1"
    hang_s: float = 60.0
    answer: str = "{letter}"
    script: list[str] = field(default_factory=list)
    reasoning: str = ""
    key: str = ""
    served_model: str = ""
    fingerprint_after: int = 0
    record: bool = False

    def __post_init__(self) -> None:
        """Refuse what is not known: a typing error would otherwise switch a fault off silently."""
        for name, share in self.faults.items():
            if name not in FAULTS and not (name.isdigit() and 400 <= int(name) < 600):
                raise ValueError(f"no fault {name!r}; faults: an HTTP status or {', '.join(FAULTS)}")
            if not 0 <= share <= 1:
                raise ValueError(f"share {share} of fault {name} outside 0..1")
        if sum(self.faults.values()) > 1 + 1e-9:
            raise ValueError(f"the shares of the faults add up to {sum(self.faults.values())}, above 1")


def shares(text: str) -> dict[str, float]:
    """Read `429=0.02,cut=0.01` as fault -> share."""
    pairs = (part.partition("=") for part in text.split(",") if part)
    return {name.strip(): float(share) for name, _, share in pairs}


def changed(settings: Settings, changes: dict[str, object]) -> Settings:
    """Return settings with some fields replaced; an unknown field is refused."""
    known = {item.name for item in fields(settings)}
    if unknown := sorted(set(changes) - known):
        raise ValueError(f"no setting {unknown[0]!r}; settings: {', '.join(sorted(known))}")
    return replace(settings, **changes)  # type: ignore[arg-type]


def parser() -> argparse.ArgumentParser:
    """Return the options of the server's command line, one per setting."""
    found = argparse.ArgumentParser(
        description="A loopback OpenAI-compatible server for tests and benchmarks."
    )
    found.add_argument("--port", type=int, default=0, help="0 takes a free one; the URL is printed first")
    found.add_argument("--certificate", help="PEM file with certificate and key: serves https")
    found.add_argument("--until-stdin-closes", action="store_true", help="end when the starting process does")
    for item in fields(Settings):
        option = "--" + item.name.replace("_", "-")
        if item.name == "faults":
            found.add_argument(option, type=shares, default={}, help="429=0.02,cut=0.01: fault=share,...")
        elif item.name == "script":
            found.add_argument(option, action="append", default=[], help="a scripted answer; repeat for more")
        elif item.name == "record":
            found.add_argument(option, action="store_true")
        else:
            found.add_argument(option, type=type(item.default), default=item.default)
    return found


def from_arguments(given: argparse.Namespace) -> Settings:
    """Return the settings that a command line stands for."""
    return Settings(**{item.name: getattr(given, item.name) for item in fields(Settings)})
