"""One vocabulary for two languages: the English pieces that the data uses, and Turkish pieces learned from folded text."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.decoders import WordPiece as WordPieceDecoder
from tokenizers.models import WordPiece
from tokenizers.processors import TemplateProcessing
from tokenizers.trainers import WordPieceTrainer

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces in the order of their ids, and how often each occurs in the Turkish and in the English text."""

    pieces: tuple[str, ...]
    turkish_counts: tuple[int, ...]
    english_counts: tuple[int, ...]


def folding_tokenizer(pieces: Sequence[str]) -> Tokenizer:
    """WordPiece over folded text: İ, I, ı and i meet, accents and apostrophe shapes too, composed or not."""
    ids = {piece: i for i, piece in enumerate(pieces)}
    tokenizer = Tokenizer(WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex("[’‘ʼ´`′＇]"), "'"),
            # Drops control and zero-width characters and puts spaces around Chinese ones.
            normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=False),
            normalizers.NFD(),
            normalizers.StripAccents(),  # before lower-casing: İ is I with a dot, and its dot must go first
            normalizers.Lowercase(),
            normalizers.Replace("ı", "i"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = WordPieceDecoder()
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, ids[name]) for name in ("[CLS]", "[SEP]")],
    )
    return tokenizer


def count_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[str]:
    """Occurrences of each piece over `texts`."""
    counts: Counter[str] = Counter()
    for batch in _batched(texts, 4096):
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            counts.update(encoding.tokens)
    return counts


def train_turkish_pieces(texts: Iterable[str], *, size: int) -> list[str]:
    """The `size` word pieces that WordPiece training finds in folded Turkish text."""
    tokenizer = folding_tokenizer(SPECIAL)
    trainer = WordPieceTrainer(
        vocab_size=size, min_frequency=3, special_tokens=list(SPECIAL), limit_alphabet=100, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    ids = tokenizer.get_vocab()
    return sorted(set(ids) - set(SPECIAL), key=ids.__getitem__)


def join_vocabularies(
    english: Tokenizer, english_texts: Sequence[str], turkish_texts: Sequence[str], *, english_size: int, turkish_size: int
) -> Vocabulary:
    """English pieces seen in the data, most frequent first up to `english_size`, plus new Turkish ones."""
    order = english.get_vocab()
    seen = count_pieces(english, english_texts)
    # Single characters are what a word nobody saw falls back to.
    spelling = [piece for piece in order if len(piece.removeprefix("##")) == 1 and piece.isascii()]
    frequent = [piece for piece, count in seen.most_common(english_size) if count > 1]
    kept = sorted(set(spelling + frequent) - set(SPECIAL), key=order.__getitem__)
    known = set(kept)
    new = [piece for piece in train_turkish_pieces(turkish_texts, size=turkish_size) if piece not in known]
    pieces = (*SPECIAL, *kept, *new)
    joint = folding_tokenizer(pieces)
    in_turkish, in_english = count_pieces(joint, turkish_texts), count_pieces(joint, english_texts)
    return Vocabulary(pieces, tuple(in_turkish[p] for p in pieces), tuple(in_english[p] for p in pieces))


def _batched(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    remaining = iter(texts)
    while batch := list(islice(remaining, size)):
        yield batch
