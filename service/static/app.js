// Entry: one file serves the ask page (/) and the document page (/documents/ID).
import { startAsk } from './ask.js';
import { documentIdFromPath, startDocument } from './document.js';
import { applyLanguage, bind, chooseLanguage, localHref, setUpLanguageSwitch } from './i18n.js';

applyLanguage(chooseLanguage());
setUpLanguageSwitch();
bind(document.getElementById('brand'), (node) => { node.href = localHref('/'); });

const documentId = documentIdFromPath(location.pathname);
if (documentId === null) startAsk();
else startDocument(documentId);
