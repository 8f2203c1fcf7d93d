// The home before a question: examples, how to read an answer, what there is to ask about.
import { html, nothing } from 'lit';
import { localHref, number, words } from './language.js';
import { teach } from './page.js';
import { askHref } from './place.js';
import { ASK } from './text/ask.js';
import { COMMON } from './text/common.js';

const say = words({ ...COMMON, ...ASK });

// Questions to the documents that come along; shown only where those are in the collection.
const ABOUT = 'kazakistan-kamu-yonetimi-reformlari';
const EXAMPLES = [
  ['kind_tr', 'tr', 'Kazakistan Senatosu kaç üyeden oluşur?'],
  ['kind_en', 'en', 'Who appoints the governors in Kazakhstan?'],
  ['kind_plain', 'tr', 'kazakistanin nufusu ne kadar'],
  ['kind_absent', 'tr', 'Mars’ta kaç uydu var?'],
];

const examples = (follow) => html`<section id="examples"><h2>${say('examples')}</h2>
  <ul class="examples" role="list">${EXAMPLES.map(([kind, language, question]) => html`<li>
    <a class="example" href=${askHref({ question, documents: [] })} @click=${(event) => follow(event, question)}>
      <span class="kind">${say(kind)}</span><span class="words" lang=${language}>${question}</span></a></li>`)}</ul></section>`;

const how = () => html`<section id="how"><h2>${say('how')}</h2><dl class="how">
  ${['quote', 'place', 'silence'].map((key) => html`<div><dt>${say(`how_${key}`)}</dt><dd>${say(`how_${key}Text`)}</dd></div>`)}</dl></section>`;

function collection(documents) {
  if (!documents.length) {
    return teach(say('emptyLibrary'), html`<p>${say('emptyLibraryHint')}</p><pre class="code"><code>kaynak build belgeler/</code></pre>`);
  }
  const total = (key) => number(documents.reduce((sum, document) => sum + (document[key] || 0), 0));
  const sizes = [
    say('documentCount', number(documents.length)), say('pageCount', total('pages')), say('passageCount', total('passages')),
  ];
  return html`<p class="collection">${say('collection')}: <a href=${localHref('/library')}>${sizes.join(' · ')}</a></p>`;
}

// documents: the collection, null while it is not known.
export function askHome(documents, follow) {
  return html`<div id="home" class=${documents ? 'known' : ''}>
    ${documents === null || documents.some((document) => document.document_id === ABOUT) ? examples(follow) : nothing}
    ${documents ? collection(documents) : html`<p class="collection"> </p>`}
    ${how()}</div>`;
}
