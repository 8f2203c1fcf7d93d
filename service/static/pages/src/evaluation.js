// Stored runs: figures with intervals, curves, two runs against each other, and every question.
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { curves, whisker } from './charts.js';
import { isGood, measuresOf, medianTime, riskCoverage, verdictOf } from './evaluation-figures.js';
import { questionItem } from './evaluation-list.js';
import { currentLanguage, localHref, milliseconds, moment, number, percent, words } from './language.js';
import { choices, errorBox, facts, Page, teach, waiting } from './page.js';
import { getRun, listRuns } from './service.js';
import { go } from './shell.js';
import { COMMON } from './text/common.js';
import { EVALUATION } from './text/evaluation.js';

const say = words({ ...COMMON, ...EVALUATION });
const LANGUAGES = ['tr', 'en'];
const AT_A_TIME = 60;
const SHOWS = ['all', 'failed', 'changed', 'right', 'declined', 'wrong', 'missed', 'invented'];
const points = (value) => `${value < 0 ? '−' : '+'}${number(Math.abs(value) * 100, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}`;

// Bold where the interval leaves no doubt about the sign.
const gap = ({ mean, low, high }) => html`<span class=${low > 0 || high < 0 ? 'telling' : 'muted'}>${points(mean)}
  <small>[${points(low)}, ${points(high)}]</small></span>`;

async function wholeRun(id) {
  const rows = [];
  let offset = 0;
  let run = null;
  while (offset !== null) {
    const part = await getRun(id, offset);
    rows.push(...part.rows);
    ({ run } = part);
    offset = part.next_offset;
  }
  return { id, run, rows };
}

class EvaluationPage extends Page {
  static properties = {
    state: { state: true }, runs: { state: true }, chosen: { state: true }, other: { state: true }, style: { state: true },
    show: { state: true }, sought: { state: true }, most: { state: true }, opened: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { state: 'loading', runs: [], chosen: null, other: null, style: 'clean' });
    Object.assign(this, { show: 'all', sought: '', most: AT_A_TIME, opened: new Set() });
    this.name = () => say('title');
    this.onAddress = () => this.followAddress();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', this.onAddress);
    this.followAddress();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', this.onAddress);
  }

  // ?run=ID&against=ID; without a run, the newest.
  followAddress() {
    const query = new URLSearchParams(location.search);
    return this.load(async () => {
      this.runs = (await listRuns()).runs;
      const id = query.get('run') || this.runs[0]?.id;
      const against = query.get('against');
      const [chosen, other] = await Promise.all([id ? wholeRun(id) : null, against ? wholeRun(against) : null]);
      Object.assign(this, { chosen, other, most: AT_A_TIME, tables: new Map() });
    });
  }

  choose(run, against) {
    const query = new URLSearchParams({ run, ...(against ? { against } : {}) });
    go(localHref(`/evaluation?${query}`));
    this.followAddress();
  }

  pickers() {
    const { runs, chosen, other } = this;
    const label = ({ id, run }) => `${run.created ? moment(run.created) : id} · ${run.dataset ?? ''} · ${run.index?.encoder ?? ''}`;
    const options = (selected) => runs.map((run) => html`<option value=${run.id} ?selected=${run.id === selected}>${label(run)}</option>`);
    return html`<form class="pickers" @submit=${(event) => event.preventDefault()}>
      <label>${say('run')}<select id="run" @change=${(event) => this.choose(event.target.value, other?.id)}>${options(chosen.id)}</select></label>
      <label>${say('against')}<select id="against" @change=${(event) => this.choose(chosen.id, event.target.value)}>
        <option value="" ?selected=${!other}>${say('nothing')}</option>${options(other?.id)}</select></label></form>`;
  }

  about() {
    const { run } = this.chosen;
    return html`<div class="about-run">${facts([
      [say('created'), run.created && moment(run.created)], [say('dataset'), run.dataset], [say('split'), run.split],
      [say('encoder'), run.index?.encoder], [say('chunking'), run.index?.chunking?.size], [say('generation'), run.index?.generation],
      [say('code'), run.versions?.code], [say('corpus'), run.corpus?.slice(0, 12)]])}</div>`;
  }

  rowsOf({ rows }, language) {
    const clean = (row) => (row.question.style ?? 'clean') === 'clean';
    return rows.filter((row) => row.question.language === language && clean(row) === (this.style === 'clean'));
  }

  // Resampling takes a moment, so each table is made once.
  measures(language) {
    const key = `${language} ${this.style}`;
    if (!this.tables.has(key)) {
      this.tables.set(key, measuresOf(this.rowsOf(this.chosen, language), this.other && this.rowsOf(this.other, language)));
    }
    return this.tables.get(key);
  }

  table(language) {
    const measures = this.measures(language);
    if (!measures.length) return nothing;
    const { other } = this;
    const cells = ({ value, other: before, difference }) => (other
      ? html`<td class="numeric">${before ? percent(before.mean) : '–'}</td>
        <td class="numeric">${difference ? gap(difference) : '–'}</td>`
      : html`<td class="whisker-cell">${whisker(value)}</td><td class="numeric muted">${percent(value.low)} – ${percent(value.high)}</td>`);
    const all = number(this.rowsOf(this.chosen, language).length);
    return html`<section><h3>${say(language)} <span class="muted">(${all})</span></h3>
      <div class="table-frame" tabindex="0" role="region" aria-label=${say(language)}><table><thead><tr>
        <th scope="col">${say('measure')}</th><th scope="col" class="numeric">${say('mean')}</th>
        ${other ? html`<th scope="col" class="numeric">${say('earlier')}</th><th scope="col" class="numeric">${say('difference')}</th>`
          : html`<th scope="col" colspan="2" class="numeric">${say('interval')}</th>`}
        <th scope="col" class="numeric count">${say('count')}</th></tr></thead>
      <tbody>${measures.map((row) => html`<tr><th scope="row">${say(`m_${row.measure}`)}</th>
        <td class="numeric"><b>${percent(row.value.mean)}</b></td>
        ${cells(row)}<td class="numeric muted count">${number(row.value.count)}</td></tr>`)}</tbody></table></div></section>`;
  }

  figures() {
    const bad = this.chosen.rows.some(({ question }) => (question.style ?? 'clean') !== 'clean');
    const timed = LANGUAGES.map((language) => [language, medianTime(this.rowsOf(this.chosen, language))]);
    const times = timed.filter(([, time]) => time !== null)
      .map(([language, time]) => `${say(`languageShort_${language}`)} ${milliseconds(time)}`);
    return html`<section><h2>${say('figures')}</h2>
      ${bad ? html`<fieldset class="segments"><legend class="hidden">${say('style')}</legend>${
        choices({ name: 'style', values: ['clean', 'badly'], chosen: this.style, label: say, choose: (style) => { this.style = style; } })
      }</fieldset>` : nothing}
      <div class="tables">${LANGUAGES.map((language) => this.table(language))}</div>
      <p class="muted small">${say('intervalHow')} ${say('time')}: ${times.join(', ')}</p></section>`;
  }

  curve() {
    const series = LANGUAGES.map((key) => ({ key, name: say(key), points: riskCoverage(this.rowsOf(this.chosen, key)) }))
      .filter((one) => one.points.length);
    if (!series.length) return nothing;
    const named = series.map((one) => ({ ...one, label: say('curveLabel', one.name, percent(one.points.at(-1)[1])) }));
    return html`<section><h2>${say('curve')}</h2><p class="muted">${say('curveHint')}</p>
      ${curves(named, { x: say('coverageAxis'), y: say('riskAxis'), percent })}</section>`;
  }

  wanted(before) {
    const { show, sought } = this;
    const lower = sought.toLocaleLowerCase(currentLanguage());
    return this.chosen.rows.filter((row) => {
      const verdict = verdictOf(row);
      const was = before.get(row.question.id);
      const changed = Boolean(was) && verdictOf(was) !== verdict;
      const fits = { all: true, failed: !isGood(verdict), changed }[show] ?? verdict === show;
      return fits && row.question.question.toLocaleLowerCase(currentLanguage()).includes(lower);
    });
  }

  questions() {
    const before = new Map((this.other?.rows ?? []).map((row) => [row.question.id, row]));
    const found = this.wanted(before);
    const toggle = (id, open) => {
      if (open && !this.opened.has(id)) this.opened = new Set(this.opened).add(id);
    };
    return html`<section><h2>${say('questions')}</h2><form class="controls" role="search" @submit=${(event) => event.preventDefault()}>
        <label>${say('find')}<input type="search" id="find" .value=${this.sought} @input=${(event) => { this.sought = event.target.value; }}></label>
        <label>${say('show')}<select id="show" @change=${(event) => { this.show = event.target.value; }}>${
          SHOWS.filter((show) => show !== 'changed' || this.other).map((show) => html`<option value=${show} ?selected=${show === this.show}>${
            say(EVALUATION[show] ? show : `v_${show}`)}</option>`)}</select></label></form>
      <p class="muted" role="status">${found.length ? say('shown', number(found.length), number(this.chosen.rows.length)) : say('noMatch')}</p>
      <ol class="questions" role="list">${repeat(found.slice(0, this.most), (row) => row.question.id, (row) => (
        questionItem(row, { before: before.get(row.question.id), opened: this.opened, toggle })))}</ol>
      ${found.length > this.most ? html`<button type="button" class="button"
        @click=${() => { this.most += 5 * AT_A_TIME; }}>${say('more')}</button>` : nothing}</section>`;
  }

  content() {
    if (this.state === 'loading' && !this.chosen) return waiting(say('loading'));
    if (this.state === 'unknown') {
      return html`<div class="notice"><p class="notice-title">${say('unknown')}</p>
        <p><a href=${localHref('/evaluation')}>${say('title')}</a></p></div>`;
    }
    if (this.state === 'error') return errorBox(this.fault, () => this.followAddress());
    if (!this.chosen) {
      return teach(say('none'), html`<p>${say('noneHint')}</p><pre class="code"><code>kaynak eval run</code></pre>`);
    }
    const foreign = this.other && this.other.run.corpus !== this.chosen.run.corpus;
    return html`${this.pickers()}${foreign ? html`<div class="notice fault"><p>${say('otherCorpus')}</p></div>` : nothing}
      ${this.about()}${this.figures()}${this.curve()}${this.questions()}`;
  }

  render() {
    return html`<div id="evaluation" data-state=${this.state}>
      <h1>${say('title')}</h1><p class="lead">${say('lead')}</p>${this.content()}</div>`;
  }
}
customElements.define('kaynak-evaluation-page', EvaluationPage);
