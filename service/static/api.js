// The three things the page asks of the service.

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail || `status ${status}`);
    this.status = status; // 0: no usable answer came back
    this.detail = detail || null;
  }
}

const TIMEOUT_MS = 60000;
const MAX_LIST_REQUESTS = 100;

async function problemDetail(response) {
  try {
    const problem = await response.json();
    const text = problem.detail || problem.title;
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}

// read(response) runs under the same time limit and the same error handling.
async function request(path, options, read) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  const stop = () => controller.abort();
  options.signal?.addEventListener('abort', stop);
  try {
    const response = await fetch(path, { ...options, signal: controller.signal });
    if (!response.ok) throw new ApiError(response.status, await problemDetail(response));
    return await read(response);
  } catch (error) {
    if (options.signal?.aborted) throw new DOMException('replaced', 'AbortError');
    throw error instanceof ApiError ? error : new ApiError(0, null);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

const json = (response) => response.json();
const documentPath = (id) => `/v1/documents/${encodeURIComponent(id)}`;

export function ask(question, signal) {
  return request('/v1/ask', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ question, language: null, top_k: 5, document_ids: null }),
    signal,
  }, json);
}

export async function listDocuments() {
  const documents = [];
  let cursor = null;
  for (let i = 0; i < MAX_LIST_REQUESTS; i += 1) {
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page = await request(`/v1/documents${query}`, {}, json);
    documents.push(...page.documents);
    cursor = page.next_cursor ?? null;
    if (cursor === null) break;
  }
  return documents;
}

export function getDocument(id) {
  return request(documentPath(id), {}, json);
}

export const documentTextPath = (id) => `${documentPath(id)}/text`;

// Not response.text(): that drops a leading byte order mark, which the service
// counts as a character.
export function getDocumentText(id) {
  return request(documentTextPath(id), {}, async (response) => (
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())));
}
