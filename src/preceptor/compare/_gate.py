"""The verdict of a policy: every rule passes, fails, or has too little evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from preceptor import stats
from preceptor.compare._evidence import Evidence, Measure, evidence, keys_of, part_of, score_of, without_flag
from preceptor.compare._limits import limit_findings
from preceptor.compare._policy import Harm, MustBe, Policy
from preceptor.compare._rules import Finding, Verdict, ceiling, settle
from preceptor.compare._sides import OF_THE_REPLY, Arm, Side, pairs
from preceptor.errors import BadInput, near
from preceptor.stats import Decision

EXIT: dict[Verdict, int] = {"pass": 0, "fail": 1, "insufficient evidence": 2}
Arms = list[tuple[Arm, Arm]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """What a policy says about one candidate (B) against the first run (A)."""

    policy: str
    a: str
    b: str
    verdict: Verdict
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Test:
    """A rule that is decided by a test, with the evidence for it."""

    rule: str
    must_be: MustBe
    margin: float
    evidence: Evidence

    def decision(self, policy: Policy, case: Literal["answered", "worst", "best"]) -> Decision | None:
        """Decide on one of the three readings of what is missing."""
        return self.evidence.decide(self.must_be, self.margin, policy.alpha, case)


def _scopes(task: str, found: Arms) -> list[tuple[str, Arms]]:
    """Return what a rule's `task` asks for: every pair, all together, or the pairs of one task."""
    if task == "pooled":
        return [("all tasks pooled", found)]
    tasks = list(dict.fromkeys(one.task for one, _ in found))
    if task != "all" and task not in tasks:
        raise BadInput(
            f"the policy names task {task!r}; both runs have: {', '.join(tasks)}{near(task, tasks)}"
        )
    chosen = [(one, other) for one, other in found if task in ("all", one.task)]
    several = len({one.task for one, _ in chosen}) < len(chosen)
    return [
        (f"{one.task}, {other.label()}" if several else one.task, [(one, other)]) for one, other in chosen
    ]


def _measure(metric: str, arms: Arms, a: Side, b: Side) -> Measure:
    if metric == "score":
        return score_of
    known = {name for one, other in arms for cases in (a.arms[one], b.arms[other]) for case in cases.values() for name in case.parts}  # fmt: skip
    if metric not in known:
        listed = ", ".join(["score", *sorted(known)])
        raise BadInput(f"the policy names metric {metric!r}; the runs have: {listed}{near(metric, known)}")
    return part_of(metric)


def _primary_tests(policy: Policy, a: Side, b: Side, found: Arms) -> Iterator[Test]:
    for rule in policy.primary:
        for name, arms in _scopes(rule.task, found):
            values = evidence(arms, a, b, _measure(rule.metric, arms, a, b))
            yield Test(
                rule=f"{name}: {rule.metric} {rule.must_be}", must_be=rule.must_be, margin=rule.margin,
                evidence=values,
            )  # fmt: skip


def _subgroup_tests(policy: Policy, a: Side, b: Side, found: Arms) -> Iterator[Test | Finding]:
    for rule in policy.subgroups:
        for name, arms in _scopes(rule.task, found):
            tags = [
                (a.arms[one].get(key) or b.arms[other][key]).tags
                for one, other in arms
                for key in keys_of(a.arms[one], b.arms[other])[0]
            ]
            values = evidence(arms, a, b, score_of)
            known = sorted({tag for each in tags for tag in each})
            if rule.tag not in known:
                raise BadInput(
                    f"the policy names tag {rule.tag!r}; the cases have: {', '.join(known) or 'none'}{near(rule.tag, known)}"
                )
            labels = np.array([str(each.get(rule.tag, "")) for each in tags])
            for value in sorted(set(labels.tolist())):
                inside = values.part(labels == value)
                title = f"{name}: {rule.tag} = {value or 'not stated'}, score {rule.must_be}"
                if len(inside.a) >= rule.least_cases:
                    yield Test(rule=title, must_be=rule.must_be, margin=rule.margin, evidence=inside)
                elif rule.small == "insufficient":
                    yield Finding(
                        rule=title, verdict="insufficient evidence", n=len(inside.a), margin=rule.margin,
                        why=f"{len(inside.a)} cases, the policy asks for {rule.least_cases}",
                    )  # fmt: skip


def _harm_rules(policy: Policy, a: Side, b: Side, found: Arms) -> Iterator[Test | Finding]:
    for rule in policy.harm:
        _check_flag(rule.flag, a, b)
        for name, arms in _scopes(rule.task, found):
            yield from _harm_rule(rule, name, evidence(arms, a, b, without_flag(rule.flag)), policy)


def _check_flag(flag: str, a: Side, b: Side) -> None:
    """Refuse a flag that nothing in either run raises or rules out: its absence would prove nothing."""
    known = {*OF_THE_REPLY} | {
        name for side in (a, b) for cases in side.arms.values() for one in cases.values() for name in one.flags or ()
    }  # fmt: skip
    if flag not in known:
        raise BadInput(
            f"the policy names flag {flag!r}, which no answer of either run raises or rules out; "
            f"known there: {', '.join(sorted(known))}{near(flag, known)}"
        )


def _harm_rule(rule: Harm, name: str, values: Evidence, policy: Policy) -> Iterator[Test | Finding]:
    if rule.at_most is not None:
        yield ceiling(
            f"{name}: {rule.flag} in at most {100 * rule.at_most:g} %", rule.at_most, values, policy
        )
    if rule.margin is not None:
        yield Test(
            rule=f"{name}: {rule.flag} not more frequent", must_be="not worse", margin=rule.margin,
            evidence=values,
        )  # fmt: skip


def _absent(policy: Policy, a: Side, found: Arms) -> Iterator[Finding]:
    """Name what A answered and B did not try at all: it is missing like any other case."""
    paired = {one for one, _ in found}
    for arm in a.arms:
        if arm not in paired and policy.missing == "bounds":
            yield Finding(
                rule=f"{arm.task}: {arm.label()}", verdict="insufficient evidence", missing=len(a.arms[arm]),
                why="A has it, B does not; name what is compared with --task, --pipeline, --model, --perturbation",
            )  # fmt: skip


def _rules(policy: Policy, a: Side, b: Side) -> list[Test | Finding]:
    found = pairs(a, b)
    return [
        *_absent(policy, a, found),
        *_primary_tests(policy, a, b, found), *_harm_rules(policy, a, b, found),
        *_subgroup_tests(policy, a, b, found), *limit_findings(policy.limits, a, b, found),
    ]  # fmt: skip


def _adjusted(policy: Policy, tests: Sequence[Test]) -> list[float]:
    """Return each test's p, corrected over all tests of all candidates."""
    case = "worst" if policy.missing == "bounds" else "answered"
    p = [decision.p if (decision := test.decision(policy, case)) else float("nan") for test in tests]
    adjust = {"holm": stats.holm, "benjamini-hochberg": stats.benjamini_hochberg}
    return adjust[policy.multiplicity](p) if policy.multiplicity != "none" else p


def _overall(findings: Sequence[Finding]) -> Verdict:
    verdicts = {finding.verdict for finding in findings}
    if "fail" in verdicts:
        return "fail"
    return "insufficient evidence" if "insufficient evidence" in verdicts else "pass"


def gates(policy: Policy, baseline: Side, candidates: Sequence[Side]) -> tuple[Gate, ...]:
    """Hold every candidate against the first run; p-values are corrected over all of them together.

    Raises:
        BadInput: the policy names a task, metric or tag that the runs do not have.
    """
    rules = [_rules(policy, baseline, candidate) for candidate in candidates]
    tests = [rule for each in rules for rule in each if isinstance(rule, Test)]
    raised = iter(_adjusted(policy, tests))
    found = []
    for candidate, each in zip(candidates, rules, strict=True):
        findings = tuple(
            settle(rule.rule, rule.must_be, rule.margin, rule.evidence, policy, next(raised))
            if isinstance(rule, Test) else replace(rule)
            for rule in each
        )  # fmt: skip
        found.append(
            Gate(policy=policy.name, a=baseline.name, b=candidate.name, verdict=_overall(findings), findings=findings)
        )  # fmt: skip
    return tuple(found)


def exit_code(found: Sequence[Gate]) -> int:
    """Return 0 where every candidate passes, 1 where one fails, else 2."""
    verdicts = {gate.verdict for gate in found}
    return EXIT["fail"] if "fail" in verdicts else 2 if "insufficient evidence" in verdicts else 0
