"""What a run was made of, so that two runs can be told apart and the same one is never made twice."""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from corpus.loaders import slug
from eval.types import Question, RunInfo
from service.pipeline import Pipeline

SEED = 0  # of the bootstrap and of the randomisation
_LIBRARIES = ("kaynak", "faiss-cpu", "numpy", "sentence-transformers", "tantivy", "tokenizers", "torch")
_ROOT = Path(__file__).resolve().parent.parent
# Code, and what it has learned; documents and questions have digests of their own.
_MADE_OF = (
    *(f"{package}/**/*.py" for package in ("corpus", "index", "service", "eval")),
    *(f"index/**/*.{suffix}" for suffix in ("json", "tsv", "gz", "safetensors")),
    "service/reading/**/*.json",
)


def describe(
    pipeline: Pipeline, questions: Sequence[Question], *, dataset: str, split: str, settings: Mapping[str, Any]
) -> RunInfo:
    """Describe a run before it is made; its id follows from all that could change an outcome, and not from the time."""
    index, manifest = pipeline.index, pipeline.index.manifest
    facts: dict[str, Any] = {
        "dataset": f"{dataset}@{_digest(json.dumps(asdict(question), sort_keys=True) for question in questions)[:12]}",
        "split": split,
        "corpus": corpus_fingerprint(record.sha256 for record in index.records.values()),
        "index": {
            "generation": index.generation,
            "encoder": manifest.encoder.name,
            "encoder_fingerprint": manifest.encoder.fingerprint,
            "chunking": asdict(manifest.chunking),
            "analysis": manifest.analysis,
            "documents": len(index.records),
            "passages": len(index.shown),
        },
        "settings": dict(settings),
        "seed": SEED,
        "versions": _versions(),
    }
    told = settings.get("variant", Path(manifest.encoder.name).name)
    name = f"{slug(f'{dataset} {split} {told}')[:60]}-{_digest([json.dumps(facts, sort_keys=True)])[:8]}"
    return RunInfo(id=name, created=datetime.now(UTC).isoformat(timespec="seconds"), **facts)


def corpus_fingerprint(digests: Iterable[str]) -> str:
    """SHA-256 over the sorted SHA-256s of the documents: the same for the same texts, whatever their names."""
    return _digest(sorted(digests))


@cache
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "code": code_digest()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def code_digest(root: Path = _ROOT) -> str:
    """Digest of our own code and weights: a run made before a change of them is not taken for one made after it."""
    paths = sorted(path for pattern in _MADE_OF for path in root.glob(pattern))
    shipped = [path for path in paths if not path.is_relative_to(root / "index" / "training")]
    digests = (hashlib.sha256(path.read_bytes()).hexdigest() for path in shipped)
    return _digest(f"{path.relative_to(root)} {digest}" for path, digest in zip(shipped, digests, strict=True))[:12]


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()
