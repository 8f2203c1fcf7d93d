// Small helpers to build the page from text nodes only.
import { bind, t } from './i18n.js';

function assign(node, name, value) {
  if (name === 'text') node.textContent = value;
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : String(value));
}

// h('p', {class: 'x', text: () => t('key')}, child, ...). A function as value
// is called again when the language changes; on* adds a listener.
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (typeof value === 'function') bind(node, (n) => assign(n, name, value()));
    else assign(node, name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// What text collapsed by the style sheet still has to show: blank lines, and
// control characters, which have no glyph.
const BREAKS = /\n[^\S\n]*\n\s*|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const SENTENCE_END = /[.!?:…]["'”’»)\]]*[^\S\n]*$/;

// Appends text with textContent unchanged, and marks the breaks in it. One
// blank line within a sentence is an artefact of the page layout: no gap there.
// before: the text that comes just ahead of this one.
export function appendReadable(parent, text, before = '') {
  let from = 0;
  for (const { 0: match, index } of text.matchAll(BREAKS)) {
    parent.append(text.slice(from, index));
    from = index + match.length;
    if (match[0] !== '\n') {
      parent.append(h('span', { class: 'control-character', text: match }));
      continue;
    }
    parent.append(match);
    const ahead = (before.slice(-8) + text.slice(0, index)).slice(-8);
    if (match.split('\n').length > 3 || SENTENCE_END.test(ahead)) {
      parent.append(h('span', { class: 'paragraph-gap' }));
    }
  }
  parent.append(text.slice(from));
}

// A kind message for a failed request, with a retry button where that can help.
export function errorBox(error, onRetry) {
  const network = error.status === 0;
  const key = network ? 'errorNetwork' : error.status >= 500 ? 'errorServer' : 'errorRequest';
  const box = h('div', { class: 'error', 'data-status': error.status },
    h('p', { class: 'error-title', text: () => t(key) }));
  if (network) box.append(h('p', { class: 'error-detail', text: () => t('errorNetworkHint') }));
  else if (error.detail) box.append(h('p', { class: 'error-detail', text: error.detail }));
  if (onRetry && (network || error.status >= 500 || [408, 429].includes(error.status))) {
    box.append(h('button', { type: 'button', class: 'retry', text: () => t('retry'), onclick: onRetry }));
  }
  return box;
}
