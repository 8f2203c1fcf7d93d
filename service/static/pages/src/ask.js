import { html } from 'lit';
import { Page } from './page.js';
class P extends Page { render() { return html`<h1>ask</h1>`; } }
customElements.define('kaynak-ask-page', P);
