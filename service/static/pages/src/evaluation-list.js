// The questions of a run, one by one: what was asked, what came, what was expected.
import { html, nothing } from 'lit';
import { isGood, verdictOf } from './evaluation-figures.js';
import { number, percent, words } from './language.js';
import { facts } from './page.js';
import { askHref, rangeHref } from './place.js';
import { COMMON } from './text/common.js';
import { EVALUATION } from './text/evaluation.js';

const say = words({ ...COMMON, ...EVALUATION });

const spot = ({ document, start, end, text }) => html`<li><a href=${rangeHref(document, { start, end })}>${document}</a>
  ${text ? html`<q dir="auto">${text}</q>` : nothing}</li>`;
const spots = (places) => html`<ol class="spots">${places.map(spot)}</ol>`;

function expected({ answerable, answers, items }) {
  if (!answerable) return say('unanswerable');
  const forms = items?.length ? items.map((item) => item[0]) : answers;
  return forms?.length ? forms.join(items?.length ? ', ' : ' / ') : null;
}

function inside({ question, outcome, scores }) {
  return html`<div class="outcome">${facts([
    [say('answer'), outcome.answered ? html`<span dir="auto">${outcome.answer}</span>` : html`<em>${say('noAnswer')}</em>`],
    [say('expected'), expected(question)],
    [say('confidence'), percent(outcome.confidence)],
    [say('citations'), outcome.citations?.length ? spots(outcome.citations.slice(0, 3)) : null],
    [say('evidence'), question.evidence?.some(({ end }) => end) ? spots(question.evidence) : null],
    [say('scores'), html`<span class="scores">${Object.entries(scores).map(([name, value]) => html`<span>${name} <b>${
      number(value, { maximumFractionDigits: 3 })}</b></span>`)}</span>`],
  ])}<p><a href=${askHref({ question: question.question, documents: [] })}>${say('askAgain')}</a></p></div>`;
}

// before: the same question in the run compared with.
export function questionItem(row, { before, opened, toggle }) {
  const { question } = row;
  const verdict = verdictOf(row);
  const was = before && verdictOf(before);
  return html`<li><details class="question" data-verdict=${verdict} @toggle=${(event) => toggle(question.id, event.target.open)}>
    <summary><span class="verdict ${isGood(verdict) ? 'good' : 'bad'}">${say(`v_${verdict}`)}</span>
      <span class="asked-text" lang=${question.language} dir="auto">${question.question}</span>
      ${was && was !== verdict ? html`<span class="muted">${say('was', say(`v_${was}`))}</span>` : nothing}</summary>
    ${opened.has(question.id) ? inside(row) : nothing}</details></li>`;
}
