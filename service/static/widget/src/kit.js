// What the widget and the pages share.
import { KaynakAnswer } from './answer.js';
import { KaynakFeedback } from './feedback.js';
import sheet from './kit.css';

export { Client } from './api.js';
export { codePointLength, isRange } from './codepoints.js';
export { MAX_QUESTION } from './strings.js';
export { pageRange } from './citation-view.js';
export { quotesOf } from './quotes.js';
export { sheet };

// The page that shows the widget's snippets holds both bundles; whoever comes first defines the elements.
const define = (name, element) => customElements.get(name) || customElements.define(name, element);
define('kaynak-answer', KaynakAnswer);
define('kaynak-feedback', KaynakFeedback);
export { define };
