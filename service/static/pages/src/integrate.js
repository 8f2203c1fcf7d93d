// How to bring answers elsewhere: the widget with a live preview, and requests from programs.
import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { words } from './language.js';
import { choices, copyFrom, errorBox, Page } from './page.js';
import { client } from './service.js';
import { HTTP_SNIPPETS, widgetSnippet } from './snippets.js';
import { COMMON } from './text/common.js';
import { INTEGRATE } from './text/integrate.js';

const say = words({ ...COMMON, ...INTEGRATE });
const LANGUAGES = ['auto', 'tr', 'en'];
const POSITIONS = ['bottom-right', 'bottom-left', 'inline'];
const THEMES = ['system', 'light', 'dark'];
const TOOLS = Object.keys(HTTP_SNIPPETS);
const USUAL_ACCENT = '#1f4e5f';
const WIDGET = '/widget/v1/widget.js';

class IntegratePage extends Page {
  static properties = {
    chosen: { state: true },
    pinned: { state: true },
    tool: { state: true },
    question: { state: true },
    reply: { state: true },
    fault: { state: true },
  };

  constructor() {
    super();
    this.chosen = { language: 'auto', position: 'bottom-right', theme: 'system', accent: USUAL_ACCENT, greeting: '', questions: '' };
    Object.assign(this, { pinned: null, tool: 'curl', question: 'Kazakistan Senatosu kaç üyeden oluşur?', reply: null, fault: null });
    this.name = () => say('title');
  }

  connectedCallback() {
    super.connectedCallback();
    import(WIDGET).catch((error) => console.error(error));
  }

  choose(name, value) {
    this.chosen = { ...this.chosen, [name]: value };
  }

  // What the widget is told; usual values are left out.
  get attributes() {
    const { language, position, theme, accent, greeting, questions } = this.chosen;
    const list = questions.split('\n').map((line) => line.trim()).filter(Boolean).join('|');
    return [
      ['data-lang', language === 'auto' ? '' : language], ['data-position', position === 'bottom-right' ? '' : position],
      ['data-theme', theme === 'system' ? '' : theme], ['data-accent', accent === USUAL_ACCENT ? '' : accent],
      ['data-greeting', greeting.trim()], ['data-questions', list],
    ].filter(([, value]) => value);
  }

  radios(name, values) {
    return html`<fieldset class="choice"><legend>${say(name)}</legend><div class="segments">${
      choices({ name, values, chosen: this.chosen[name], label: say, choose: (value) => this.choose(name, value) })}</div></fieldset>`;
  }

  async pin(event) {
    this.pinned = event.target.checked ? await client.request('/widget/v1/widget.json') : null;
  }

  settings() {
    const { accent, greeting, questions } = this.chosen;
    const write = (name) => (event) => this.choose(name, event.target.value);
    return html`<form class="settings" aria-label=${say('settings')} @submit=${(event) => event.preventDefault()}>
      ${this.radios('language', LANGUAGES)}${this.radios('position', POSITIONS)}${this.radios('theme', THEMES)}
      <label class="choice">${say('accent')}<input type="color" id="accent" .value=${accent} @input=${write('accent')}></label>
      <label class="choice">${say('greeting')}<input type="text" id="greeting" maxlength="200"
        placeholder=${say('greetingHint')} .value=${greeting} @input=${write('greeting')}></label>
      <label class="choice">${say('questions')}<textarea id="questions" rows="3"
        placeholder=${say('questionsHint')} .value=${questions} @input=${write('questions')}></textarea></label>
      <label class="check"><input type="checkbox" id="pinned" @change=${this.pin}>${say('pinned')}</label></form>`;
  }

  preview() {
    const told = Object.fromEntries(this.attributes);
    const chat = (position) => html`<kaynak-chat data-position=${position}
      data-lang=${ifDefined(told['data-lang'])} data-theme=${ifDefined(told['data-theme'])}
      data-accent=${this.chosen.accent} data-greeting=${ifDefined(told['data-greeting'])}
      data-questions=${ifDefined(told['data-questions'])}></kaynak-chat>`;
    const { position } = this.chosen;
    return html`<div class="preview"><h3>${say('preview')}</h3><p class="muted">${say('previewHint')}</p>
      <div class="stage" data-theme=${this.chosen.theme}>${chat('inline')}</div>
      <div class="floating">${position === 'inline' ? nothing : chat(position)}</div></div>`;
  }

  code(text, name) {
    return html`<div class="snippet"><pre class="code" tabindex="0" role="region" aria-label=${name}><code id=${name}>${text}</code></pre>
      <p class="row"><button type="button" class="button small"
        @click=${(event) => copyFrom(event.currentTarget, text)}>${say('copy')}</button><span role="status" class="muted"></span></p></div>`;
  }

  async run() {
    try {
      Object.assign(this, { fault: null, reply: await client.ask(this.question, { top_k: 2 }) });
    } catch (fault) {
      Object.assign(this, { fault, reply: null });
    }
  }

  http() {
    const { tool, question, reply, fault } = this;
    return html`<section><h2>${say('http')}</h2><p class="muted">${say('httpLead')}</p>
      <form class="ask-row" @submit=${(event) => { event.preventDefault(); this.run(); }}>
        <label class="hidden" for="example-question">${say('question')}</label>
        <input id="example-question" type="text" maxlength="2000" required .value=${question}
          @input=${(event) => { this.question = event.target.value; }}>
        <button class="button primary" id="run">${say('run')}</button></form>
      <fieldset class="segments tools"><legend class="hidden">${say('tool')}</legend>${
        choices({ name: 'tool', values: TOOLS, chosen: tool, label: (name) => name, choose: (name) => { this.tool = name; } })}</fieldset>
      ${this.code(HTTP_SNIPPETS[tool](location.origin, question), 'http-snippet')}
      <div aria-live="polite">${fault ? errorBox(fault, () => this.run()) : nothing}${reply ? html`<h3>${say('reply')}</h3>
        <pre class="code reply" id="reply" tabindex="0" role="region" aria-label=${say('reply')}><code>${JSON.stringify(reply, null, 2)}</code></pre>` : nothing}</div>
      <p class="muted">${say('description')} <a href="/openapi.json">/openapi.json</a></p></section>`;
  }

  render() {
    return html`<div id="integrate"><h1>${say('title')}</h1><p class="lead">${say('lead')}</p>
      <section><h2>${say('widget')}</h2><div class="workbench"><div>${this.settings()}
          <h3>${say('snippet')}</h3>${this.code(widgetSnippet(location.origin, this.attributes, this.pinned), 'widget-snippet')}
          <p class="muted">${say('origins')}</p>${this.code('KAYNAK_ALLOWED_ORIGINS=https://www.example.org kaynak serve', 'origins-snippet')}
          <p class="muted">${say('methods')}</p></div>
        ${this.preview()}</div></section>
      ${this.http()}</div>`;
  }
}
customElements.define('kaynak-integrate-page', IntegratePage);
