// key: [Turkish, English]; a value is a text, or a function that makes one.
const counted = (one, many) => (n) => `${n} ${n === '1' ? one : many}`;

export const COMMON = {
  skip: ['İçeriğe geç', 'Skip to content'],
  pagesOfSite: ['Sayfalar', 'Pages'],
  ask: ['Sor', 'Ask'],
  library: ['Kitaplık', 'Library'],
  evaluation: ['Değerlendirme', 'Evaluation'],
  integrate: ['Ekleme', 'Integrate'],
  status: ['Durum', 'Status'],
  languages: ['Dil / Language', 'Dil / Language'],
  about: [
    'Yanıtlar belgelerden olduğu gibi alıntılanır; her alıntının yeri gösterilir.',
    'Answers are quoted from the documents as they stand; every quotation shows its place.',
  ],
  api: ['HTTP arayüzü', 'HTTP interface'],
  documentCount: [(n) => `${n} belge`, counted('document', 'documents')],
  pageCount: [(n) => `${n} sayfa`, counted('page', 'pages')],
  passageCount: [(n) => `${n} bölüm`, counted('passage', 'passages')],
};
