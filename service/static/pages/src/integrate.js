import { html } from 'lit';
import { Page } from './page.js';
class P extends Page { render() { return html`<h1>integrate</h1>`; } }
customElements.define('kaynak-integrate-page', P);
