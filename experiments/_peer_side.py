"""Run in the peers' own environment: reads one JSON line (package, function, rows), prints the results as JSON."""

import importlib
import json
import sys


def answer(found: object) -> object:
    """Return the number in a peer's reply."""
    if isinstance(found, dict):
        for key in ("Answer", "result"):
            if key in found:
                return found[key]
    return found


def main() -> None:
    """Answer every request of standard input."""
    for line in sys.stdin:
        request = json.loads(line)
        if request["package"] == "clincalc":
            clincalc = importlib.import_module("clincalc")
            call = lambda row: clincalc.calculate(request["function"], row)  # noqa: E731, B023
        else:
            module, _, name = request["function"].rpartition(".")
            call = getattr(importlib.import_module(f"{request['package']}.{module}"), name)
        results = []
        for row in request["rows"]:
            try:
                results.append(answer(call(row)))
            except Exception as error:
                results.append(f"error: {type(error).__name__}: {error}"[:200])
        print(json.dumps(results, default=str), flush=True)


if __name__ == "__main__":
    main()
