// What a conversation looks like. The views get the element itself and only read from it.
import { html, nothing, svg } from 'lit';
import { languageOf } from './i18n.js';

const ICONS = {
  ask: 'M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v10a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 4v-4h-1A1.5 1.5 0 0 1 4 15.5zM8 9h8M8 12.5h5',
  close: 'M6 6l12 12M18 6L6 18',
  reset: 'M12 5v14M5 12h14',
  send: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M8 8h8v8H8z',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  copied: 'M5 12.5l4.5 4.5L19 7.5',
};

const icon = (name) => html`<svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${ICONS[name]} />`}</svg>`;

const iconButton = (name, label, onPress, part = name) => html`<button type="button" class="icon" part=${part}
  aria-label=${label} title=${label} @click=${onPress}>${icon(name)}</button>`;

export const launcher = (chat) => html`<button type="button" class="launcher" part="launcher" aria-haspopup="dialog"
  ?hidden=${chat.isOpen} @click=${() => chat.open()}>${icon('ask')}<span>${chat.t('title')}</span></button>`;

function empty(chat) {
  const { t, suggestions } = chat;
  return html`<div class="empty" part="greeting"><p class="greeting" dir="auto">${chat.greeting || t('greeting')}</p>
    ${suggestions.length ? html`<p class="label" id="suggested">${t('suggested')}</p>
    <ul aria-labelledby="suggested">${suggestions.map((question) => html`<li><button type="button" class="suggestion" part="suggestion"
      lang=${languageOf(question)} @click=${() => chat.settle(chat.ask(question))}>${question}</button></li>`)}</ul>` : nothing}</div>`;
}

function failed(chat, turn) {
  const { t } = chat;
  return html`<div class="problem" part="error" data-kind=${turn.error.kind}><p>${t(`error_${turn.error.kind}`)}</p>
    ${turn.error.retryable ? html`<button type="button" class="plain" part="retry" @click=${() => chat.settle(chat.retry(turn))}>${t('retry')}</button>` : nothing}</div>`;
}

function done(chat, turn) {
  const { t, language, client } = chat;
  return html`<kaynak-answer layout="compact" external .response=${turn.response} .language=${language} .base=${client.base}></kaynak-answer>
    <div class="tools">${turn.response.answered ? iconButton(turn.copied ? 'copied' : 'copy', t(turn.copied ? 'copied' : 'copy'), () => chat.copy(turn), 'copy') : nothing}
    <kaynak-feedback .client=${client} .response=${turn.response} .language=${language}></kaynak-feedback>
    ${turn.copied === false ? html`<p class="problem-text">${t('copyFailed')}</p>` : nothing}</div>`;
}

function turnView(chat, turn) {
  const { t } = chat;
  const reply = turn.response ? done(chat, turn) : turn.error ? failed(chat, turn)
    : html`<p class="waiting"><span class="hidden">${t('searching')}</span><i></i><i></i><i></i></p>`;
  return html`<article class="turn"><p class="asked" part="question" dir="auto"><span class="hidden">${t('you')} </span>${turn.question}</p>
    <div class="reply" part="reply">${reply}</div></article>`;
}

function composer(chat) {
  const { t, problem, waiting } = chat;
  return html`<form class="composer" part="composer" @submit=${chat.submit}>
    ${chat.offline ? html`<p class="notice" role="status">${t('error_offline')}</p>` : nothing}
    <p class="problem-text" id="problem" role="alert">${problem ? t(...problem) : nothing}</p>
    <div class="field"><textarea id="question" part="input" rows="1" aria-label=${t('question')} placeholder=${t('placeholder')} autocomplete="off"
      enterkeyhint="send" aria-describedby="problem" aria-invalid=${problem ? 'true' : nothing} @keydown=${chat.typed} @input=${chat.edited}></textarea>
    ${waiting ? html`<button type="button" class="send" part="send" aria-label=${t('stop')} title=${t('stop')} @click=${chat.stop}>${icon('stop')}</button>`
      : html`<button class="send" part="send" aria-label=${t('send')} title=${t('send')}>${icon('send')}</button>`}</div></form>`;
}

export function panel(chat) {
  const { t, turns, inline } = chat;
  return html`<header part="header"><h2 id="title" part="title">${t('title')}</h2>
    ${turns.length ? iconButton('reset', t('reset'), () => chat.settle(chat.reset())) : nothing}
    ${inline ? nothing : iconButton('close', t('close'), () => chat.close())}</header>
    <div class="log" part="log" role="log" aria-live="off" aria-label=${t('conversation')} tabindex="0" @kaynak-citation=${chat.reveal}>
      ${turns.length ? turns.map((turn) => turnView(chat, turn)) : empty(chat)}</div>
    ${composer(chat)}
    <p class="hidden" role="status">${chat.announcement}</p>`;
}
