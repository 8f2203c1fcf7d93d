// The list of documents below the empty home, and what is known of each one.
import { listDocuments } from './api.js';
import { errorBox, h } from './dom.js';
import { formatNumber, localHref, t } from './i18n.js';

const section = document.getElementById('documents');
const body = document.getElementById('documents-body');
let pending = null;

function load() {
  pending ||= listDocuments();
  pending.catch(() => { pending = null; });
  return pending;
}

// The language of a document, or null where it cannot be learnt.
export async function documentLanguage(id) {
  try {
    return (await load()).find((d) => d.document_id === id)?.language || null;
  } catch {
    return null;
  }
}

function details(doc) {
  const pages = Number.isInteger(doc.pages)
    ? t('pageCount', formatNumber(doc.pages), doc.pages) : null;
  return [doc.authors?.join(', '), doc.publisher, doc.year, pages]
    .filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
}

function item(doc) {
  return h('li', { class: 'document-item', 'data-document-id': doc.document_id },
    h('a', {
      class: 'document-link',
      lang: doc.language,
      text: doc.title,
      href: () => localHref(`/documents/${encodeURIComponent(doc.document_id)}`),
    }),
    h('p', { class: 'document-details', text: () => details(doc) }));
}

export async function showDocuments() {
  if (section.dataset.state === 'loading' || section.dataset.state === 'ready') return;
  section.dataset.state = 'loading';
  body.replaceChildren(h('p', { class: 'loading', text: () => t('documentsLoading') }));
  try {
    const documents = await load();
    body.replaceChildren(documents.length
      ? h('ul', { id: 'document-list', class: 'document-list', role: 'list' }, ...documents.map(item))
      : h('p', { text: () => t('documentsEmpty') }));
    section.dataset.state = 'ready';
  } catch (error) {
    section.dataset.state = 'error';
    body.replaceChildren(errorBox(error, () => {
      showDocuments();
      document.getElementById('documents-heading').focus();
    }));
  }
}
