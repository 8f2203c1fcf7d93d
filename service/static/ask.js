// The ask page: the form, the address bar, and the state of the result.
// #result[data-state]: idle, loading, answered, abstained, error.
import { ask } from './api.js';
import { codePointLength } from './codepoints.js';
import { showDocuments } from './documents.js';
import { errorBox, h } from './dom.js';
import { bind, bindTitle, localHref, refreshLinks, t } from './i18n.js';
import { abstentionNodes, answerNodes, passageNodes } from './result.js';

const MAX_QUESTION = 2000;
const $ = (id) => document.getElementById(id);
const view = $('ask-view');
const form = $('ask-form');
const input = $('question');
const problem = $('question-error');
const result = $('result');
const home = $('home');

let shown = null; // the question the page now stands for; null: the empty home
let running = null; // AbortController of the request under way
let problemKey = null;

const addressQuestion = () => (new URLSearchParams(location.search).get('q') || '').trim();

function setProblem(key) {
  problemKey = key;
  problem.textContent = key ? t(key) : '';
  if (key) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

function questionProblem(question) {
  if (!question) return 'questionEmpty';
  return codePointLength(question) > MAX_QUESTION ? 'questionTooLong' : null;
}

function setState(state, answer, passages) {
  const idle = state === 'idle';
  result.dataset.state = state;
  // The live region inside stays rendered, so that its first text is announced.
  if (idle) result.removeAttribute('aria-labelledby');
  else result.setAttribute('aria-labelledby', 'result-heading');
  $('result-heading').hidden = idle;
  home.hidden = !idle;
  $('answer').replaceChildren(...answer);
  $('passages').replaceChildren(...passages);
}

function showHome() {
  running?.abort();
  shown = null;
  bindTitle(() => 'Kaynak');
  setState('idle', [], []);
  showDocuments();
}

async function showQuestion(question) {
  running?.abort();
  const controller = new AbortController();
  running = controller;
  shown = question;
  bindTitle(() => `${question} – Kaynak`);
  setState('loading', [h('p', { class: 'loading', text: () => t('searching') })], []);
  try {
    const response = await ask(question, controller.signal);
    const answered = response.answered && response.answer;
    setState(
      answered ? 'answered' : 'abstained',
      answered ? answerNodes(response) : abstentionNodes(response),
      passageNodes(response),
    );
  } catch (error) {
    if (error.name === 'AbortError') return;
    if (error.status === undefined) console.error(error); // a fault of this page
    setState('error', [errorBox(error.status === undefined ? { status: 500 } : error, () => {
      showQuestion(question);
      result.focus();
    })], []);
  }
}

// Brings the page to what the address says.
function followAddress() {
  const question = addressQuestion();
  if (question === (shown ?? '') && result.dataset.state !== 'error') return null;
  input.value = question;
  const bad = question ? questionProblem(question) : null;
  setProblem(bad);
  if (!question || bad) return showHome();
  return showQuestion(question);
}

function submit(question) {
  const bad = questionProblem(question);
  setProblem(bad);
  if (bad) {
    input.focus();
    return;
  }
  const target = localHref(`/?q=${encodeURIComponent(question)}`);
  if (question === addressQuestion()) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  refreshLinks();
  showQuestion(question);
}

export async function startAsk() {
  view.hidden = false;
  bind(problem, () => { if (problemKey) problem.textContent = t(problemKey); });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(input.value.trim());
  });
  input.addEventListener('input', () => { if (problemKey) setProblem(null); });
  for (const button of document.querySelectorAll('.example')) {
    button.addEventListener('click', () => {
      input.value = button.textContent;
      submit(input.value);
      result.focus(); // the button is gone from view now
    });
  }
  window.addEventListener('popstate', () => {
    refreshLinks();
    followAddress();
  });

  if (!addressQuestion()) {
    showHome();
    return;
  }
  await followAddress();
  const target = /^#citation-\d+$/.test(location.hash) && $(location.hash.slice(1));
  if (target) target.focus();
}
