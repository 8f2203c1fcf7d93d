// A document: its text with the characters of ?start=..&end=.. marked, and what is known of it.
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { codePointLength, isRange, pageRange } from '../../widget/src/kit.js';
import { citationSteps, documentPanel } from './document-panel.js';
import { documentText, selectedRange, TextLayers } from './document-text.js';
import { currentLanguage, localHref, words } from './language.js';
import { choices, errorBox, Page, waiting } from './page.js';
import { askedInAddress, citationHref, rangeHref, rangeInAddress } from './place.js';
import { client, getPassages, getView, textPath } from './service.js';
import { go } from './shell.js';
import { COMMON } from './text/common.js';
import { DOCUMENT } from './text/document.js';

const say = words({ ...COMMON, ...DOCUMENT });
const LOOKS = ['reading', 'printed'];
const rangeOf = (citation) => ({ start: citation.start_char_index, end: citation.end_char_index });
const same = (a, b) => Boolean(a && b) && a.start === b.start && a.end === b.end;

class DocumentPage extends Page {
  static properties = {
    documentId: {},
    state: { state: true },
    look: { state: true },
    range: { state: true },
    citations: { state: true },
    selected: { state: true },
    passages: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { state: 'loading', look: 'reading', range: null, citations: null, selected: null });
    this.asked = askedInAddress();
    this.name = () => this.doc?.title || say(this.state === 'unknown' ? 'unknown' : 'document');
    this.onAddress = () => this.followAddress();
    this.onSelection = () => this.noteSelection();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', this.onAddress);
    document.addEventListener('selectionchange', this.onSelection);
    this.fetchAll();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', this.onAddress);
    document.removeEventListener('selectionchange', this.onSelection);
  }

  async fetchAll() {
    const id = this.documentId;
    await this.load(async () => {
      const [doc, text, view] = await Promise.all([client.getDocument(id), client.getDocumentText(id), getView(id)]);
      Object.assign(this, { doc, text, view, length: codePointLength(text) });
      this.range = this.validRange();
    });
    this.entitle(this.name);
    if (this.state !== 'ready') return;
    await this.updateComplete;
    await this.showCited();
    const held = document.activeElement?.id === 'cited';
    await this.fetchCitations();
    await this.updateComplete;
    // Drawing further marks can replace the one that had the focus.
    if (held) this.querySelector('#cited').focus({ preventScroll: true });
  }

  // The question that led here is asked again: its other citations are marked, and can be visited one by one.
  async fetchCitations() {
    const { question, documents } = this.asked;
    if (!question) return;
    try {
      this.citations = (await client.ask(question, { document_ids: documents.length ? documents : null })).citations;
    } catch {
      this.citations = []; // the document can be read without them
    }
  }

  // Only for who wants to see them: of a long document they are many.
  async openPassages() {
    this.passages ??= await getPassages(this.documentId).then(({ passages }) => ({ passages }), (fault) => ({ fault }));
  }

  validRange() {
    const range = rangeInAddress();
    this.badRange = !Number.isNaN(range.start) && !isRange(range.start, range.end, this.length);
    return isRange(range.start, range.end, this.length) ? range : null;
  }

  async followAddress() {
    if (this.state !== 'ready') return;
    this.range = this.validRange();
    await this.updateComplete;
    this.showCited();
  }

  // A jump, without motion, to the marked characters; what the reading view hides is shown as printed.
  async showCited() {
    let mark = this.querySelector('#cited');
    if (!mark) return;
    if (!mark.offsetWidth) {
      this.look = 'printed';
      await this.updateComplete;
      mark = this.querySelector('#cited');
    }
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: 'start', behavior: 'instant' });
  }

  backToCited(event) {
    event.preventDefault();
    this.showCited();
  }

  noteSelection() {
    if (this.state !== 'ready') return;
    const selected = selectedRange(this);
    if (!same(selected, this.selected)) this.selected = selected;
  }

  // Follows a link within this document without loading the page again.
  jump(event, address) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(address);
    this.followAddress();
  }

  get marks() {
    const here = (this.citations ?? []).filter((citation) => citation.document_id === this.doc.document_id);
    const mark = (citation, kind) => ({
      ...rangeOf(citation), kind, number: citation.number,
      words: citation.highlights.map((span) => [span.start_char_index, span.end_char_index]),
    });
    const cited = here.find((citation) => same(rangeOf(citation), this.range));
    const others = here.filter((citation) => citation !== cited).map((citation) => mark(citation, 'other'));
    if (!this.range) return others;
    return [cited ? mark(cited, 'cited') : { ...this.range, kind: 'cited', number: null, words: [] }, ...others];
  }

  pageOf({ start, end }) {
    const { page_starts: starts } = this.doc;
    const at = (offset) => starts.filter((first) => first <= offset).length || null;
    return pageRange(say, { start_page_number: at(start), end_page_number: at(end - 1) });
  }

  lookSwitch() {
    return html`<fieldset class="segments"><legend class="hidden">${say('look')}</legend>${
      choices({ name: 'look', values: LOOKS, chosen: this.look, label: say, choose: (look) => { this.look = look; } })}</fieldset>`;
  }

  drawText() {
    const { doc, text, view, marks } = this;
    const layers = new TextLayers(text, { blocks: view.blocks, leftOut: view.left_out, pageStarts: doc.page_starts, marks });
    return documentText(layers, { labels: doc.page_labels, language: doc.language });
  }

  ready() {
    const { doc, text, view, citations, range } = this;
    const isHere = (citation) => citation.document_id === doc.document_id && same(rangeOf(citation), range);
    const at = (citations ?? []).findIndex(isHere);
    const byline = [doc.authors?.join(', '), doc.publisher, doc.year].filter(Boolean).join(' · ');
    return html`<header class="document-head">
        <p class="crumb"><a href=${localHref('/library')}>${say('library')}</a></p>
        <h1 id="document-title" lang=${doc.language || nothing} dir="auto">${doc.title}</h1>
        ${byline ? html`<p class="byline" dir="auto">${byline}</p>` : nothing}
        <p class="row tools">${this.lookSwitch()}
          ${range ? html`<a id="go-to-cited" href="#cited" @click=${this.backToCited}>${say('goToCited')}</a>` : nothing}
          <a id="plain-text" href=${textPath(doc.document_id)}>${say('plainText')}</a></p></header>
      <div class="document-body">
        <div id="document-text" class="document-text" data-look=${this.look} role="region" aria-label=${say('textOf')}>
          ${guard([text, range, citations, currentLanguage()], () => this.drawText())}</div>
        <div class="margin">
          ${citationSteps({ citations, at, asked: this.asked, follow: (event, citation) => {
            if (citation.document_id === doc.document_id) this.jump(event, citationHref(citation.url, this.asked));
          } })}
          ${documentPanel({
            doc,
            view,
            range,
            documentId: doc.document_id,
            found: this.passages,
            selected: this.selected,
            badRange: this.badRange,
            openPassages: () => this.openPassages(),
            placeOf: (place) => this.pageOf(place),
            jump: (event, target) => this.jump(event, rangeHref(doc.document_id, target)),
          })}</div></div>`;
  }

  content() {
    if (this.state === 'ready') return this.ready();
    if (this.state === 'loading') return waiting(say('loading'));
    if (this.state === 'error') return errorBox(this.fault, () => this.fetchAll());
    return html`<h1>${say('unknown')}</h1><p class="lead">${say('unknownHint')}</p>
      <p><a class="button" href=${localHref('/library')}>${say('toLibrary')}</a></p>`;
  }

  render() {
    return html`<div id="document-view" class="wide" data-state=${this.state}>${this.content()}</div>`;
  }
}
customElements.define('kaynak-document-page', DocumentPage);
