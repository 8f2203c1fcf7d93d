"""Turkish inflection by its endings alone: enough to say that one word may be another's inflected form."""

import re

# Folded (no ı, ö, ü, ş, ç, ğ): plural, possessive, case, copula, past, -ki, -li, -lik, -ce.
_ENDINGS = """
    lar ler i u si su im um in un imiz umuz iniz unuz lari leri a e ya ye na ne yi yu ni nu da de ta te nda nde
    dan den tan ten ndan nden nin nun la le yla yle dir dur tir tur di du ti tu ydi ydu mis mus ki li lu lik luk ca ce
""".split()
ENDINGS = f"(?:{'|'.join(sorted(_ENDINGS, key=len, reverse=True))}){{1,4}}"
_INFLECTION = re.compile(ENDINGS)
_SHORTEST_STEM = 3


def is_inflected(word: str, stem: str) -> bool:
    """Whether the folded word is the stem, or the stem with Turkish endings ("milyondur", "milyon").

    Stems of one or two letters must be equal; a stem that changes (kitap, kitabı) is not recognised.
    """
    if word == stem:
        return True
    if len(stem) < _SHORTEST_STEM or not word.startswith(stem):
        return False
    return _INFLECTION.fullmatch(word, len(stem)) is not None
