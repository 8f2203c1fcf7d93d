// What stands around every page: navigation, language, foot.
import { html, nothing, render } from 'lit';
import { addressIn, currentLanguage, followLanguage, localHref, switchLanguage, words } from './language.js';
import { COMMON } from './text/common.js';

const say = words(COMMON);
const PAGES = [['ask', '/'], ['library', '/library'], ['evaluation', '/evaluation'], ['integrate', '/integrate'], ['status', '/status']];
const LANGUAGES = [['tr', 'Türkçe'], ['en', 'English']];

function choose(event, language) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  switchLanguage(language);
}

const header = (here) => html`
  <a class="skip-link" href="#main">${say('skip')}</a>
  <div class="bar">
    <a class="brand" href=${localHref('/')}>
      <svg viewBox="0 0 32 32" aria-hidden="true"><path d="M5 10c4-4 7-4 11 0s7 4 11 0M5 17c4-4 7-4 11 0s7 4 11 0M5 24c4-4 7-4 11 0s7 4 11 0"/></svg>Kaynak</a>
    <nav class="site-pages" aria-label=${say('pagesOfSite')}>
      ${PAGES.map(([page, path]) => html`<a href=${localHref(path)} aria-current=${page === here ? 'page' : nothing}>${say(page)}</a>`)}
    </nav>
    <nav id="language-switch" class="languages" aria-label=${say('languages')}>
      ${LANGUAGES.map(([code, name]) => html`<a href=${addressIn(code)} lang=${code} hreflang=${code} data-lang=${code}
        aria-label="${code.toUpperCase()} – ${name}" aria-current=${code === currentLanguage() ? 'true' : nothing}
        @click=${(event) => choose(event, code)}>${code.toUpperCase()}</a>`)}
    </nav>
  </div>`;

const footer = () => html`<div class="bar"><p>${say('about')}</p><p><a href="/openapi.json">${say('api')}</a></p></div>`;

// Draws the frame now, after each change of language and whenever the address changes.
export function startShell(here) {
  const draw = () => {
    render(header(here), document.getElementById('site-header'));
    render(footer(), document.getElementById('site-footer'));
  };
  followLanguage(draw);
  addEventListener('kaynak-address', draw);
  addEventListener('popstate', draw);
}

// Another address without another page: links that carry the address are drawn anew.
export function go(address, { replace = false } = {}) {
  if (replace) history.replaceState(history.state, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new Event('kaynak-address'));
}
