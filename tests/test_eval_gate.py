"""Runs against each other, and the gate that lets through only what cannot be worse by the margin."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from evaluating import ABSTAINED, FOUND, MARS, MISSED, good_run, many

from eval.compare import compare_runs
from eval.errors import BaselineRefused, NotComparable
from eval.gate import MARGINS, Check, check_gate, read_baseline, write_baseline
from eval.runs import StoredRun
from eval.types import RunInfo


def gate(old: StoredRun, new: StoredRun, path: Path) -> dict[str, Check]:
    write_baseline(old, path, reason="first figures")
    return {check.measure: check for check in check_gate(new, read_baseline(path))}


def with_info(run: StoredRun, **changed: object) -> StoredRun:
    values = {name: getattr(run.info, name) for name in RunInfo.__dataclass_fields__}
    return replace(run, run=replace(run.run, info=RunInfo(**{**values, **changed})))


def test_differences_are_of_the_same_questions_each_language_apart() -> None:
    old, new = many([MISSED] * 10 + [FOUND] * 30, name="old"), many([FOUND] * 40, name="new")
    [right] = [one for one in compare_runs(old, [new]) if one.measure == "right"]
    assert (right.language, right.style, right.run) == ("tr", "clean", "new")
    assert (right.old.value, right.new.value, right.difference.value) == (0.75, 1, 0.25)
    assert right.difference.p < 0.05
    assert right.difference.low > 0


def test_several_runs_are_corrected_for_their_number() -> None:
    old = many([MISSED] * 6 + [FOUND] * 30, name="old")
    others = [many([FOUND] * 36, name=f"new{number}") for number in range(3)]
    found = [one for one in compare_runs(old, others) if one.measure == "right"]
    assert len(found) == 3
    assert all(one.p_holm == pytest.approx(min(1.0, 3 * one.difference.p)) for one in found)


@pytest.mark.parametrize("what", ["corpus", "dataset", "split"])
def test_runs_over_other_documents_or_questions_are_not_compared(what: str) -> None:
    with pytest.raises(NotComparable, match=what):
        compare_runs(good_run(), [with_info(good_run(), **{what: "other"})])


def test_the_same_figures_pass(tmp_path: Path) -> None:
    checks = gate(good_run(), good_run(), tmp_path / "baseline.json")
    assert checks.keys() == MARGINS.keys()
    assert all(check.passed for check in checks.values())


def test_a_fall_that_could_be_larger_than_the_margin_fails(tmp_path: Path) -> None:
    old, new = many([FOUND] * 60), many([FOUND] * 52 + [MISSED] * 8)
    checks = gate(old, new, tmp_path / "baseline.json")
    assert not checks["right"].passed
    assert not checks["success@1"].passed
    assert checks["valid"].passed


def test_a_small_fall_and_a_gain_pass(tmp_path: Path) -> None:
    assert gate(many([FOUND] * 60), many([FOUND] * 59 + [MISSED]), tmp_path / "a.json")["right"].passed
    gained = gate(many([FOUND] * 40 + [MISSED] * 20), many([FOUND] * 60), tmp_path / "b.json")
    assert all(check.passed for check in gained.values())
    assert gained["right"].gain.value == pytest.approx(1 / 3)


def test_a_change_too_noisy_to_tell_fails(tmp_path: Path) -> None:
    old = many([FOUND] * 30 + [MISSED] * 30)
    new = many([MISSED] * 30 + [FOUND] * 30)
    check = gate(old, new, tmp_path / "baseline.json")["right"]
    assert check.gain.value == 0
    assert not check.passed


def test_where_less_is_better_more_fails(tmp_path: Path) -> None:
    declined, invented = many([ABSTAINED] * 30, MARS), many([FOUND] * 30, MARS)
    assert not gate(declined, invented, tmp_path / "a.json")["hallucination rate"].passed
    assert gate(invented, declined, tmp_path / "b.json")["hallucination rate"].passed


def test_one_citation_that_is_not_the_documents_fails(tmp_path: Path) -> None:
    first, *others = FOUND.citations
    shifted = replace(FOUND, citations=(replace(first, start=first.start + 1, end=first.end + 1), *others))
    checks = gate(many([FOUND] * 300), many([FOUND] * 297 + [shifted] * 3), tmp_path / "baseline.json")
    assert not checks["valid"].passed
    assert checks["right"].passed


@pytest.mark.parametrize("what", ["corpus", "dataset", "split"])
def test_a_baseline_of_something_else_is_refused_with_the_next_step(tmp_path: Path, what: str) -> None:
    write_baseline(good_run(), tmp_path / "baseline.json", reason="first figures")
    with pytest.raises(BaselineRefused, match=f"another {what}.*kaynak eval baseline"):
        check_gate(with_info(good_run(), **{what: "other"}), read_baseline(tmp_path / "baseline.json"))


def test_a_baseline_says_why_and_needs_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "seeds" / "baseline.json"
    with pytest.raises(BaselineRefused, match="reason"):
        write_baseline(good_run(), path, reason="  ")
    assert not path.exists()
    write_baseline(good_run(), path, reason="the encoder is new")
    assert json.loads(path.read_text(encoding="utf-8"))["reason"] == "the encoder is new"
    assert read_baseline(path).run == good_run().info


@pytest.mark.parametrize("content", [None, "", "{}", '{"reason": 1}'])
def test_a_baseline_that_cannot_be_read_is_refused_with_the_next_step(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineRefused, match=r"baseline.json.*kaynak eval baseline"):
        read_baseline(path)
