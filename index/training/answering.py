"""Learns in which words answers are given: python -m index.training.answering --data DIR; the lexical leg looks for them.

Questions and the sentences that answer them are two languages to IBM Model 1, so that "koltuk" leads to "sandalye" and "üye"
and "money" to "bütçe" (Berger et al. 2000, doi:10.1145/345508.345576). It reads the project's own passages and papers, but
for those that are held out.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.text import content_words, prefix
from index.dictionary import ANSWERS, write_dictionary
from index.training.data import authored_sections
from index.training.dictionary import Entries, learn
from index.training.papers import LANGUAGES, paper_sections, read_papers
from index.training.types import Section, is_held_out

_ASKED, _ANSWERED = 3, 3  # of how many questions and sentences a word must be
_FULL = 0.05  # probability from which a word of the answer counts as one of the question itself would


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn from both languages' questions and write a file for each."""
    parser = argparse.ArgumentParser(prog="python -m index.training.answering", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=ANSWERS, metavar="DIR", help="where the files go (default: the service's)"
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with *.qa.jsonl and *.answers.jsonl")
    options = parser.parse_args(arguments)
    own = [section for section in authored_sections(options.data) if not is_held_out(section.passages["tr"])]
    if not own:
        parser.error(f"no *.qa.jsonl in {options.data}: name the folder of training texts by --data")
    sections = [*own, *paper_sections(read_papers())]
    for language in LANGUAGES:
        entries = learn_answers(answered(sections, language), turkish=language == "tr")
        write_dictionary(options.out / f"{language}.tsv.gz", entries)
        print(f"{options.out / language}.tsv.gz: {len(entries)} words, {sum(len(terms) for _, terms in entries)} terms")


def answered(sections: Iterable[Section], language: str) -> Iterator[tuple[str, str]]:
    """Questions of a language, each with the Turkish sentence that answers it."""
    for section in sections:
        text, starts = section.passages["tr"], section.starts("tr")
        for number, question in enumerate(section.questions):
            place = section.place(number, "tr")
            if place >= 0:
                yield question[language], text[starts[place] : [*starts, len(text)][place + 1]]


def learn_answers(pairs: Iterable[tuple[str, str]], *, turkish: bool) -> Entries:
    """For each word of questions (its prefix, of a Turkish one) the terms of answers, with weights from 0.4 to 1."""
    both = [(_words(question), list(map(prefix, _words(sentence)))) for question, sentence in pairs]
    asked = [list(map(prefix, words)) if turkish else words for words, _ in both]
    said = [terms for _, terms in both]
    asked_in, said_in = (Counter(word for words in side for word in set(words)) for side in (asked, said))
    found = []
    for word, terms in learn(asked, said):
        if asked_in[word] < _ASKED:
            continue
        kept = {term: min(1.0, probability / _FULL) for term, probability in terms.items() if said_in[term] >= _ANSWERED}
        if kept:
            found.append((word, kept))
    return found


def _words(text: str) -> list[str]:
    return [word for word in content_words(text) if word[0].isalpha()]


if __name__ == "__main__":
    main()
