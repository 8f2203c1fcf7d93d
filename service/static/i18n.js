// The chosen language and everything that follows it.
// Choice: ?lang= in the address, else the first of the browser's languages that
// is Turkish or English, else <html lang>. Nothing is stored anywhere else.
import { STRINGS } from './strings.js';

const SUPPORTED = Object.keys(STRINGS);
const pageDefault = document.documentElement.lang;
const bindings = new WeakMap();
let current = 'tr';

const base = (tag) => String(tag || '').toLowerCase().split('-')[0];

function explicitLanguage() {
  const asked = base(new URLSearchParams(location.search).get('lang'));
  return SUPPORTED.includes(asked) ? asked : null;
}

export function chooseLanguage() {
  const explicit = explicitLanguage();
  if (explicit) return explicit;
  const wanted = navigator.languages?.length ? navigator.languages : [navigator.language];
  return [...wanted, pageDefault].map(base).find((l) => SUPPORTED.includes(l)) || 'tr';
}

export const currentLanguage = () => current;

export function t(key, ...args) {
  const value = STRINGS[current][key];
  return typeof value === 'function' ? value(...args) : value;
}

export function formatNumber(value, options) {
  return new Intl.NumberFormat(current, options).format(value);
}

export function formatPercent(value) {
  return formatNumber(value, { style: 'percent', maximumFractionDigits: 0 });
}

export function languageName(code) {
  try {
    return new Intl.DisplayNames([current], { type: 'language' }).of(code);
  } catch {
    return code;
  }
}

// A same-origin path that keeps an explicit ?lang= of this page.
export function localHref(path) {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) return '/';
  const explicit = explicitLanguage();
  if (explicit) url.searchParams.set('lang', explicit);
  return url.pathname + url.search + url.hash;
}

// Runs apply(node) now and again after each change of language, so that a
// switch relabels the page in place: focus, scroll and results stay.
export function bind(node, apply) {
  const list = bindings.get(node) || [];
  list.push(apply);
  bindings.set(node, list);
  node.setAttribute('data-bound', '');
  apply(node);
}

export function bindTitle(makeTitle) {
  const title = document.querySelector('title');
  bindings.delete(title);
  bind(title, (node) => { node.textContent = makeTitle(); });
}

export function applyLanguage(language) {
  current = language;
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-i18n]')) {
    node.textContent = t(node.getAttribute('data-i18n'));
  }
  for (const node of document.querySelectorAll('[data-bound]')) {
    for (const apply of bindings.get(node) || []) apply(node);
  }
}

export function setUpLanguageSwitch() {
  for (const link of document.querySelectorAll('#language-switch [data-lang]')) {
    const language = link.getAttribute('data-lang');
    const target = () => {
      const url = new URL(location.href);
      url.searchParams.set('lang', language);
      return url.pathname + url.search + url.hash;
    };
    bind(link, (node) => {
      node.href = target();
      if (language === current) node.setAttribute('aria-current', 'true');
      else node.removeAttribute('aria-current');
    });
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.replaceState(history.state, '', target());
      applyLanguage(language);
    });
  }
}

// Call after the address changed without a page load.
export function refreshLinks() {
  applyLanguage(chooseLanguage());
}
