// <kaynak-feedback>: two thumbs under an answer, and after one of them room for a reason.
import { html, LitElement, nothing, svg } from 'lit';
import { translator } from './i18n.js';
import { quotesOf } from './quotes.js';

const THUMB = 'M2 21h4V9H2v12zm20-11a2 2 0 0 0-2-2h-6.3l1-4.6v-.3c0-.4-.2-.8-.5-1.1L13.2 1 6.6 7.6c-.4.4-.6.9-.6 1.4v10a2 2 0 0 0 2 2h9c.8 0 1.5-.5 1.8-1.2l3-7c.1-.3.2-.5.2-.8v-2z';

// client: a Client · response: the reply that is judged · language: of the interface.
// Fires kaynak-feedback {answer_id, question, thumb, reason} when the service has stored it.
export class KaynakFeedback extends LitElement {
  static properties = {
    client: { attribute: false },
    response: { attribute: false },
    language: {},
    thumb: { state: true },
    step: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { client: null, response: null, language: 'tr', thumb: null, step: 'thumbs' });
  }

  createRenderRoot() {
    return this;
  }

  // A page shows its next answer in the same element; a judgement stays with the answer that it is of.
  willUpdate(changed) {
    if (changed.has('response')) Object.assign(this, { thumb: null, step: 'thumbs' });
  }

  // The thumb is stored at once; a reason replaces the record, so nobody has to finish a form to be heard.
  async send(thumb, reason = null) {
    const { response } = this;
    const { answer_id, question, language } = response;
    const citations = quotesOf(response).map(({ citation }) => (
      { document_id: citation.document_id, start: citation.start_char_index, end: citation.end_char_index }));
    const show = (state) => { if (this.response === response) Object.assign(this, state); };
    show({ thumb, step: 'sending' });
    try {
      await this.client.sendFeedback({ answer_id, question, thumb, reason, language, citations });
      show({ step: reason === null ? 'reason' : 'done' });
      const detail = { answer_id, question, thumb, reason };
      this.dispatchEvent(new CustomEvent('kaynak-feedback', { detail, bubbles: true, composed: true }));
    } catch {
      show({ thumb: null, step: 'failed' });
    }
  }

  sendReason(event) {
    event.preventDefault();
    const reason = new FormData(event.target).get('reason').trim();
    if (reason) this.send(this.thumb, reason);
    else this.step = 'done';
  }

  button(thumb, label) {
    return html`<button type="button" class="icon thumb" part="thumb" data-thumb=${thumb} aria-label=${label} title=${label}
      aria-pressed=${String(this.thumb === thumb)} @click=${() => this.send(thumb)}>
      <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${THUMB} />`}</svg></button>`;
  }

  render() {
    const t = translator(this.language);
    const said = { reason: 'thanks', done: 'thanks', failed: 'feedbackFailed' }[this.step];
    return html`<div class="feedback">${this.button('up', t('helpful'))}${this.button('down', t('unhelpful'))}
      <span role="status">${said ? t(said) : nothing}</span></div>
      ${this.step === 'reason' ? html`<form class="reason" @submit=${this.sendReason}>
        <label>${t('reason')} <textarea name="reason" rows="2" maxlength="2000"></textarea></label>
        <button>${t('send')}</button></form>` : nothing}`;
  }
}
