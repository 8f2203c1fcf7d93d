"""Which of the two languages a text is in (lingua, Turkish and English only)."""

from functools import cache
from typing import TYPE_CHECKING

from corpus.types import Language

if TYPE_CHECKING:
    from lingua import LanguageDetector

# A name of the other language can outweigh a short question; its first word cannot.
_ENGLISH_OPENERS = frozenset(
    "who whom whose what when where which why how does did do is are was were has have can could should would will".split()
)


def guess_language(text: str) -> Language:
    """Language of a question or document; Turkish, the language of the first sources, where nothing tells."""
    first = text.split(maxsplit=1)[0].lower() if text.strip() else ""
    if first in _ENGLISH_OPENERS:
        return "en"
    detected = _detector().detect_language_of(text)
    return "en" if detected is not None and detected.iso_code_639_1.name == "EN" else "tr"


@cache
def _detector() -> "LanguageDetector":
    # Imported here: the models take a moment to load and only questions need them.
    from lingua import Language as Lingua
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(Lingua.TURKISH, Lingua.ENGLISH).with_preloaded_language_models().build()
