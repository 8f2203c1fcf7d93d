// The collection: every document with what is known of it, its passages, and what the reading view mends.
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { languageName, number, words } from './language.js';
import { errorBox, figures, Page, teach, waiting } from './page.js';
import { passageList } from './passages.js';
import { documentHref } from './place.js';
import { client, getPassages, getView } from './service.js';
import { COMMON } from './text/common.js';
import { LIBRARY } from './text/library.js';

const say = words({ ...COMMON, ...LIBRARY });
const sum = (documents, key) => documents.reduce((total, document) => total + (document[key] || 0), 0);
// As the search folds: İ, I, ı and i meet, accents fall away.
const fold = (text) => text.replace(/[İIı]/g, 'i').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
const ORDERS = {
  byTitle: (a, b) => a.title.localeCompare(b.title, 'tr'),
  byYear: (a, b) => (b.year ?? 0) - (a.year ?? 0),
  byLength: (a, b) => b.characters - a.characters,
};

class LibraryPage extends Page {
  static properties = { state: { state: true }, sought: { state: true }, order: { state: true }, insides: { state: true } };

  constructor() {
    super();
    Object.assign(this, { state: 'loading', documents: [], sought: '', order: 'byTitle', insides: new Map() });
    this.name = () => say('title');
  }

  connectedCallback() {
    super.connectedCallback();
    this.fetchAll();
  }

  fetchAll() {
    return this.load(async () => { this.documents = await client.listDocuments(); });
  }

  async openInside(event, id) {
    if (!event.target.open || this.insides.has(id)) return;
    const found = await Promise.all([getPassages(id), getView(id)]).then(
      ([{ passages }, { mended }]) => ({ passages, mended }), (fault) => ({ fault }));
    this.insides = new Map(this.insides).set(id, found);
  }

  inside(id) {
    const found = this.insides.get(id);
    if (!found) return html`<p class="muted">…</p>`;
    if (found.fault) return errorBox(found.fault);
    const { passages, mended } = found;
    const counts = [mended.joined_lines, mended.mended_words, mended.left_out_characters].map((count) => number(count));
    return html`<p class="muted">${say('mended', ...counts)}</p>
      ${passageList(id, passages, { letters: 140 })}`;
  }

  item(document) {
    const { document_id: id } = document;
    const by = [document.authors.join(', '), document.publisher, document.year].filter(Boolean).join(' · ');
    const sizes = [document.pages && say('pageCount', number(document.pages)), say('passageCount', number(document.passages)),
      document.language && languageName(document.language)];
    return html`<li class="document-item" data-document-id=${id}>
      <h2><a class="document-link" lang=${document.language || nothing} dir="auto" href=${documentHref(id)}>${document.title || id}</a></h2>
      ${by ? html`<p class="byline" dir="auto">${by}</p>` : nothing}
      <p class="sizes">${sizes.filter(Boolean).map((size) => html`<span>${size}</span>`)}</p>
      <details class="inside" @toggle=${(event) => this.openInside(event, id)}>
        <summary aria-label="${say('more')}: ${document.title}">${say('more')}</summary>${this.inside(id)}</details></li>`;
  }

  controls() {
    return html`<form class="controls" role="search" @submit=${(event) => event.preventDefault()}>
      <label>${say('find')}<input type="search" id="find" placeholder=${say('findHint')} .value=${this.sought} autocomplete="off"
        @input=${(event) => { this.sought = event.target.value; }}></label>
      <label>${say('order')}<select id="order" @change=${(event) => { this.order = event.target.value; }}>${
        Object.keys(ORDERS).map((order) => html`<option value=${order} ?selected=${order === this.order}>${say(order)}</option>`)
      }</select></label></form>`;
  }

  list() {
    const { documents, sought } = this;
    const wanted = fold(sought).split(/\s+/);
    const text = (document) => fold([document.title, document.authors.join(' '), document.publisher, document.document_id].join(' '));
    const found = documents.filter((document) => wanted.every((word) => text(document).includes(word)));
    return html`${figures([[say('documents'), number(documents.length)], [say('pagesTotal'), number(sum(documents, 'pages'))],
        [say('passages'), number(sum(documents, 'passages'))], [say('characters'), number(sum(documents, 'characters'))]])}
      ${this.controls()}
      <p class="muted" role="status">${sought ? say('shown', number(found.length), number(documents.length)) : nothing}</p>
      ${found.length ? html`<ul id="document-list" class="document-list" role="list">${
        repeat(found.sort(ORDERS[this.order]), (one) => one.document_id, (one) => this.item(one))}</ul>` : html`<div class="notice"><p>${say('none')}</p>
        <button type="button" class="button" @click=${() => { this.sought = ''; }}>${say('clear')}</button></div>`}`;
  }

  content() {
    if (this.state === 'loading') return waiting(say('loading'));
    if (this.state !== 'ready') return errorBox(this.fault, () => this.fetchAll());
    if (this.documents.length) return this.list();
    return teach(say('empty'), html`<p>${say('emptyHint')}</p><pre class="code"><code>kaynak build belgeler/</code></pre>`);
  }

  render() {
    return html`<div id="library" class="medium" data-state=${this.state}>
      <h1>${say('title')}</h1><p class="lead">${say('lead')}</p>${this.content()}</div>`;
  }
}
customElements.define('kaynak-library-page', LibraryPage);
