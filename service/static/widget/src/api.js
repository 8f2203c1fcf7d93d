// What the widget and the pages ask of the service.

// kind: what went wrong, in a word that strings.js has a sentence for (error_KIND); detail: the service's own sentence.
export class ApiError extends Error {
  constructor(kind, { status = 0, detail = null } = {}) {
    super(detail || kind);
    Object.assign(this, { kind, status, detail });
  }

  get retryable() {
    return !['forbidden', 'missing', 'large', 'invalid', 'origin'].includes(this.kind);
  }
}

const KINDS = { 403: 'forbidden', 404: 'missing', 408: 'timeout', 413: 'large', 422: 'invalid', 429: 'busy' };
const MAX_LIST_REQUESTS = 100;

const kindOf = (status) => KINDS[status] || (status >= 500 ? 'server' : 'request');

async function refusal(response) {
  let detail = null;
  try {
    const problem = await response.json();
    detail = [problem.detail, problem.title].find((text) => text && typeof text === 'string') || null;
  } catch {
    // A proxy's own error page says nothing that a reader could use.
  }
  return new ApiError(kindOf(response.status), { status: response.status, detail });
}

const reaches = (url, mode) => fetch(url, { mode, cache: 'no-store', credentials: 'omit' }).then(() => true, () => false);

// Why no reply could be read: the network, the service, or a page that the service does not know.
async function unreadable(base) {
  if (navigator.onLine === false) return 'offline';
  if (new URL(base).origin === location.origin) return 'unreachable';
  if (await reaches(`${base}/healthz`, 'cors')) return 'server';
  if (!await reaches(`${base}/healthz`, 'no-cors')) return 'unreachable';
  console.error(`Kaynak: the service at ${base} does not answer pages of ${location.origin}. `
    + `Start it with KAYNAK_ALLOWED_ORIGINS=${location.origin} (a comma separates several origins).`);
  return 'origin';
}

// base: address of the service, without a slash at the end.
export class Client {
  timeout = 60000; // milliseconds

  constructor(base = location.origin) {
    this.base = new URL(base, location.href).href.replace(/\/+$/, '');
  }

  // read(response) runs under the same time limit; signal ends the request without an error to show (AbortError).
  async request(path, { signal, read = (response) => response.json(), ...options } = {}) {
    const limit = AbortSignal.timeout(this.timeout);
    const both = signal ? AbortSignal.any([limit, signal]) : limit;
    let response = null;
    try {
      response = await fetch(this.base + path, { credentials: 'omit', ...options, signal: both });
      if (!response.ok) throw await refusal(response);
      return await read(response);
    } catch (error) {
      if (signal?.aborted) throw new DOMException('replaced', 'AbortError');
      if (error instanceof ApiError) throw error;
      if (limit.aborted) throw new ApiError('timeout');
      throw new ApiError(response ? 'cut' : await unreadable(this.base));
    }
  }

  post(path, body, options) {
    return this.request(path, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), ...options,
    });
  }

  // filters: {language, top_k, document_ids}
  async ask(question, { signal, ...filters } = {}) {
    const reply = await this.post('/v1/ask', { question, ...filters }, { signal });
    if (!Array.isArray(reply?.citations)) throw new ApiError('cut');
    return { ...reply, answer_id: reply.answer_id ?? newId() };
  }

  sendFeedback(body) {
    return this.post('/v1/feedback', body);
  }

  async listDocuments() {
    const documents = [];
    let cursor = null;
    for (let i = 0; i < MAX_LIST_REQUESTS; i += 1) {
      const page = await this.request(`/v1/documents${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`);
      documents.push(...page.documents);
      cursor = page.next_cursor ?? null;
      if (cursor === null) break;
    }
    return documents;
  }

  getDocument(id) {
    return this.request(`/v1/documents/${encodeURIComponent(id)}`);
  }

  // Not response.text(): that drops a leading byte order mark, which the service counts as a character.
  getDocumentText(id) {
    return this.request(`/v1/documents/${encodeURIComponent(id)}/text`, {
      read: async (response) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer()),
    });
  }
}

// crypto.randomUUID is missing on plain http pages.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
