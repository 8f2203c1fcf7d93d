// A document's passages as links to their places.
import { html, nothing } from 'lit';
import { pageRange } from '../../widget/src/kit.js';
import { words } from './language.js';
import { rangeHref } from './place.js';

const say = words({});

// here: the range that is being read, if one is · jump(event, range): follows a link without loading a page.
export function passageList(id, passages, { letters, here = null, jump = null }) {
  return html`<ol class="passage-list">${passages.map((passage) => {
    const range = { start: passage.start_char_index, end: passage.end_char_index };
    const read = here && here.start < range.end && range.start < here.end;
    return html`<li><a href=${rangeHref(id, range)} aria-current=${read ? 'true' : nothing}
      @click=${(event) => jump?.(event, range)}>
      <span class="where">${pageRange(say, passage) ?? passage.number}</span>
      <span class="words" dir="auto">${passage.heading ? html`<b>${passage.heading}</b> ` : nothing}${
        passage.reading.slice(0, letters)}…</span></a></li>`;
  })}</ol>`;
}
