// What is said to a question: the answer, or kindly that there is none, and where the sources disagree.
import { html, nothing } from 'lit';
import { documentLink, pageRange } from './citation-view.js';
import { languageOf } from './i18n.js';
import { markedPart } from './marks.js';
import { quotesOf } from './quotes.js';

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
function aheadOf(short, cited) {
  return short ? [...cited.cited_text].slice(0, short.start_char_index - cited.start_char_index).join('') : '';
}

function quoteView({ t }, text, { short, ahead, numbers, language }) {
  return html`<p class="sentence" part="answer"><span lang=${languageOf(text)} dir="auto">${
    markedPart(text, short?.text, ahead)}</span><span class="numbers">${numbers}</span></p>
    ${short?.english && language === 'en' ? html`<p class="short-answer">${t('inEnglish')}: <b lang="en">${short.english}</b></p>` : nothing}`;
}

// A line for each citation that the answer quotes; numbers: their buttons, if they are to be shown.
export function quotesView(context, response, numbers = []) {
  const { answer, language } = response;
  return quotesOf(response).map(({ text, citation }, index) => {
    const short = answer.short?.citation === citation.number ? answer.short : null;
    const view = { short, ahead: aheadOf(short, citation), language, numbers: numbers[index] ?? nothing };
    return html`${index ? html`<p class="beside">${context.t('beside')}</p>` : nothing}${quoteView(context, text, view)}`;
  });
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
