"""Score answers with lost judge replies by HELM's jury metric; run in its environment.

python judge_failure_helm.py REPEATS.json DEFAULT prints one mean score for each repeat. A lost reply is the annotation
None, as HELM's annotators leave it; the metric is HELM's own.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

from helm.benchmark.metrics.llm_jury_metrics import LLMJuryMetric

repeats, default = json.loads(Path(sys.argv[1]).read_text()), float(sys.argv[2])
found = []
for answers in repeats:
    scores = []
    for votes in answers:
        judges = {f"judge{number}": None for number in range(len(votes))}
        metric = LLMJuryMetric("jury", "s", judges, default)  # type: ignore[arg-type]
        annotations = {
            name: None if vote["lost"] else {"quality": {"score": vote["score"]}}
            for name, vote in zip(judges, votes, strict=True)
        }
        state = SimpleNamespace(annotations={"s": annotations})
        (stat,) = metric.evaluate_generation(None, state, None, "")  # type: ignore[arg-type]
        scores.append(stat.mean)
    found.append(sum(scores) / len(scores))
print(json.dumps(found))
