// Entry: one file serves every page; the address says which.
import { html, render } from 'lit';
import { documentIdFrom } from './place.js';
import { startShell } from './shell.js';
import './ask.js';
import './document.js';
import './evaluation.js';
import './integrate.js';
import './library.js';
import './status.js';

const PAGES = {
  '/': ['ask', html`<kaynak-ask-page></kaynak-ask-page>`],
  '/library': ['library', html`<kaynak-library-page></kaynak-library-page>`],
  '/evaluation': ['evaluation', html`<kaynak-evaluation-page></kaynak-evaluation-page>`],
  '/integrate': ['integrate', html`<kaynak-integrate-page></kaynak-integrate-page>`],
  '/status': ['status', html`<kaynak-status-page></kaynak-status-page>`],
};

const documentId = documentIdFrom(location.pathname);
const [here, page] = documentId === null
  ? PAGES[location.pathname.replace(/(.)\/$/, '$1')] ?? PAGES['/']
  : ['library', html`<kaynak-document-page .documentId=${documentId}></kaynak-document-page>`];
startShell(here);
render(page, document.getElementById('main'));
