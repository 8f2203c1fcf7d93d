// What stands beside the text: the citation and its neighbours, the link to this place, the document, its passages.
import { html, nothing } from 'lit';
import { passageList } from './passages.js';
import { copyFrom, errorBox, facts, figures } from './page.js';
import { askHref, citationHref, rangeHref } from './place.js';
import { languageName, number, words } from './language.js';
import { COMMON } from './text/common.js';
import { DOCUMENT } from './text/document.js';

const say = words({ ...COMMON, ...DOCUMENT });

function step(label, citation, asked, follow) {
  const arrow = html`<span aria-hidden="true">${label === 'previous' ? '←' : '→'}</span>`;
  const content = label === 'previous' ? html`${arrow} ${say(label)}` : html`${say(label)} ${arrow}`;
  if (!citation) return html`<span class="step" aria-disabled="true">${content}</span>`;
  return html`<a class="step ${label}" href=${citationHref(citation.url, asked)} title=${citation.document_title}
    @click=${(event) => follow(event, citation)}>${content}</a>`;
}

const position = (at, all) => (at < 0 ? say('citationsOf', all) : say('citationOf', at + 1, all));

// Where the reader is among the citations of the question that led here; citations: null while they are being fetched.
export function citationSteps({ citations, at, asked, follow }) {
  if (!asked.question || citations?.length === 0) return nothing;
  return html`<nav class="citation-steps" aria-label=${say('citation')}>
    <p class="position"><b>${citations ? position(at, citations.length) : '…'}</b>
      <a class="back-to-answer" href=${askHref(asked)}>${say('backToAnswer')}</a></p>
    <p class="asked" dir="auto">“${asked.question}”</p>
    <p class="steps">${step('previous', citations?.[at - 1], asked, follow)}${step('next', citations?.[at + 1], asked, follow)}</p>
  </nav>`;
}

function placeSection({ documentId, range, selected, placeOf, badRange }) {
  const place = selected ?? range;
  return html`<section class="panel-part place"><h2>${say('place')}</h2>
    ${badRange ? html`<p class="muted" role="status">${say('badRange')}</p>` : nothing}
    ${place ? html`<p class="muted">${
      [placeOf(place), say('characters', number(place.start), number(place.end))].filter(Boolean).join(' · ')}</p>
      <p class="row"><button type="button" class="button small copy-link"
        @click=${(event) => copyFrom(event.currentTarget, new URL(rangeHref(documentId, place), location.origin).href)}>${
          say(selected ? 'copySelection' : 'copyLink')}</button> <span role="status" class="muted"></span></p>`
    : html`<p class="muted">${say('placeHint')}</p>`}</section>`;
}

function passagesSection({ documentId, found, range, jump }) {
  if (!found) return html`<p class="muted">…</p>`;
  return found.fault ? errorBox(found.fault) : passageList(documentId, found.passages, { letters: 90, here: range, jump });
}

const wide = matchMedia('(min-width: 62rem)').matches;

export function documentPanel(state) {
  const { doc, view, openPassages } = state;
  const { mended } = view;
  return html`<aside class="panel" aria-label=${say('panel')}>
    ${placeSection(state)}
    <details class="panel-part" id="document-metadata" ?open=${wide}><summary><h2>${say('about')}</h2></summary>
      ${facts([
        [say('authors'), doc.authors?.join(', ')], [say('publisher'), doc.publisher], [say('year'), doc.year],
        [say('language'), doc.language ? languageName(doc.language) : null], [say('pageTotal'), doc.pages && number(doc.pages)],
        [say('characterTotal'), number(doc.characters)], [say('rights'), doc.rights], [say('source'), doc.source],
        ['SHA-256', html`<code class="digest">${doc.sha256}</code>`]])}</details>
    <details class="panel-part" id="document-passages" @toggle=${openPassages}>
      <summary><h2>${say('passages', number(doc.passages))}</h2></summary>
      ${passagesSection(state)}</details>
    <details class="panel-part"><summary><h2>${say('mended')}</h2></summary>
      ${figures([[say('joinedLines'), number(mended.joined_lines)], [say('mendedWords'), number(mended.mended_words)],
        [say('leftOut'), number(mended.left_out_characters)]])}
      <p class="muted">${say('mendedHint')}</p></details></aside>`;
}
