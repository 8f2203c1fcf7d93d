// Text with marks on ranges of it. Only text nodes are made; joined, they are the text, character for character.
import { html } from 'lit';
import { codePointLength, isRange, utf16Offsets } from './codepoints.js';

// What collapsed white space still has to show: blank lines, and control characters, which have no glyph.
const BREAKS = /\n[^\S\n]*\n\s*|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const SENTENCE_END = /[.!?:…]["'”’»)\]]*[^\S\n]*$/;

// One blank line within a sentence is an artefact of the page layout: no gap there.
// before: the text that comes just ahead of this one.
export function readable(text, before = '') {
  const parts = [];
  let from = 0;
  for (const { 0: match, index } of text.matchAll(BREAKS)) {
    parts.push(text.slice(from, index));
    from = index + match.length;
    if (match[0] !== '\n') {
      parts.push(html`<span class="control">${match}</span>`);
      continue;
    }
    const ahead = (before.slice(-8) + text.slice(0, index)).slice(-8);
    parts.push(match);
    if (match.split('\n').length > 3 || SENTENCE_END.test(ahead)) parts.push(html`<span class="gap"></span>`);
  }
  parts.push(text.slice(from));
  return parts;
}

// Cuts text at the ends of ranges {start, end, name} (code points from its beginning) into [piece, names of its ranges].
export function cut(text, ranges) {
  const length = codePointLength(text);
  const usable = ranges.filter(({ start, end }) => isRange(start, end, length));
  const points = [...new Set([0, length, ...usable.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const units = utf16Offsets(text, points);
  return points.slice(1).map((end, i) => [
    text.slice(units[i], units[i + 1]),
    usable.filter((range) => range.start <= points[i] && end <= range.end).map(({ name }) => name),
  ]);
}

// A citation's passage: the cited part in <mark>, its answering words and the short answer stressed.
export function markedPassage(citation, short = null) {
  const base = citation.passage.start_char_index;
  const range = (span, name) => ({ start: span.start_char_index - base, end: span.end_char_index - base, name });
  const pieces = cut(citation.passage.text, [
    range(citation, 'cited'),
    ...(citation.highlights || []).map((span) => range(span, 'word')),
    ...(short?.citation === citation.number ? [range(short, 'short')] : []),
  ]);
  const groups = { before: [], cited: [], after: [] };
  let seen = '';
  for (const [text, names] of pieces) {
    const where = names.includes('cited') ? 'cited' : groups.cited.length ? 'after' : 'before';
    const parts = readable(text, seen);
    const kind = ['short', 'word'].find((name) => names.includes(name));
    groups[where].push(kind && where === 'cited' ? html`<b class=${kind}>${parts}</b>` : parts);
    seen += text;
  }
  if (!groups.cited.length) return groups.before;
  return html`<span class="around">${groups.before}</span><mark>${groups.cited}</mark><span class="around">${groups.after}</span>`;
}

// text with part marked, however the two break their lines; never the 9 of 49 or of 9,5.
// before: what stands ahead of the part at its origin. As often as the part is in there, so often it is passed over.
export function markedPart(text, part, before = '') {
  const words = String(part || '').trim().split(/\s+/).filter(Boolean);
  if (!words.length) return text;
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}[.,])${pattern}(?!\\p{N}|[.,]\\p{N})`, 'gu');
  const places = [...text.matchAll(whole)];
  const found = places[Math.min([...before.matchAll(whole)].length, places.length - 1)];
  if (!found) return text;
  const end = found.index + found[0].length;
  return html`${text.slice(0, found.index)}<mark>${found[0]}</mark>${text.slice(end)}`;
}
