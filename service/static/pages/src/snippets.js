// The examples, as text to copy.

const attribute = (value) => String(value).replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
const shell = (value) => `'${value.replaceAll("'", "'\\''")}'`;

// attributes: [[name, value]]; pinned: {src, integrity} of the script of just this content, or null.
export function widgetSnippet(origin, attributes, pinned) {
  const script = pinned ? [['src', origin + pinned.src], ['integrity', pinned.integrity], ['crossorigin', 'anonymous']]
    : [['src', `${origin}/widget/v1/widget.js`]];
  // One line while it fits.
  const joined = (parts) => (parts.join(' ').length < 72 ? parts.join(' ') : parts.join('\n  '));
  const written = (pairs) => pairs.map(([name, value]) => `${name}="${attribute(value)}"`);
  const inline = attributes.some(([name, value]) => name === 'data-position' && value === 'inline');
  if (inline) {
    return [`<script ${joined([...written(script), 'defer'])}></script>`, `<kaynak-chat ${joined(written(attributes))}></kaynak-chat>`].join('\n');
  }
  return `<script ${joined([...written(script), 'defer', ...written(attributes)])}></script>`;
}

export const HTTP_SNIPPETS = {
  curl: (origin, question) => [
    `curl ${origin}/v1/ask \\`,
    "  -H 'content-type: application/json' \\",
    `  -d ${shell(JSON.stringify({ question }))}`,
  ].join('\n'),
  Python: (origin, question) => [
    'import json',
    'from urllib.request import Request, urlopen',
    '',
    'request = Request(',
    `    "${origin}/v1/ask",`,
    `    data=json.dumps({"question": ${JSON.stringify(question)}}).encode(),`,
    '    headers={"content-type": "application/json"},',
    ')',
    'with urlopen(request) as reply:',
    '    answer = json.load(reply)',
    '',
    'print(answer["answer"]["text"] if answer["answered"] else answer["abstention"]["message"])',
    'for citation in answer["citations"]:',
    '    print(citation["number"], citation["document_title"], citation["cited_text"])',
  ].join('\n'),
  JavaScript: (origin, question) => [
    `const reply = await fetch("${origin}/v1/ask", {`,
    '  method: "POST",',
    '  headers: { "content-type": "application/json" },',
    `  body: JSON.stringify({ question: ${JSON.stringify(question)} }),`,
    '});',
    'const { answered, answer, abstention, citations } = await reply.json();',
    'console.log(answered ? answer.text : abstention.message, citations);',
  ].join('\n'),
};
