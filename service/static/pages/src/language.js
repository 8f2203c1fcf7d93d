// The language of the pages: ?lang= in the address, else the first of the reader's languages that is Turkish or English.
import { chooseLanguage, formatNumber, supported, translator } from '../../widget/src/i18n.js';

const changes = new EventTarget();
const explicit = () => supported(new URLSearchParams(location.search).get('lang'));
let current = chooseLanguage(explicit());

function use(language) {
  document.documentElement.lang = language;
  if (language === current) return;
  current = language;
  changes.dispatchEvent(new Event('change'));
}

export const currentLanguage = () => current;

// say(key, ...values) over {key: [Turkish, English]} and the kit's words, in the language of the moment.
export const words = (texts) => (key, ...values) => translator(current, texts)(key, ...values);

// Calls back now, and after each change of language; gives the way to end that.
export function followLanguage(callback) {
  changes.addEventListener('change', callback);
  callback();
  return () => changes.removeEventListener('change', callback);
}

export function switchLanguage(language) {
  history.replaceState(history.state, '', addressIn(language));
  use(language);
}

export function addressIn(language) {
  const url = new URL(location.href);
  url.searchParams.set('lang', language);
  return url.pathname + url.search + url.hash;
}

// A path of this service that keeps a language chosen in the address.
export function localHref(path) {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) return '/';
  if (explicit()) url.searchParams.set('lang', explicit());
  return url.pathname + url.search + url.hash;
}

export const number = (value, options) => formatNumber(current, value, options);
export const percent = (value) => number(value, { style: 'percent', maximumFractionDigits: 0 });
export const milliseconds = (value) => `${number(value, { maximumFractionDigits: value < 10 ? 1 : 0 })} ms`;

// A time as ISO 8601 writes it; anything else stays as it is.
export function moment(text) {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return text;
  return new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

export function languageName(code) {
  try {
    return new Intl.DisplayNames([current], { type: 'language' }).of(code);
  } catch {
    return code;
  }
}

addEventListener('popstate', () => use(chooseLanguage(explicit())));
use(current);
