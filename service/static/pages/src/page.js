// What every page is: a Lit element without a shadow, so that one style sheet holds, redrawn when the language changes.
import { html, LitElement, nothing } from 'lit';
import { copyText } from '../../widget/src/clipboard.js';
import { followLanguage, words } from './language.js';
import { COMMON } from './text/common.js';

const say = words(COMMON);

export class Page extends LitElement {
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.forget = followLanguage(() => {
      this.requestUpdate();
      this.entitle(this.name);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.forget();
  }

  // What the window is called: a function, so that it follows the language.
  entitle(name) {
    this.name = name;
    document.title = name ? `${name()} – Kaynak` : 'Kaynak';
  }

  // Runs a request; `state` is 'loading', then 'ready', 'unknown' or 'error' (and `fault` says why).
  async load(request) {
    this.state = 'loading';
    try {
      await request();
      this.state = 'ready';
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (!error.kind) console.error(error);
      this.fault = error;
      this.state = error.kind === 'missing' ? 'unknown' : 'error';
    }
  }
}

export const waiting = (text) => html`<p class="waiting" role="status">${text}</p>`;

export function errorBox(fault, retry) {
  const again = retry && fault.retryable !== false;
  return html`<div class="notice fault" role="alert" data-kind=${fault.kind ?? 'page'}>
    <p class="notice-title">${say(`error_${fault.kind ?? 'server'}`)}</p>
    ${fault.detail ? html`<p class="muted">${fault.detail}</p>` : nothing}
    ${again ? html`<button type="button" class="button retry" @click=${retry}>${say('retry')}</button>` : nothing}
  </div>`;
}

// One of a few values, as radio buttons; label(value) says what each is called.
export const choices = ({ name, values, chosen, label, choose }) => values.map((value) => html`<label>
  <input type="radio" name=${name} value=${value} .checked=${value === chosen} @change=${() => choose(value)}>${label(value)}</label>`);

// What there is to do where nothing is there yet.
export const teach = (title, ...content) => html`<div class="notice teach"><h2>${title}</h2>${content}</div>`;

const filled = ([, value]) => value !== null && value !== undefined && value !== '';
const rows = (pairs) => pairs.filter(filled).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);

// Names and values, those without a value left out: as a quiet list, and as large figures.
export const facts = (pairs) => html`<dl class="facts">${rows(pairs)}</dl>`;
export const figures = (pairs) => html`<dl class="figures">${rows(pairs)}</dl>`;

// Copies, and says for a moment in the element after the button what came of it.
export async function copyFrom(button, text) {
  const done = await copyText(text, document.body);
  const said = button.nextElementSibling;
  said.textContent = say(done ? 'copied' : 'copyFailed');
  setTimeout(() => { said.textContent = ''; }, 4000);
}
