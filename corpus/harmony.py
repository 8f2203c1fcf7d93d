"""Turkish vowel harmony and voicing: how an ending sounds behind a word (Göksel and Kerslake 2005, chapters 2 and 3)."""

PLAIN_VOWELS = "aıoueiöü"
VOWELS = PLAIN_VOWELS + "âîû"
_BACK, _ROUND, _VOICELESS = "aıouâû", "oöuüû", "çfhkpsşt"


def harmonised(ending: str, stem: str) -> str:
    """An ending, lower case, as it stands behind a stem: A becomes a or e, I ı, i, u or ü, D d or t."""
    for letter in ending:
        stem += _sound(letter, stem)
    return stem[len(stem) - len(ending) :]


def _sound(letter: str, stem: str) -> str:
    if letter == "D":
        return "t" if stem[-1] in _VOICELESS else "d"
    if letter not in "AI":
        return letter
    vowel = next((own for own in reversed(stem) if own in VOWELS), "e")
    back, rounded = vowel in _BACK, vowel in _ROUND
    if letter == "A":
        return "a" if back else "e"
    return ("u" if rounded else "ı") if back else ("ü" if rounded else "i")
