"""Why there is no answer, as a code and as a sentence in the question's language."""

import re
from collections.abc import Sequence

from corpus.text import fold
from corpus.types import Language
from index.terms import Terms
from service.reading.evidence import Asked
from service.types import Abstention, AbstentionReason

_MESSAGES: dict[AbstentionReason, dict[Language, str]] = {
    "nothing_relevant": {
        "tr": "Kaynaklarda bu soruyla ilgili bir şey bulunamadı; en yakın bölümler aşağıdadır.",
        "en": "Nothing in the sources deals with this question; the nearest passages are below.",
    },
    "unknown_name": {
        "tr": "Kaynaklarda “{names}” hiç geçmiyor; en yakın bölümler aşağıdadır.",
        "en": "The sources nowhere mention “{names}”; the nearest passages are below.",
    },
    "evidence_too_weak": {
        "tr": "Kaynaklar bu soruyu yanıtlamaya yetecek kadar açık değil; en yakın bölümler aşağıdadır.",
        "en": "The sources are not clear enough to answer this question; the nearest passages are below.",
    },
    "no_words": {
        "tr": "Soruda aranacak bir sözcük yok; lütfen sorunuzu sözcüklerle yazın.",
        "en": "There is no word in the question to look for; please put it in words.",
    },
}


def abstain(reason: AbstentionReason, language: Language, *, names: Sequence[str] = ()) -> Abstention:
    """An abstention with its message."""
    return Abstention(reason, _MESSAGES[reason][language].format(names=", ".join(names)))


def why_not(question: str, asked: Asked, terms: Terms, *, met: float) -> Abstention:
    """The reason why what was read does not answer; `met` is the best share of the question's words that one place has."""
    language = asked.understanding.language
    telling = [word for word in asked.words if word in asked.understanding.names or word[0].isdigit()]
    if unknown := [word for word in telling if not terms.known(word)]:
        typed = {fold(word): word for word in re.findall(r"[^\W_]+", question)}
        return abstain("unknown_name", language, names=[typed.get(word, word) for word in unknown])
    return abstain("evidence_too_weak" if met >= _DEALT_WITH else "nothing_relevant", language)


_DEALT_WITH = 0.3
