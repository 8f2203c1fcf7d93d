// <kaynak-answer>: one reply of POST /v1/ask, shown. Rendered without a shadow root, so that it takes the style sheet
// and the ::part names of what it stands in.
import { html, LitElement, nothing } from 'lit';
import { abstentionView, confidenceView, conflictView, quotesView } from './answer-view.js';
import { citationCard, numberButton } from './citation-view.js';
import { translator } from './i18n.js';
import { quotesOf } from './quotes.js';

let made = 0;

// response: the reply · language: of the interface · base: address of the service, for links · external: links open a new
// tab · layout: 'compact' (cards open on demand, one at a time) or 'full' (cards listed) · linkOf(url): overrides addresses.
export class KaynakAnswer extends LitElement {
  static properties = {
    response: { attribute: false },
    language: {},
    base: {},
    external: { type: Boolean },
    layout: {},
    linkOf: { attribute: false },
    opened: { state: true },
    whole: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { response: null, language: 'tr', base: location.origin, external: false, layout: 'full', opened: null });
    this.ids = `kaynak-${made += 1}`;
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.has('response')) Object.assign(this, { opened: null, whole: [] });
  }

  get context() {
    return { t: translator(this.language), link: (url) => this.link(url), external: this.external, id: this.ids };
  }

  // Only addresses of the web: a document's own address cannot be made to run anything.
  link(url) {
    const address = URL.parse(this.linkOf ? this.linkOf(url) : url, `${this.base}/`);
    return address && /^https?:$/.test(address.protocol) ? address.href : null;
  }

  card(number) {
    return this.querySelector(`#${this.ids}-card-${number}`);
  }

  // Shows the card of a citation, or in the compact layout hides it again; the card takes the focus.
  async show(citation) {
    const hide = this.layout === 'compact' && this.opened === citation.number;
    this.opened = hide ? null : citation.number;
    await this.updateComplete;
    const card = this.card(this.opened);
    if (!card) return;
    card.focus({ preventScroll: true });
    const detail = { citation, card };
    const scrolled = !this.dispatchEvent(new CustomEvent('kaynak-citation', { detail, bubbles: true, cancelable: true }));
    if (!scrolled) card.scrollIntoView({ block: 'nearest' });
  }

  close(event) {
    if (event.key !== 'Escape' || this.layout !== 'compact' || this.opened === null) return;
    event.stopPropagation();
    event.preventDefault();
    const number = this.opened;
    this.opened = null;
    this.querySelector(`button[data-number="${number}"]`)?.focus();
  }

  buttons(citations, named = false) {
    return citations.map((citation) => {
      const expanded = this.layout === 'compact' ? this.opened === citation.number : null;
      const button = numberButton(this.context, citation, { expanded, named, onPress: (pressed) => this.show(pressed) });
      return named ? [button, this.cards(expanded ? [citation] : [])] : button;
    });
  }

  // near: passages beside the evidence, of which at first only the cited words are shown.
  cards(citations, near = false) {
    const short = this.response.answer?.short;
    return citations.map((citation) => {
      const { number } = citation;
      const onWhole = () => {
        this.whole = this.whole.includes(number) ? this.whole.filter((other) => other !== number) : [...this.whole, number];
      };
      const more = near && citation.cited_text !== citation.passage.text;
      return citationCard(this.context, citation, { short, onWhole, brief: more ? !this.whole.includes(number) : null });
    });
  }

  list(heading, citations) {
    if (!citations.length) return nothing;
    const { t } = this.context;
    const compact = this.layout === 'compact';
    const shown = compact ? citations.filter(({ number }) => number === this.opened) : citations;
    const note = heading === 'nearest' ? html`<p class="note">${t('nearestNote')}</p>` : nothing;
    const content = heading === 'cited' && compact ? this.buttons(citations, true)
      : html`${compact ? html`<p class="numbers">${this.buttons(citations)}</p>` : nothing}${this.cards(shown, !compact && heading !== 'cited')}`;
    return html`<section class="sources" part="sources"><h2>${t(heading)}</h2>${note}${content}</section>`;
  }

  answered(response) {
    const cited = quotesOf(response).map(({ citation }) => citation);
    return html`${quotesView(this.context, response, this.layout === 'compact' ? [] : this.buttons(cited))}
      ${confidenceView(this.context, response.confidence)}
      ${this.conflicts()}
      ${this.list('cited', cited)}
      ${this.list('others', response.citations.filter((citation) => !cited.includes(citation)))}`;
  }

  conflicts() {
    const { conflicts, language } = this.response;
    return (conflicts || []).map((conflict) => conflictView(this.context, conflict, language));
  }

  render() {
    const { response } = this;
    if (!response) return nothing;
    const content = response.answered && response.answer ? this.answered(response)
      : html`${abstentionView(this.context, response)}${this.conflicts()}${this.list('nearest', response.citations)}`;
    return html`<div class="kaynak-answer" @keydown=${this.close}>${content}</div>`;
  }
}
