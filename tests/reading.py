"""What the tests of reading share: a pipeline over a few texts that answers at any confidence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from index.building import build
from index.embedders import BUNDLED, load_embedder
from service.bootstrap import build_pipeline
from service.pipeline import Pipeline
from service.settings import Settings


@contextmanager
def pipeline_over(texts: Mapping[str, str], base: Path) -> Iterator[Pipeline]:
    """The shipped pipeline over texts by file name, `.txt` if it names no format."""
    docs = base / "docs"
    docs.mkdir()
    for name, text in texts.items():
        (docs / (name if "." in name else f"{name}.txt")).write_text(text, encoding="utf-8")
    encoder = load_embedder(BUNDLED)
    build(base / "data", [docs], encoder=lambda _: encoder)
    made = build_pipeline(Settings(data=base / "data", accuracy_floor=0.0), at_hand=encoder)
    try:
        yield made
    finally:
        made.index.close()
