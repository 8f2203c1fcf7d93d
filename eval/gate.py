"""The gate: a run must not be worse than the committed baseline, each language by itself.

It is a test of non-inferiority: the lower end of the 95% interval of (new - baseline), over the same questions, must not
lie below minus the margin. So a fall that could be large fails, and so does a change too noisy to tell.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from corpus.types import Language
from eval.catalogue import BY_NAME
from eval.errors import BaselineRefused
from eval.provenance import SEED
from eval.runs import StoredRun
from eval.significance import compare
from eval.summary import NAMES
from eval.types import Difference, RunInfo
from eval.writing import whole_file

# Of 85 questions: four lost for good are let through and five are not; nine lost and nine gained are, and ten are not.
_MARGIN = 0.1
# Each applies to the same questions whatever the pipeline does. Nothing excuses a citation that is not the document's.
MARGINS: dict[str, float] = {
    "success@1": _MARGIN,
    "success@5": _MARGIN,
    "ndcg@10": _MARGIN,
    "right": _MARGIN,
    "error rate": _MARGIN,
    "hallucination rate": _MARGIN,
    "valid": 0.0,
}
_NEXT = 'look at the new figures and write them with `kaynak eval baseline --reason "..."`'


@dataclass(frozen=True, slots=True)
class Baseline:
    """The values that a run is held to, by question and measure; why they are these, and what they were made of."""

    reason: str
    run: RunInfo
    values: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Check:
    """One measure in one language against the baseline; `gain` is positive where the new run is better."""

    language: Language
    measure: str
    gain: Difference
    margin: float

    @property
    def passed(self) -> bool:
        """Whether it cannot have got worse by more than the margin."""
        return self.gain.low >= -self.margin - 1e-9


def check_gate(run: StoredRun, baseline: Baseline) -> list[Check]:
    """Every gated measure of every language; raises BaselineRefused where the baseline is of something else."""
    for what in ("corpus", "dataset", "split"):
        now, then = getattr(run.info, what), getattr(baseline.run, what)
        if now != then:
            raise BaselineRefused(f"the baseline is of another {what} ({then}, now {now}): {_NEXT}")
    scores = run.by_id
    found = []
    for language in NAMES:
        for measure, margin in MARGINS.items():
            ids = [
                question.id
                for question in run.questions
                if question.language == language
                and measure in baseline.values[question.id].keys() & scores[question.id].keys()
            ]
            if ids:
                old, new = [baseline.values[i][measure] for i in ids], [scores[i][measure] for i in ids]
                better = (old, new) if BY_NAME[measure].lower else (new, old)
                found.append(Check(language, measure, compare(*better, seed=SEED), margin))
    return found


def write_baseline(run: StoredRun, path: Path, *, reason: str) -> None:
    """Make a run the one that later ones are held to; raises BaselineRefused without a reason."""
    if not reason.strip():
        raise BaselineRefused('a baseline needs a reason: --reason "what changed, and why the new figures are right"')
    content: dict[str, Any] = {
        "reason": reason.strip(),
        "run": asdict(run.info),
        "values": {i: {name: scores[name] for name in MARGINS if name in scores} for i, scores in run.by_id.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as half:
        half.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file; raises BaselineRefused where there is none, or one that cannot be read."""
    try:
        return TypeAdapter(Baseline).validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise BaselineRefused(f"there is no baseline {path}: {_NEXT}") from error
    except OSError as error:
        raise BaselineRefused(f"the baseline {path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        fault = error.errors()[0]
        raise BaselineRefused(
            f"{path} is no baseline ({'.'.join(map(str, fault['loc']))}: {fault['msg']}): {_NEXT}"
        ) from error
