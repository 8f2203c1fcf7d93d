// The language of what is shown, and its words.
import { KIT } from './strings.js';

const LANGUAGES = ['tr', 'en'];

// 'tr' or 'en' of a language tag, or null.
export function supported(tag) {
  const base = String(tag || '').toLowerCase().split('-')[0];
  return LANGUAGES.includes(base) ? base : null;
}

// The first wish that can be met: data-lang, <html lang>, the question's language, the browser's; else Turkish.
export function chooseLanguage(...wishes) {
  return [...wishes, ...(navigator.languages || [])].map(supported).find(Boolean) || 'tr';
}

// t(key, ...arguments) over the shared strings and those given.
export function translator(language, more = {}) {
  const column = Math.max(LANGUAGES.indexOf(language), 0);
  return (key, ...values) => {
    const value = (more[key] || KIT[key])?.[column] ?? key;
    return typeof value === 'function' ? value(...values) : value;
  };
}

export const formatNumber = (language, value, options) => new Intl.NumberFormat(language, options).format(value);

// A passage's own language, for its lang attribute: Turkish if it has a letter that English lacks.
export const languageOf = (text) => (/[ğĞışŞİ]/.test(text) ? 'tr' : 'en');
