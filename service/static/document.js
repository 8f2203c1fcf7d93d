// The document page: metadata and the raw text, page by page, with the
// characters ?start=..&end=.. (code points) marked.
// #document-view[data-state]: loading, ready, unknown, error.
import { documentTextPath, getDocument, getDocumentText } from './api.js';
import { codePointLength, isRange, utf16Offsets } from './codepoints.js';
import { errorBox, h } from './dom.js';
import {
  bindTitle, formatNumber, languageName, localHref, refreshLinks, t,
} from './i18n.js';

const view = document.getElementById('document-view');

// The id in /documents/{id}; null on any other path, '' where it is unreadable.
export function documentIdFromPath(pathname) {
  const match = /^\/documents\/([^/]*)\/?$/.exec(pathname);
  if (!match) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return '';
  }
}

function requestedRange(length) {
  const query = new URLSearchParams(location.search);
  const number = (name) => (/^\d{1,15}$/.test(query.get(name) || '') ? Number(query.get(name)) : NaN);
  const [start, end] = [number('start'), number('end')];
  return isRange(start, end, length) ? [start, end] : null;
}

// The text of one page, units from..to, with the part inside the range marked.
function pageBody(text, from, to, range, marks) {
  const [start, end] = range
    ? range.map((unit) => Math.min(Math.max(unit, from), to)) : [to, to];
  if (start >= end) return [text.slice(from, to)];
  const first = marks.length === 0;
  const mark = h('mark', { id: first ? 'cited' : null, class: 'cited', tabindex: first ? '-1' : null,
    text: text.slice(start, end) });
  marks.push(mark);
  return [text.slice(from, start), mark, text.slice(end, to)];
}

function pageSection(number, label, doc, children) {
  const section = h('section', { class: 'page' });
  if (number !== null) {
    section.id = `page-${number}`;
    section.setAttribute('data-page', number);
    section.setAttribute('aria-labelledby', `page-${number}-label`);
    const heading = h('h3', { id: `page-${number}-label`, class: 'page-label' },
      h('span', { class: 'page-number', text: () => t('pageNumber', number) }));
    if (label) {
      heading.append(' ', h('span', { class: 'page-printed', text: () => `(${t('printedLabel', label)})` }));
    }
    section.append(heading);
  }
  const blank = children.every((child) => typeof child === 'string' && !child.trim());
  section.append(h('div', { class: 'page-text', lang: doc.language }, ...children));
  if (blank) section.append(h('p', { class: 'note', text: () => t('pageEmpty') }));
  return section;
}

function textSections(doc, text) {
  const length = codePointLength(text);
  const range = requestedRange(length);
  const starts = (doc.page_starts || []).map((start) => Math.min(start, length));
  const units = utf16Offsets(text, [...starts, ...(range || [])]);
  const marked = range ? units.splice(starts.length) : null;
  const marks = [];
  const sections = [];
  const add = (number, label, from, to) => {
    sections.push(pageSection(number, label, doc, pageBody(text, from, to, marked, marks)));
  };
  if (!units.length || units[0] > 0) add(null, null, 0, units.length ? units[0] : text.length);
  units.forEach((from, i) => {
    add(i + 1, doc.page_labels?.[i], from, i + 1 < units.length ? units[i + 1] : text.length);
  });
  return { sections, cited: marks[0] || null };
}

function sourceNode(source) {
  return /^https?:\/\//.test(source)
    ? h('a', { href: source, rel: 'noreferrer noopener', text: source }) : source;
}

function metadata(doc) {
  const list = h('dl', { id: 'document-metadata', class: 'metadata' });
  const add = (key, value) => {
    if (value === null || value === undefined || value === '') return;
    const cell = h('dd', typeof value === 'function' ? { text: value } : {});
    if (typeof value !== 'function') cell.append(value instanceof Node ? value : String(value));
    list.append(h('div', { 'data-field': key }, h('dt', { text: () => t(key) }), cell));
  };
  const count = (value) => (Number.isInteger(value) ? () => formatNumber(value) : null);
  add('authors', doc.authors?.join(', '));
  add('publisher', doc.publisher);
  add('year', doc.year);
  add('language', doc.language ? () => languageName(doc.language) : null);
  add('pages', count(doc.pages));
  add('characters', count(doc.characters));
  add('rights', doc.rights);
  add('source', doc.source ? sourceNode(doc.source) : null);
  add('sha256', doc.sha256);
  return list;
}

const backLink = () => h('p', { class: 'back' }, h('a', {
  id: 'back-link', href: () => localHref('/'), text: () => t('backToAsk'),
}));

function setState(state, ...nodes) {
  view.dataset.state = state;
  view.replaceChildren(...nodes.filter(Boolean));
}

function showDocument(doc, text) {
  const { sections, cited } = textSections(doc, text);
  bindTitle(() => `${doc.title} – Kaynak`);
  setState('ready',
    backLink(),
    h('h1', { id: 'document-title', lang: doc.language, text: doc.title }),
    metadata(doc),
    h('p', { class: 'document-actions' },
      cited ? h('a', { id: 'go-to-cited', href: '#cited', text: () => t('goToCited') }) : null,
      h('a', { id: 'plain-text', href: documentTextPath(doc.document_id), text: () => t('plainText') })),
    h('h2', { id: 'document-text-heading', text: () => t('documentText') }),
    h('div', { id: 'document-text', class: 'document-text' }, ...sections));
  if (cited) {
    cited.focus({ preventScroll: true });
    cited.scrollIntoView({ block: 'start', behavior: 'instant' }); // a jump, no motion
  }
}

async function load(id) {
  bindTitle(() => `${t('documentFallbackTitle')} – Kaynak`);
  setState('loading', backLink(), h('p', { class: 'loading', role: 'status', text: () => t('documentLoading') }));
  try {
    const [doc, text] = id ? await Promise.all([getDocument(id), getDocumentText(id)]) : [null, null];
    if (doc) {
      showDocument(doc, text);
      return;
    }
  } catch (error) {
    if (error.status !== 404) {
      if (error.status === undefined) console.error(error); // a fault of this page
      const shownError = error.status === undefined ? { status: 500 } : error;
      setState('error', backLink(), h('div', { role: 'alert' }, errorBox(shownError, () => {
        load(id);
        document.getElementById('main').focus();
      })));
      return;
    }
  }
  bindTitle(() => `${t('documentUnknown')} – Kaynak`);
  setState('unknown', backLink(),
    h('h1', { id: 'document-unknown', text: () => t('documentUnknown') }),
    h('p', { text: () => t('documentUnknownHint') }));
}

export function startDocument(id) {
  view.hidden = false;
  window.addEventListener('popstate', refreshLinks);
  return load(id);
}
