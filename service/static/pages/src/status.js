// State of the service, measured by itself.
import { html, nothing } from 'lit';
import { bars } from './charts.js';
import { localHref, milliseconds, number, percent, words } from './language.js';
import { errorBox, facts, figures, Page, teach, waiting } from './page.js';
import { getStatus } from './service.js';
import { COMMON } from './text/common.js';
import { STATUS } from './text/status.js';

const say = words({ ...COMMON, ...STATUS });
const EVERY_MS = 10000;
const TENTHS = { maximumFractionDigits: 1, minimumFractionDigits: 1 };
const SPANS = [['seconds', 1], ['minutes', 60], ['hours', 3600], ['days', 86400]];

function duration(seconds) {
  const [name, unit] = SPANS.filter(([, size]) => seconds >= size).at(-1) ?? SPANS[0];
  return say(name, number(Math.floor(seconds / unit)));
}

class StatusPage extends Page {
  static properties = { state: { state: true }, status: { state: true } };

  constructor() {
    super();
    Object.assign(this, { state: 'loading', status: null });
    this.name = () => say('title');
  }

  connectedCallback() {
    super.connectedCallback();
    this.fetchStatus();
    this.clock = setInterval(() => this.refresh(), EVERY_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  fetchStatus() {
    return this.load(async () => { this.status = await getStatus(); });
  }

  // In the background: what is shown stays until there is something newer.
  async refresh() {
    if (document.hidden || this.state !== 'ready') return;
    try {
      this.status = await getStatus();
    } catch (fault) {
      Object.assign(this, { fault, state: 'error' });
    }
  }

  speed() {
    const { recent } = this.status;
    const { total } = recent.stages_ms;
    if (!total) {
      return teach(say('noQuestions'), html`<p class="muted">${say('noQuestionsHint')}</p>
        <p><a class="button" href=${localHref('/')}>${say('askOne')}</a></p>`);
    }
    return html`<p class="muted">${say('speedOf', number(recent.window))}</p>
      ${bars(recent.totals_ms, { label: say('chart', milliseconds(total.p50), milliseconds(total.p95)), unit: milliseconds })}
      <div class="table-frame" tabindex="0" role="region" aria-label=${say('speed')}><table><thead><tr>
        <th scope="col">${say('stage')}</th><th scope="col" class="numeric">${say('median')}</th>
        <th scope="col" class="numeric">${say('p95')}</th><th scope="col" class="numeric">${say('slowest')}</th></tr></thead>
        <tbody>${Object.entries(recent.stages_ms).map(([stage, { p50, p95, max }]) => html`<tr class=${stage === 'total' ? 'sum' : nothing}>
          <th scope="row">${say(`stage_${stage}`).replace('stage_', '')}</th>
          ${[p50, p95, max].map((value) => html`<td class="numeric">${number(value, TENTHS)}</td>`)}</tr>`)}</tbody></table></div>`;
  }

  ready() {
    const { status } = this;
    const { recent, feedback } = status;
    const given = feedback && feedback.up + feedback.down > 0;
    return html`<div class="notice ${status.fault ? 'fault' : 'good'}" role="status">
        <p class="notice-title">${say(status.fault ? 'faulty' : 'ready')}</p>
        ${status.fault ? html`<p>${status.fault}</p>` : nothing}</div>
      ${figures([[say('documents'), number(status.documents)], [say('passages'), number(status.passages)],
        [say('characters'), number(status.characters)], [say('asked'), number(recent.asked)],
        [say('answeredShare'), recent.asked ? percent(recent.answered / recent.asked) : null], [say('uptime'), duration(status.uptime_s)]])}
      <section><h2>${say('speed')}</h2>${this.speed()}</section>
      <div class="columns"><section><h2>${say('index')}</h2>${facts([[say('generation'), html`<code>${status.index.generation}</code>`],
          [say('segments'), number(status.segments)], [say('passageSize'), say('characterUnit', number(status.passage_size))],
          [say('overlap'), number(status.passage_overlap)], [say('version'), status.version]])}</section>
        <section><h2>${say('encoder')}</h2>${facts([[say('name'), status.index.encoder], [say('dimensions'), number(status.dimensions)],
          [say('tokenDimensions'), status.token_dimensions ? number(status.token_dimensions) : say('none')]])}</section>
        <section><h2>${say('feedback')}</h2>${given
          ? figures([[say('helped'), number(feedback.up)], [say('notHelped'), number(feedback.down)]])
          : html`<p class="muted">${say('noFeedback')}</p>`}</section></div>`;
  }

  content() {
    if (this.state === 'loading') return waiting(say('loading'));
    return this.state === 'ready' ? this.ready() : errorBox(this.fault, () => this.fetchStatus());
  }

  render() {
    return html`<div id="status" class="medium" data-state=${this.state}><h1>${say('title')}</h1>${this.content()}</div>`;
  }
}
customElements.define('kaynak-status-page', StatusPage);
