"""`./sentra check` runs every step, repairs on request, and is what CI and commits run."""

import sys
from pathlib import Path

import yaml

from cli.check import STEPS, Step, failing

ROOT = Path(__file__).parents[3]


def a_step(title: str, *, holds: bool, after_fix: bool | None = None) -> Step:
    fix = () if after_fix is None else exits(after_fix)
    return Step(title, exits(holds), fix)


def exits(well: bool) -> tuple[str, ...]:
    return (sys.executable, "-c", f"raise SystemExit({0 if well else 1})")


def test_a_step_that_fails_hides_none_of_the_others() -> None:
    steps = [a_step("Lint", holds=False), a_step("Types", holds=True), a_step("Docs", holds=False)]

    assert failing(steps, fix=False) == ["Lint", "Docs"]


def test_fix_repairs_where_a_step_can_and_only_checks_elsewhere() -> None:
    steps = [
        a_step("Lint", holds=False, after_fix=True),
        a_step("Docs", holds=True, after_fix=False),
        a_step("Types", holds=False),
    ]

    assert failing(steps, fix=True) == ["Docs", "Types"]
    assert failing(steps, fix=False) == ["Lint", "Types"]


def test_a_program_repairs_lint_format_and_generated_documents() -> None:
    assert [step.title for step in STEPS if step.fix] == ["Lint", "Format", "Generated documents"]


def test_ci_and_commits_run_this_command() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))

    assert [hook["entry"] for repo in hooks["repos"] for hook in repo["hooks"]] == [
        "./sentra check"
    ]
    assert "\n./sentra check\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
