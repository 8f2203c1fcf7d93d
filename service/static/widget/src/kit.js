// What the widget and the pages share.
import { KaynakAnswer } from './answer.js';
import { KaynakFeedback } from './feedback.js';
import sheet from './kit.css';

export { Client, ApiError } from './api.js';
export { codePointLength, isRange, splitRange, utf16Offsets } from './codepoints.js';
export { chooseLanguage, formatNumber, languageOf, supported, translator } from './i18n.js';
export { MAX_QUESTION } from './strings.js';
export { cut, markedPart, markedPassage, readable } from './marks.js';
export { citationCard, documentLink, numberButton, pageRange } from './citation-view.js';
export { abstentionView, confidenceLevel, confidenceView, conflictView, sentenceView } from './answer-view.js';
export { sheet };

// The page that shows the widget's snippets holds both bundles; whoever comes first defines the elements.
const define = (name, element) => customElements.get(name) || customElements.define(name, element);
define('kaynak-answer', KaynakAnswer);
define('kaynak-feedback', KaynakFeedback);
export { define };
