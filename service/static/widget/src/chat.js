// <kaynak-chat>: a conversation with the documents, floating over a page or standing in it.
import { html, LitElement, nothing } from 'lit';
import { accentProperties } from './accent.js';
import { confidenceLevel } from './answer-view.js';
import { ApiError, Client } from './api.js';
import chatSheet from './chat.css';
import { CHAT } from './chat-strings.js';
import { launcher, panel } from './chat-view.js';
import { copyText } from './clipboard.js';
import { codePointLength } from './codepoints.js';
import { chooseLanguage, translator } from './i18n.js';
import { sheet } from './kit.js';
import { quotesOf } from './quotes.js';
import { MAX_QUESTION } from './strings.js';

const NARROW = '(max-width: 480px)';
const CALM = '(prefers-reduced-motion: reduce)';

// Methods: open(), close(), ask(question), reset(). Events (they bubble): kaynak-open, kaynak-question {question},
// kaynak-answer {question, response}, kaynak-feedback {answer_id, question, thumb, reason}, kaynak-error {question, kind, status, detail}.
export class KaynakChat extends LitElement {
  static styles = [sheet, chatSheet];

  static origin = location.origin; // of the service; the script that brings the element sets it

  static properties = {
    api: { attribute: 'data-api' },
    wishedLanguage: { attribute: 'data-lang' },
    position: { attribute: 'data-position' },
    accent: { attribute: 'data-accent' },
    greeting: { attribute: 'data-greeting' },
    questions: { attribute: 'data-questions' },
    turns: { state: true },
    isOpen: { state: true },
    problem: { state: true },
    offline: { state: true },
    announcement: { state: true },
  };

  #client = null;
  #running = null;
  #returnTo = null;
  #narrow = matchMedia(NARROW);
  #online = () => { this.offline = navigator.onLine === false; };
  #resized = () => { if (this.isOpen) this.#unfold(); };

  constructor() {
    super();
    Object.assign(this, { turns: [], isOpen: false, problem: null, offline: false, announcement: '' });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#online();
    for (const name of ['online', 'offline']) addEventListener(name, this.#online);
    this.#narrow.addEventListener('change', this.#resized);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#running?.abort();
    for (const name of ['online', 'offline']) removeEventListener(name, this.#online);
    this.#narrow.removeEventListener('change', this.#resized);
  }

  get inline() {
    return this.position === 'inline';
  }

  get waiting() {
    return this.turns.some((turn) => !turn.response && !turn.error);
  }

  get suggestions() {
    return (this.questions || '').split('|').map((question) => question.trim()).filter(Boolean);
  }

  // data-lang, <html lang>, then the question's.
  get language() {
    const answered = this.turns.findLast((turn) => turn.response);
    return chooseLanguage(this.wishedLanguage, document.documentElement.lang, answered?.response.language);
  }

  get t() {
    return translator(this.language, CHAT);
  }

  get client() {
    const base = this.api || this.constructor.origin;
    if (this.#client?.asked !== base) this.#client = Object.assign(new Client(base), { asked: base });
    return this.#client;
  }

  get #input() {
    return this.renderRoot.querySelector('#question');
  }

  get #log() {
    return this.renderRoot.querySelector('.log');
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }

  async open() {
    if (this.isOpen || this.inline) return;
    const focused = document.activeElement;
    this.#returnTo = [this, document.body, null].includes(focused) ? null : focused;
    this.isOpen = true;
    await this.updateComplete;
    this.#unfold();
    this.#tell('open');
  }

  async close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#dialog.close();
    await this.updateComplete;
    (this.#returnTo?.isConnected ? this.#returnTo : this.renderRoot.querySelector('.launcher')).focus();
  }

  // On a narrow screen the panel covers the page, so the page behind it is shut off as well.
  #unfold() {
    const dialog = this.#dialog;
    if (dialog.open) dialog.close();
    if (this.#narrow.matches) dialog.showModal();
    else dialog.show();
    this.settle();
  }

  // Puts the focus where the conversation goes on. A touch keyboard would hide what there is to read.
  settle() {
    (matchMedia('(pointer: coarse)').matches ? this.#log : this.#input).focus({ preventScroll: true });
  }

  // Resolves to the reply, or to null where there is none; the conversation says why.
  async ask(question) {
    const text = String(question).trim();
    const length = codePointLength(text);
    this.problem = !text ? ['questionEmpty'] : length > MAX_QUESTION ? ['questionTooLong', length] : null;
    if (this.problem) return null;
    this.stop();
    if (!this.inline && !this.isOpen) await this.open();
    this.#tell('question', { question: text });
    const turn = { question: text, response: null, error: null, copied: null };
    this.turns = [...this.turns, turn];
    return this.#run(turn);
  }

  retry(turn) {
    turn.error = null;
    this.requestUpdate();
    return this.#run(turn);
  }

  async #run(turn) {
    const controller = new AbortController();
    this.#running = controller;
    this.#show(turn);
    const { question } = turn;
    try {
      turn.response = await this.client.ask(question, { signal: controller.signal });
      this.#tell('answer', { question, response: turn.response });
      this.announcement = this.#spoken(turn.response);
    } catch (error) {
      if (error.name === 'AbortError') return null;
      if (!(error instanceof ApiError)) console.error(error); // a fault of this element
      turn.error = error instanceof ApiError ? error : new ApiError('request');
      const { kind, status, detail } = turn.error;
      this.#tell('error', { question, kind, status, detail });
      this.announcement = this.t(`error_${kind}`);
    }
    this.requestUpdate();
    this.#show(turn);
    return turn.response;
  }

  // Takes a question back that is still being answered.
  stop() {
    const turn = this.turns.find(({ response, error }) => !response && !error);
    if (!turn) return;
    this.#running.abort();
    this.turns = this.turns.filter((other) => other !== turn);
    if (!this.#input.value) this.#input.value = turn.question;
    this.settle();
  }

  reset() {
    this.#running?.abort();
    Object.assign(this, { turns: [], problem: null, announcement: '' });
    if (this.#input) this.#input.value = ''; // it comes with the first opening
  }

  async copy(turn) {
    const sources = quotesOf(turn.response).map(({ citation }) => (
      `[${citation.number}] ${citation.document_title} – ${new URL(citation.url, `${this.client.base}/`).href}`));
    // In the panel, as nothing outside a modal dialogue can be selected.
    turn.copied = await copyText([turn.response.answer.text, ...sources].join('\n'), this.renderRoot.querySelector('.panel'));
    this.announcement = this.t(turn.copied ? 'copied' : 'copyFailed');
    this.requestUpdate();
  }

  async submit(event) {
    event.preventDefault();
    const input = this.#input;
    if (this.waiting) return;
    const asked = this.ask(input.value);
    if (!this.problem) input.value = '';
    await asked;
  }

  typed(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  }

  edited() {
    if (this.problem) this.problem = null;
  }

  #spoken({ answered, answer, abstention, confidence, citations }) {
    if (!answered || !answer) return `${this.t('abstained')}. ${abstention?.message ?? ''}`;
    return this.t('announce', answer.text, this.t(confidenceLevel(confidence)), citations.length);
  }

  // Brings a turn's question to the top of the log, so that its answer is read from the start.
  async #show(turn) {
    await this.updateComplete;
    const asked = this.#log.querySelectorAll('.asked')[this.turns.indexOf(turn)];
    if (asked) this.#scroll(asked.offsetTop - 16);
  }

  #scroll(top) {
    this.#log.scrollTo({ top, behavior: matchMedia(CALM).matches ? 'instant' : 'smooth' });
  }

  // Scrolls to the button of a card, or as far down as its marked words need. The page around stays where it is.
  reveal(event) {
    event.preventDefault();
    const log = this.#log;
    const top = (node) => node.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
    const { card } = event.detail;
    const mark = card.querySelector('mark') ?? card;
    const wanted = top(card.previousElementSibling) - 6;
    this.#scroll(Math.max(wanted, top(mark) + Math.min(mark.offsetHeight, 120) + 24 - log.clientHeight));
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`kaynak-${name}`, { detail, bubbles: true, composed: true }));
  }

  updated(changed) {
    if (!changed.has('accent')) return;
    const properties = this.accent ? accentProperties(this.accent) : {};
    if (!properties) console.warn(`Kaynak: data-accent="${this.accent}" is no colour such as #1f4e5f; the default is used.`);
    for (const name of ['--kaynak-accent', '--kaynak-on-accent', '--kaynak-link']) {
      if (properties?.[name]) this.style.setProperty(name, properties[name]);
      else this.style.removeProperty(name);
    }
  }

  #escaped(event) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.close();
  }

  render() {
    const { language } = this;
    if (this.inline) return html`<section class="panel" part="panel" lang=${language} aria-labelledby="title">${panel(this)}</section>`;
    return html`<div lang=${language}>${launcher(this)}<dialog class="panel" part="panel" tabindex="-1" aria-labelledby="title"
      @keydown=${this.#escaped} @cancel=${(event) => event.preventDefault()}>${this.isOpen || this.turns.length ? panel(this) : nothing}</dialog></div>`;
  }
}
