"""Bytes to text: UTF-8 and UTF-16, and the legacy encodings that Turkish files are found in."""

_BOMS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
_LEGACY = ("cp1254", "cp857", "mac_turkish")
_TURKISH = frozenset("çğıöşüÇĞİÖŞÜ")
_ALSO_USUAL = frozenset("âîûÂÎÛé’‘“”«»–—…•°·©®™€£§§½ \xa0\xad")


class EncodingError(ValueError):
    """The bytes are not text, or their encoding cannot be told; the message is the reason."""


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding of a file's bytes, line ends untouched.

    Raises EncodingError for binary data, and where two legacy encodings read about equally well: a wrong guess would put
    wrong letters into every citation.
    """
    text, encoding = _decoded(data)
    # A NUL is refused by itself: SQLite's text functions stop there, and no text needs one.
    if "\0" in text or sum(c < " " and c not in "\t\n\r\f\v\x1c\x1d\x1e\x1f" for c in text) > len(text) // 200:
        raise EncodingError("it is a binary file, not text")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding, bom in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding), encoding.removesuffix("-sig")
    if b"\0" in data:
        raise EncodingError("it is a binary file, not text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _legacy(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(f"it announces {encoding} but byte {error.start} is none; save it as UTF-8") from error


def _legacy(data: bytes) -> tuple[str, str]:
    readings = sorted((_strangeness(data, encoding), encoding) for encoding in _LEGACY)
    (best, encoding), (second, other) = readings[:2]
    if best > 0.2 or second - best < 0.2:
        raise EncodingError(f"its encoding cannot be told ({encoding} or {other}?); save it as UTF-8")
    return data.decode(encoding), encoding


def _strangeness(data: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that Turkish text does not use; 1 where the bytes cannot be read at all."""
    try:
        beyond = [c for c in data.decode(encoding) if c > "\x7f"]
    except UnicodeDecodeError:
        return 1.0
    return sum(c not in _TURKISH and c not in _ALSO_USUAL for c in beyond) / len(beyond)
