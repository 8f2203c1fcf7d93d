"""Why there is no answer, as a code and as a sentence in the question's language."""

import re
from collections.abc import Sequence
from itertools import compress

from corpus.text import fold
from corpus.types import Language
from index.terms import Terms
from service.reading.evidence import Asked
from service.types import Abstention, AbstentionReason

_DEALT_WITH = 0.3  # share of the question's words, by rarity, from which a place is about its subject
_NEAREST: dict[Language, str] = {
    "tr": "; en yakın bölümler aşağıdadır",
    "en": "; the nearest passages are below",
}
_MESSAGES: dict[AbstentionReason, dict[Language, str]] = {
    "nothing_relevant": {
        "tr": "Kaynaklarda bu soruyla ilgili bir şey bulunamadı",
        "en": "Nothing in the sources deals with this question",
    },
    "unknown_name": {
        "tr": "Kaynaklarda “{names}” hiç geçmiyor",
        "en": "The sources nowhere mention “{names}”",
    },
    "evidence_too_weak": {
        "tr": "Kaynaklar bu soruyu yanıtlamaya yetecek kadar açık değil",
        "en": "The sources are not clear enough to answer this question",
    },
    # Which language it is in is not known, so this is said in both.
    "other_language": dict.fromkeys(
        ("tr", "en"),
        "Soru Türkçe ya da İngilizce görünmüyor; lütfen bu dillerden birinde sorun / "
        "This looks neither like Turkish nor like English; please ask in one of them",
    ),
    "no_words": {
        "tr": "Soruda aranacak bir sözcük yok; lütfen sorunuzu sözcüklerle yazın",
        "en": "There is no word in the question to look for; please put it in words",
    },
}


def abstain(reason: AbstentionReason, language: Language, *, names: Sequence[str] = (), nearest: bool = True) -> Abstention:
    """An abstention with its message, which points to the nearest passages if there are any worth a look."""
    message = _MESSAGES[reason][language].format(names=", ".join(names))
    return Abstention(reason, f"{message}{_NEAREST[language]}." if nearest else f"{message}.")


def why_not(question: str, asked: Asked, terms: Terms, *, met: float) -> Abstention:
    """The reason why what was read does not answer; `met` is the best share of the question's words that one place has."""
    language = asked.understanding.language
    if unknown := [word for word in compress(asked.words, asked.telling) if not terms.known(word)]:
        typed = {fold(word): word for word in re.findall(r"[^\W_]+", question)}
        return abstain("unknown_name", language, names=[typed.get(word, word) for word in unknown])
    return abstain("evidence_too_weak" if met >= _DEALT_WITH else "nothing_relevant", language)
