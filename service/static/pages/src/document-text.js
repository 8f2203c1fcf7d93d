// The text of a document, page by page. Joined, the text nodes of a page are its raw text, character for character; what
// the reading view leaves out is there too, hidden by the style sheet, so that one text serves both looks.
import { html, nothing } from 'lit';
import { codePointLength, utf16Offsets } from '../../widget/src/codepoints.js';
import { words } from './language.js';
import { DOCUMENT } from './text/document.js';

const say = words(DOCUMENT);

// Position of the last of rising numbers that is not above value, -1 if there is none.
function lastUpTo(numbers, value) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// marks: [{start, end, kind: 'cited'|'other', number, words: [[start, end]]}]; where two overlap, the first counts.
export class TextLayers {
  constructor(text, { blocks, leftOut, pageStarts, marks }) {
    this.text = text;
    this.length = codePointLength(text);
    this.leftOut = leftOut;
    this.leftOutStarts = leftOut.map(([start]) => start);
    this.marks = marks;
    this.blocks = blocks;
    const starts = pageStarts.map((start) => Math.min(start, this.length));
    this.edges = [...(starts[0] === 0 ? [] : [0]), ...starts, this.length];
    this.firstNumber = starts.length ? (starts[0] === 0 ? 1 : 0) : null;
    const points = [
      ...this.edges,
      ...blocks.flatMap((block) => [block.start_char_index, block.end_char_index]),
      ...leftOut.flat(),
      ...marks.flatMap((mark) => [mark.start, mark.end, ...mark.words.flat()]),
    ];
    this.points = [...new Set(points)].filter((point) => point <= this.length).sort((a, b) => a - b);
    const units = utf16Offsets(text, this.points);
    this.unit = new Map(this.points.map((point, i) => [point, units[i]]));
  }

  slice(start, end) {
    return this.text.slice(this.unit.get(start), this.unit.get(end));
  }

  // Pages as {number, start, end}; text before the first page has the number 0, a text without pages null.
  pages() {
    return this.edges.slice(0, -1).map((start, i) => (
      { number: this.firstNumber === null ? null : this.firstNumber + i, start, end: this.edges[i + 1] }));
  }

  // What a page is made of: parts of blocks, and what stands between blocks (kind null).
  pieces({ start, end }) {
    const pieces = [];
    let at = start;
    for (const block of this.blocks) {
      const [from, to] = [Math.max(block.start_char_index, start), Math.min(block.end_char_index, end)];
      if (from >= to) continue;
      if (from > at) pieces.push({ kind: null, start: at, end: from });
      pieces.push({ kind: block.kind, start: from, end: to, continued: from > block.start_char_index });
      at = to;
    }
    if (at < end) pieces.push({ kind: null, start: at, end });
    return pieces;
  }

  isLeftOut(point) {
    const i = lastUpTo(this.leftOutStarts, point);
    return i >= 0 && point < this.leftOut[i][1];
  }

  // A piece as [{mark, runs: [{text, hidden, word}]}], neighbours under one mark together.
  groups({ start, end }) {
    const groups = [];
    for (let i = lastUpTo(this.points, start); this.points[i] < end; i += 1) {
      const [from, to] = [this.points[i], this.points[i + 1]];
      const mark = this.marks.find((candidate) => candidate.start <= from && to <= candidate.end) ?? null;
      const word = Boolean(mark?.words.some(([first, last]) => first <= from && to <= last));
      if (groups.at(-1)?.mark !== mark) groups.push({ mark, runs: [] });
      groups.at(-1).runs.push({ text: this.slice(from, to), hidden: this.isLeftOut(from), word });
    }
    return groups;
  }
}

function run({ text, hidden, word }) {
  if (hidden) return html`<span class="left-out">${text}</span>`;
  return word ? html`<b>${text}</b>` : text;
}

function group(layers, { mark, runs }, once) {
  const content = runs.map(run);
  if (!mark) return content;
  const first = !once.has(mark);
  once.add(mark);
  const id = first ? (mark.kind === 'cited' ? 'cited' : `citation-${mark.number}`) : nothing;
  return html`<mark id=${id} class=${mark.kind} tabindex=${first ? '-1' : nothing} data-number=${mark.number ?? nothing}>${content}</mark>`;
}

function piece(layers, part, once) {
  const content = layers.groups(part).map((one) => group(layers, one, once));
  const name = `block ${part.kind}${part.continued ? ' continued' : ''}`;
  if (part.kind === null) return html`<span class="between">${content}</span>`;
  return part.kind === 'heading' ? html`<h3 class=${name}>${content}</h3>` : html`<p class=${name}>${content}</p>`;
}

function page(layers, { number, start, end }, { labels, language, once }) {
  const label = labels?.[number - 1];
  const blank = !layers.slice(start, end).trim();
  return html`<section class="page" id=${number ? `page-${number}` : nothing}>
    ${number ? html`<h2 class="page-label"><a href=${`#page-${number}`}>${say('page', number)}</a>${
      label ? html` <span class="page-printed">${say('printedNumber', label)}</span>` : nothing}</h2>` : nothing}
    <div class="page-text" lang=${language || nothing} data-start=${start}>${
      layers.pieces({ start, end }).map((part) => piece(layers, part, once))}</div>
    ${blank ? html`<p class="muted">${say('pageEmpty')}</p>` : nothing}</section>`;
}

export function documentText(layers, { labels, language }) {
  const once = new Set();
  return layers.pages().map((one) => page(layers, one, { labels, language, once }));
}

// {start, end} in code points of what the reader has selected within one text, or null.
export function selectedRange(container) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const place = (node, offset) => {
    const text = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('.page-text');
    if (!text || !container.contains(text)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(node, offset);
    return Number(text.dataset.start) + codePointLength(before.toString());
  };
  const [start, end] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
  return start !== null && end !== null && start < end ? { start, end } : null;
}
