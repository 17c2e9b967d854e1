import type { Problem } from '../types/analytics.js';

interface Answer {
  status: number;
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
  /** The answer's body, where it comes piece by piece. */
  read?: () => Promise<{ done: boolean; value?: Uint8Array }>;
}
type Handler = (url: URL, request: FakeRequest) => Answer | Promise<Answer>;

interface FakeRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  signal: AbortSignal | undefined;
  /** The token it brought. */
  authorization: string | null;
  body: unknown;
}

/** Stands where the network begins: what was asked, and what is answered. */
export class FakeApi {
  readonly requests: FakeRequest[] = [];
  private readonly handlers = new Map<string, Handler>();

  /** Takes the place of `fetch` until the next fake does. */
  install(): this {
    globalThis.fetch = this.fetch as typeof fetch;
    return this;
  }

  on(path: string, handler: Handler): this {
    this.handlers.set(path, handler);
    return this;
  }

  answer(path: string, body: unknown): this {
    return this.on(path, () => ({ status: 200, body }));
  }

  fail(path: string, problem: Partial<Problem> = {}, headers: Record<string, string> = {}): this {
    const body = {
      type: 'about:blank',
      title: 'Temporarily unavailable',
      status: 503,
      detail: 'Try later.',
      request_id: 'req-1',
      ...problem,
    };
    return this.on(path, () => ({ status: body.status, body, contentType: 'application/problem+json', headers }));
  }

  /** Leaves the calls to a path unanswered until they're released, in any order. */
  hold(path: string): { release: (index: number, body: unknown) => void } {
    const waiting: ((answer: Answer) => void)[] = [];
    this.on(path, () => new Promise<Answer>((resolve) => waiting.push(resolve)));
    return {
      release: (index, body) => {
        waiting[index]?.({ status: 200, body });
      },
    };
  }

  requestsTo(path: string): FakeRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  private readonly fetch = async (input: string, init: RequestInit = {}): Promise<unknown> => {
    const url = new URL(input, 'http://dashboard.test');
    const signal = init.signal ?? undefined;
    const request = {
      method: init.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      signal,
      authorization: new Headers(init.headers).get('authorization'),
      // A document as it was meant; a file as it is.
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : init.body,
    };
    this.requests.push(request);
    const handler = this.handlers.get(`${request.method} ${url.pathname}`) ?? this.handlers.get(url.pathname);
    if (handler === undefined) throw new TypeError(`nothing answers ${request.method} ${url.pathname}`);
    const { status, body, contentType = 'application/json', headers, read } = await handler(url, request);
    return {
      ok: status < 400,
      status,
      headers: new Headers({ 'content-type': contentType, ...headers }),
      body: read && { getReader: () => ({ read }) },
      blob: () => Promise.resolve(new Blob([typeof body === 'string' ? body : JSON.stringify(body)])),
      json: () => (body === undefined ? Promise.reject(new SyntaxError('no JSON')) : Promise.resolve(body)),
    };
  };
}
