// The home: a question, its answer, the cited passages. The address holds question and filter, so that a link reproduces both.
// #result[data-state]: idle, loading, answered, abstained, error.
import { html, nothing } from 'lit';
import { codePointLength, MAX_QUESTION, quotesOf, sheet } from '../../widget/src/kit.js';
import { askHome } from './ask-home.js';
import { currentLanguage, milliseconds, number, words } from './language.js';
import { copyFrom, errorBox, Page } from './page.js';
import { askedInAddress, askHref, citationHref } from './place.js';
import { client } from './service.js';
import { go } from './shell.js';
import { ASK } from './text/ask.js';
import { COMMON } from './text/common.js';

const say = words({ ...COMMON, ...ASK });
const modified = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
document.adoptedStyleSheets.push(sheet);

function problemOf(question) {
  if (!question) return { key: 'questionEmpty' };
  const length = codePointLength(question);
  return length > MAX_QUESTION ? { key: 'questionTooLong', value: number(length) } : null;
}

class AskPage extends Page {
  static properties = {
    state: { state: true },
    asked: { state: true },
    response: { state: true },
    problem: { state: true },
    documents: { state: true },
    chosen: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { state: 'idle', response: null, problem: null, documents: null, asked: askedInAddress() });
    this.chosen = this.asked.documents;
    this.onAddress = () => this.followAddress();
    this.name = null;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', this.onAddress);
    client.listDocuments().then((documents) => { this.documents = documents; }, () => { this.documents = null; });
    this.followAddress();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', this.onAddress);
    this.running?.abort();
  }

  // Brings the page to what the address says.
  followAddress() {
    this.asked = askedInAddress();
    this.chosen = this.asked.documents;
    const { question } = this.asked;
    this.problem = question ? problemOf(question) : null;
    if (question && !this.problem) return this.answer();
    this.running?.abort();
    Object.assign(this, { state: 'idle', response: null });
    this.entitle(null);
    return null;
  }

  async answer() {
    this.running?.abort();
    const { signal } = this.running = new AbortController();
    const { question, documents } = this.asked;
    this.entitle(() => question);
    this.state = 'loading';
    try {
      const response = await client.ask(question, { signal, document_ids: documents.length ? documents : null });
      Object.assign(this, { response, state: response.answered && response.answer ? 'answered' : 'abstained' });
    } catch (fault) {
      if (fault.name === 'AbortError') return;
      if (!fault.kind) console.error(fault);
      Object.assign(this, { fault, state: 'error', response: null });
    }
  }

  submit(question) {
    this.problem = problemOf(question);
    if (this.problem) {
      this.querySelector('#question').focus();
      return;
    }
    const asked = { question, documents: this.chosen };
    go(askHref(asked), { replace: askHref(asked) === askHref(this.asked) });
    this.followAddress();
  }

  follow(event, question) {
    if (modified(event)) return;
    event.preventDefault();
    this.chosen = [];
    this.submit(question);
    this.querySelector('#result').focus();
  }

  choose(event) {
    const { value, checked } = event.target;
    this.chosen = checked ? [...this.chosen, value] : this.chosen.filter((id) => id !== value);
    this.askAgain();
  }

  chooseAll() {
    this.chosen = [];
    this.askAgain();
  }

  // A changed filter changes the answer that stands there.
  askAgain() {
    if (this.state !== 'idle' && this.asked.question) this.submit(this.asked.question);
  }

  filter() {
    const { chosen, documents } = this;
    return html`<details class="filter"><summary>${chosen.length ? say('filterSome', number(chosen.length)) : say('filterAll')}</summary>
      <fieldset><legend>${say('filterLegend')}</legend>${(documents ?? []).map((document) => html`
        <label><input type="checkbox" name="in" value=${document.document_id} .checked=${chosen.includes(document.document_id)}
          @change=${this.choose}><span lang=${document.language || nothing} dir="auto">${document.title || document.document_id}</span></label>`)}
        ${chosen.length ? html`<button type="button" class="button small" @click=${this.chooseAll}>${say('filterClear')}</button>` : nothing}
      </fieldset></details>`;
  }

  form() {
    const { problem, asked } = this;
    return html`<form id="ask-form" class="ask-form" role="search" action="/" method="get" novalidate
        @submit=${(event) => { event.preventDefault(); this.submit(this.querySelector('#question').value.trim()); }}>
      <label for="question" class=${this.state === 'idle' ? '' : 'hidden'}>${say('question')}</label>
      <div class="ask-row"><input id="question" name="q" type="text" autocomplete="off" enterkeyhint="search"
          aria-describedby="question-error" placeholder=${say('placeholder')} .value=${asked.question}
          aria-invalid=${problem ? 'true' : nothing} @input=${() => { this.problem = null; }}>
        <button id="ask-button" class="button primary" type="submit">${say('button')}</button></div>
      <p id="question-error" class="field-error" role="alert">${problem ? say(problem.key, problem.value) : nothing}</p>
      ${this.filter()}</form>`;
  }

  copyAnswer(event) {
    const said = quotesOf(this.response).map(({ text, citation }) => (
      `${text}\n— ${citation.document_title}, ${new URL(citation.url, location.origin).href}`));
    copyFrom(event.currentTarget, said.join('\n'));
  }

  answerTools() {
    const { response } = this;
    return html`<div class="answer-tools">
      <p class="row"><button type="button" class="button small copy-link"
        @click=${(event) => copyFrom(event.currentTarget, location.href)}>${say('copyLink')}</button>
        <span role="status" class="muted"></span>
        ${response.answered ? html`<button type="button" class="button small copy-answer" @click=${this.copyAnswer}>${say('copyAnswer')}</button>
        <span role="status" class="muted"></span>` : nothing}</p>
      <div class="row helped"><span class="muted">${say('helpfulQuestion')}</span>
        <kaynak-feedback .client=${client} .response=${response} .language=${currentLanguage()}></kaynak-feedback></div>
      <p class="muted took">${say('took', milliseconds(response.timings_ms.total), response.index.encoder)}</p></div>`;
  }

  shown() {
    const { response, asked } = this;
    return html`<kaynak-answer layout="full" .response=${response} .language=${currentLanguage()}
        .linkOf=${(url) => citationHref(url, asked)}></kaynak-answer>
      ${this.answerTools()}`;
  }

  // Read out once, when it is there.
  announcement() {
    if (this.state === 'loading') return say('searching');
    if (this.state === 'answered') return say('said', this.response.answer.text);
    return this.state === 'abstained' ? this.response.abstention?.message ?? '' : '';
  }

  result() {
    if (this.state === 'idle') return nothing;
    // The answer before stays, dimmed, until the next one is there: nothing jumps.
    if (this.state === 'loading' && !this.response) return html`<p class="waiting">${say('searching')}</p>`;
    return this.state === 'error' ? errorBox(this.fault, () => this.answer()) : this.shown();
  }

  render() {
    const idle = this.state === 'idle';
    return html`<div id="ask-view" class="medium ${idle ? 'idle' : 'asked'}">
      ${idle ? html`<h1>${say('title')}</h1><p class="lead">${say('lead')}</p>` : html`<h1 class="hidden">${this.asked.question}</h1>`}
      ${this.form()}
      <p class="hidden" role="status" aria-live="polite">${this.announcement()}</p>
      <section id="result" class="result" data-state=${this.state} tabindex="-1" aria-busy=${this.state === 'loading'}
        aria-label=${idle ? nothing : say('result')}>${this.result()}</section>
      ${idle ? askHome(this.documents, (event, question) => this.follow(event, question)) : nothing}</div>`;
  }
}
customElements.define('kaynak-ask-page', AskPage);
