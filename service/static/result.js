// Builds the answer and the cards of its passages from one /v1/ask response.
import { splitRange, utf16Offsets } from './codepoints.js';
import { documentLanguage } from './documents.js';
import { appendReadable, h } from './dom.js';
import { formatNumber, formatPercent, localHref, t } from './i18n.js';

const HIGH = 0.75;
const MEDIUM = 0.5;

function confidenceLevel(value) {
  if (value >= HIGH) return 'high';
  return value >= MEDIUM ? 'medium' : 'low';
}

const confidenceWord = {
  high: 'confidenceHigh', medium: 'confidenceMedium', low: 'confidenceLow',
};

function citationRefs(numbers) {
  const refs = h('span', { class: 'citation-refs' });
  for (const number of numbers) {
    refs.append(' ', h('a', {
      class: 'citation-ref',
      href: `#citation-${number}`,
      'data-number': number,
      'aria-label': () => `[${number}] ${t('citationRef', number)}`,
      text: `[${number}]`,
    }));
  }
  return refs;
}

export function answerNodes(response) {
  const { answer, citations, language } = response;
  const first = citations.find((c) => answer.citations.includes(c.number));
  const text = h('span', { class: 'answer-sentence', lang: language, text: answer.text });
  if (first?.cited_text.includes(answer.text)) useDocumentLanguage(text, first.document_id);
  const level = confidenceLevel(response.confidence);
  return [
    h('p', { id: 'answer-text', class: 'answer-text' }, text, citationRefs(answer.citations)),
    h('p', {
      id: 'confidence',
      class: 'confidence',
      'data-level': level,
      text: () => t('confidence', t(confidenceWord[level]), formatPercent(response.confidence)),
    }),
  ];
}

export function abstentionNodes(response) {
  const { abstention, language } = response;
  const message = abstention?.message
    ? { lang: language, text: abstention.message }
    : { text: () => t('abstainedFallback') };
  return [
    h('p', { class: 'abstention-title', text: () => t('abstained') }),
    h('p', {
      id: 'abstention', class: 'abstention', 'data-reason': abstention?.reason, ...message,
    }),
  ];
}

function useDocumentLanguage(node, documentId) {
  documentLanguage(documentId).then((language) => {
    if (language) node.lang = language;
  });
}

function pageText(citation) {
  const start = citation.start_page_number ?? citation.end_page_number;
  if (start === null || start === undefined) return null;
  return t('pageRange', start, citation.end_page_number ?? start);
}

// The passage as it is, with the cited code points inside <mark>.
function passageNode(citation) {
  const { passage } = citation;
  const node = h('blockquote', { class: 'citation-passage' });
  const parts = splitRange(
    passage.text,
    citation.start_char_index - passage.start_char_index,
    citation.end_char_index - passage.start_char_index,
  );
  if (!parts) {
    appendReadable(node, passage.text);
    return node;
  }
  appendReadable(node, parts[0]);
  node.append(markNode(parts[1], parts[0], citation));
  appendReadable(node, parts[2], parts[1]);
  return node;
}

// The cited text, with the words that answer words of the question stressed.
function markNode(text, before, citation) {
  const mark = h('mark');
  const spans = citation.highlights.flatMap((span) => [span.start_char_index, span.end_char_index]);
  const offsets = utf16Offsets(text, spans.map((index) => index - citation.start_char_index));
  let done = 0;
  for (let i = 0; i < offsets.length; i += 2) {
    const word = h('strong', { class: 'answering' });
    appendReadable(mark, text.slice(done, offsets[i]), before + text.slice(0, done));
    appendReadable(word, text.slice(offsets[i], offsets[i + 1]), before + text.slice(0, offsets[i]));
    mark.append(word);
    done = offsets[i + 1];
  }
  appendReadable(mark, text.slice(done), before + text.slice(0, done));
  return mark;
}

function card(citation) {
  const titleId = `citation-${citation.number}-title`;
  const meta = h('p', { class: 'citation-meta' });
  if (pageText(citation)) {
    meta.append(h('span', { class: 'citation-page', text: () => pageText(citation) }));
  }
  const heading = citation.passage.heading
    ? h('span', { class: 'citation-heading', text: citation.passage.heading }) : null;
  if (heading) meta.append(heading);
  meta.append(h('span', {
    class: 'citation-score',
    'data-score': citation.score,
    text: () => t('score', formatNumber(citation.score, {
      minimumFractionDigits: 2, maximumFractionDigits: 2,
    })),
  }));
  const title = h('h3', { id: titleId, class: 'citation-title', text: citation.document_title });
  const passage = passageNode(citation);
  for (const node of [title, heading, passage]) {
    if (node) useDocumentLanguage(node, citation.document_id);
  }
  return h('li', {
    id: `citation-${citation.number}`,
    class: 'citation',
    tabindex: '-1',
    'aria-labelledby': titleId,
    'data-number': citation.number,
    'data-document-id': citation.document_id,
    'data-start': citation.start_char_index,
    'data-end': citation.end_char_index,
  },
  h('div', { class: 'citation-head' },
    h('span', { class: 'citation-number', text: citation.number }), title),
  meta,
  passage,
  h('p', {}, h('a', {
    class: 'citation-open',
    href: () => localHref(citation.url),
    'aria-describedby': titleId,
    text: () => t('openInDocument'),
  })));
}

function passageList(kind, headingKey, noteKey, citations) {
  if (!citations.length) return [];
  const headingId = `passages-${kind}-heading`;
  return [
    h('h2', { id: headingId, class: 'passages-heading', text: () => t(headingKey) }),
    noteKey ? h('p', { class: 'note', text: () => t(noteKey) }) : null,
    h('ol', {
      id: `passages-${kind}`,
      class: 'citations',
      role: 'list',
      'data-kind': kind,
      'aria-labelledby': headingId,
    }, ...citations.map(card)),
  ].filter(Boolean);
}

// An answer: the passages it cites, then any others. No answer: the nearest ones.
export function passageNodes(response) {
  const { answer, answered, citations } = response;
  if (!answered || !answer) return passageList('nearest', 'nearestPassages', 'nearestNote', citations);
  const isCited = (citation) => answer.citations.includes(citation.number);
  return [
    ...passageList('cited', 'citedPassages', null, citations.filter(isCited)),
    ...passageList('other', 'otherPassages', null, citations.filter((c) => !isCited(c))),
  ];
}
