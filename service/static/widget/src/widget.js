// The script that other sites load. It makes a floating <kaynak-chat> of its own data-* attributes, unless the page has
// put one somewhere itself.
import { KaynakChat } from './chat.js';
import { define } from './kit.js';

const script = document.currentScript;
if (script) KaynakChat.origin = new URL(script.src).origin;
define('kaynak-chat', KaynakChat);

function place() {
  if (!script || document.querySelector('kaynak-chat')) return;
  const chat = document.createElement('kaynak-chat');
  for (const { name, value } of script.attributes) {
    if (name.startsWith('data-')) chat.setAttribute(name, value);
  }
  document.body.append(chat);
}

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', place, { once: true });
else place();
