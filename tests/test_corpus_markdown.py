"""HTML in Markdown: its words are read, its marks are not, and every span still is one of the raw text."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.chunking import split_document
from corpus.markdown import markdown_view
from corpus.types import Chunking, Document

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

PAGE = """<div align="center">
  <h2>Aktau <em>Limanı</em></h2>
  <p>Liman <b>Ha</b>zar kıyısındadır<!-- gizli
  not -->, yıl boyu
  çalışır.</p><p>Liman 1963 yılında kuruldu.</p>
</div>

<table>
  <tr><th>Kent</th><th>Nüfus</th></tr>
  <tr>
    <td title="a > b">Aktau</td>
    <td>183.000</td>
  </tr>
</table>

<ul><li>Birinci<br>madde<li>İkinci madde</ul>

<style>
p { color: red }

</style>
<script type="module">
if (a < b) document.write("<p>yazı</p>");

</script>

Düz **metin**.
"""
READ = [
    ("heading", "Aktau Limanı"),
    ("paragraph", "Liman Hazar kıyısındadır, yıl boyu çalışır."),
    ("paragraph", "Liman 1963 yılında kuruldu."),
    ("item", "Kent Nüfus"),
    ("item", "Aktau 183.000"),
    ("item", "Birinci madde"),
    ("item", "İkinci madde"),
    ("paragraph", "Düz metin."),
]


def read(text: str) -> list[tuple[str, str]]:
    made = markdown_view(text)
    return [(block.kind, made.text[block.start : block.end]) for block in made.blocks]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_html_reads_without_its_tags_comments_scripts_and_styles(ends: str) -> None:
    assert read(PAGE.replace("\n", ends)) == READ


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_raw_spans_of_html_hold_the_words_with_their_tags(ends: str) -> None:
    raw = PAGE.replace("\n", ends)
    made = markdown_view(raw)
    for shown, printed in [
        ("Liman Hazar", "Liman <b>Ha</b>zar"),
        ("kıyısındadır, yıl", f"kıyısındadır<!-- gizli{ends}  not -->, yıl"),
        ("Aktau 183.000", f"Aktau</td>{ends}    <td>183.000"),
        ("Birinci madde", "Birinci<br>madde"),
    ]:
        start = made.text.index(shown)
        raw_start, raw_end = made.raw_span(start, start + len(shown))
        assert raw[raw_start:raw_end] == printed


def test_passages_of_html_are_cut_out_of_the_raw_text_under_their_heading() -> None:
    document = Document("d", PAGE, "", "d.md", format="markdown")
    [passage] = split_document(document, Chunking())
    assert passage.text == PAGE[passage.start : passage.end]
    assert passage.heading == "Aktau Limanı"
    assert "Liman 1963 yılında kuruldu." in passage.reading
    assert all(mark not in passage.reading for mark in ("<", "color", "document.write", "gizli"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> <div>\n> bir\n> iki</div>\n>\n> üç\n", [("paragraph", "bir iki"), ("paragraph", "üç")]),
        ("- <p>bir</p>\n  <p>iki</p>\n- üç\n", [("item", "bir"), ("item", "iki"), ("item", "üç")]),
        ("<details>\n<summary>Soru</summary>\n\n- *Cevap*\n\n</details>", [("paragraph", "Soru"), ("item", "Cevap")]),
        ("<div>5 * 3 < 20 **ve** a_b</div>", [("paragraph", "5 * 3 < 20 **ve** a_b")]),
        ("<DIV\n  class='a'>Bir</DIV>", [("paragraph", "Bir")]),
        ("<p>değerlen-<br>\ndirme <u>ve</u>\nson</p>", [("paragraph", "değerlendirme ve son")]),
        ("<?php if (a > b) ?>\n<!DOCTYPE html>\n<p>Bir", [("paragraph", "Bir")]),
        ("<!-- yalnız bir not\n\nve bir daha -->\n", []),
        ("<style-kit>\nBir\n</style-kit>\n", [("paragraph", "Bir")]),
        ("<p>Bir</p>\n<!-- bitmeyen\n<p>iki</p>", [("paragraph", "Bir")]),
    ],
)
def test_html_stands_where_markdown_has_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


PIECES = (
    "<div>", "</div>", "<p>", "</p>", "<td>", "</td>", "<tr>", "<br/>", "<b>", "</b>", "<h2>", "</h2>", "<a href=\"x>y\">",
    "<!--", "-->", "<script>", "</script>", "<?", "<![CDATA[", "]]>", "<", ">", "'", "\"",
    "> ", "- ", "  ", "\t", "    ", "```", "**", "| a |", "|---|", "# ",
    "Kazakistan", "Kazakistan", "iş\u00adbirliği", "değerlen-", "İ ı a\u0301 👩‍👩‍👧", "\u00a0", "\u200b", "\0", "son.",
    "\n", "\n", "\n\n", "\r\n", "\r", "\x0c", "\u2028",
)  # fmt: skip


@UNHURRIED
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_the_map_of_any_html_is_total_monotone_and_true(text: str) -> None:
    made = markdown_view(text)
    assert len(made.offsets) == len(made.text)
    assert all(a < b for a, b in pairwise(made.offsets))
    assert all(letter in " \n" or letter == text[offset] for letter, offset in zip(made.text, made.offsets, strict=True))
    assert "\n".join(made.text[block.start : block.end] for block in made.blocks) == made.text
    for passage in split_document(Document("d", text, "", "d.md", format="markdown"), Chunking(60, 1)):
        assert passage.text == text[passage.start : passage.end]
        assert passage.text.strip()
