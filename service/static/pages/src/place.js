// Places in the address bar: a question with its filter, a document with a range of characters.
import { localHref } from './language.js';

const query = () => new URLSearchParams(location.search);
const index = (text) => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : NaN);

// The id in /documents/{id}; null on any other path, '' where it is unreadable.
export function documentIdFrom(pathname) {
  const match = /^\/documents\/(.*?)\/?$/.exec(pathname);
  if (!match) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return '';
  }
}

// {start, end} in code points, NaN where the address has none.
export const rangeInAddress = () => ({ start: index(query().get('start')), end: index(query().get('end')) });

// The question and the documents it is put to (none: all of them).
export const askedInAddress = () => ({ question: (query().get('q') ?? '').trim(), documents: query().getAll('in').filter(Boolean) });

function withAsked(path, { question, documents }) {
  const url = new URL(path, location.origin);
  if (question) url.searchParams.set('q', question);
  for (const id of documents) url.searchParams.append('in', id);
  return localHref(url.pathname + url.search);
}

export const askHref = (asked) => withAsked('/', asked);

// A citation's own address, with the question that led there, so that its other citations can be visited.
export const citationHref = (url, asked) => withAsked(url, asked);

export const documentHref = (id) => localHref(`/documents/${encodeURIComponent(id)}`);
export const rangeHref = (id, { start, end }) => localHref(`/documents/${encodeURIComponent(id)}?start=${start}&end=${end}`);
