// Citations as numbered buttons and as cards.
import { html, nothing } from 'lit';
import { languageOf } from './i18n.js';
import { markedPassage } from './marks.js';

// Every view takes a context: {t, link(url) -> address or null, external: whether links open a new tab, id: prefix of ids}.

export function pageRange(t, { start_page_number: start, end_page_number: end }) {
  const first = start ?? end;
  return first === null || first === undefined ? null : t('pages', first, end ?? first);
}

export function documentLink({ t, link, external }, url, label = t('openInDocument')) {
  const address = link(url);
  if (!address) return nothing;
  return html`<a class="open" part="link" href=${address} target=${external ? '_blank' : nothing}
    rel=${external ? 'noopener' : nothing}>${label}${external ? html` <span class="hidden">${t('newTab')}</span>` : nothing}</a>`;
}

// expanded: whether its card is shown; null where cards are always shown and the button only leads there.
// named: with the document and the page beside the number.
export function numberButton({ t, id }, citation, { expanded, onPress, named = false }) {
  const { number, document_title: title } = citation;
  const content = named ? html`<span class="ordinal">${number}</span><span class="name" lang=${languageOf(title)} dir="auto">${title}</span>
    <span class="page">${pageRange(t, citation)}</span>` : number;
  return html`<button type="button" class=${named ? 'named' : 'number'} part="citation" data-number=${number}
    aria-label=${named ? nothing : t('source', number, title)} title=${named ? nothing : title}
    aria-expanded=${expanded === null ? nothing : String(expanded)} aria-controls=${expanded ? `${id}-card-${number}` : nothing}
    @click=${() => onPress(citation)}>${content}</button>`;
}

// brief: true where only the cited words are shown and onWhole() brings the passage around them, false where that has been
// done, null where the passage is always whole.
export function citationCard(context, citation, { short = null, brief = null, onWhole = null } = {}) {
  const { t, id } = context;
  const { heading, text } = citation.passage;
  const language = languageOf(text);
  const name = `${id}-card-${citation.number}`;
  const page = pageRange(t, citation);
  return html`<article class="card" part="card" id=${name} tabindex="-1" aria-labelledby=${`${name}-title`}>
    <header><span class="ordinal" aria-hidden="true">${citation.number}</span>
      <div><h3 id=${`${name}-title`} lang=${languageOf(citation.document_title)} dir="auto">${citation.document_title}</h3>
      <p class="meta">${page ? html`<span class="page">${page}</span>` : nothing}${heading
        ? html`<span lang=${language} dir="auto">${heading}</span>` : nothing}</p></div></header>
    <blockquote class=${brief ? 'passage brief' : 'passage'} lang=${language} dir="auto">${markedPassage(citation, short)}</blockquote>
    <p class="actions">${documentLink(context, citation.url)}${brief === null ? nothing : html`
      <button type="button" class="whole" aria-expanded=${String(!brief)} aria-describedby=${`${name}-title`} @click=${onWhole}>${t('whole')}</button>`}</p>
  </article>`;
}
