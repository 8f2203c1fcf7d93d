// What is said to a question: the answer, or kindly that there is none, and where the sources disagree.
import { html, nothing } from 'lit';
import { documentLink, pageRange } from './citation-view.js';
import { languageOf } from './i18n.js';
import { markedPart } from './marks.js';

const HIGH = 0.75;
const MEDIUM = 0.5;

export function confidenceLevel(value) {
  if (value >= HIGH) return 'high';
  return value >= MEDIUM ? 'medium' : 'low';
}

export function confidenceView({ t }, value) {
  const level = confidenceLevel(value);
  return html`<p class="confidence" data-level=${level}><span class="bars" aria-hidden="true"></span>${t('confidence', t(level))}</p>`;
}

// The cited text up to the short answer.
function aheadOf(short, citations) {
  const cited = short && citations.find(({ number }) => number === short.citation);
  return cited ? [...cited.cited_text].slice(0, short.start_char_index - cited.start_char_index).join('') : '';
}

// numbers: the buttons of the citations that the answer rests on.
export function sentenceView({ t }, { answer, citations, language }, numbers) {
  const { short } = answer;
  return html`<p class="sentence" part="answer"><span lang=${languageOf(answer.text)} dir="auto">${
    markedPart(answer.text, short?.text, aheadOf(short, citations))}</span><span class="numbers">${numbers}</span></p>
    ${short?.english && language === 'en' ? html`<p class="short-answer">${t('inEnglish')}: <b lang="en">${short.english}</b></p>` : nothing}`;
}

export function abstentionView({ t }, { abstention, language }) {
  const message = abstention?.message;
  return html`<div class="abstention" data-reason=${abstention?.reason ?? nothing}>
    <p class="headline">${t('abstained')}</p>
    <p lang=${message ? language : nothing}>${message || t('abstainedFallback')}</p></div>`;
}

function sideView(context, side, newer) {
  const { t } = context;
  const page = pageRange(t, side);
  return html`<article class="side" part="conflict-side">
    <p class="value" lang=${languageOf(side.cited_text)} dir="auto">${side.value}</p>
    <p class="title" lang=${languageOf(side.document_title)} dir="auto">${side.document_title}</p>
    <p class="meta">${side.year ? html`<span>${side.year}</span>` : nothing}${
      page ? html`<span class="page">${page}</span>` : nothing}${newer ? html`<span class="badge">${t('newer')}</span>` : nothing}</p>
    <blockquote class="passage" lang=${languageOf(side.cited_text)} dir="auto">${markedPart(side.cited_text, side.value)}</blockquote>
    <p class="actions">${documentLink(context, side.url)}</p></article>`;
}

// language: of the message.
export function conflictView(context, conflict, language) {
  return html`<section class="conflict" part="conflict" aria-label=${context.t('conflict')}>
    <p class="headline">${context.t('conflict')}</p>
    <p lang=${language}>${conflict.message}</p>
    <div class="sides">${conflict.sides.map((side, index) => sideView(context, side, index === conflict.newer))}</div></section>`;
}
