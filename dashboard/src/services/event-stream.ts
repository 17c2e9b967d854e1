import { sendWithAccess } from './access.js';

interface StreamOptions {
  signal: AbortSignal;
  onOpen: () => void;
  /** Gets the data of each event. */
  onData: (data: string) => void;
}

/**
 * Follows server-sent events until they end, which `EventSource` can't do with a token: it sends no header.
 *
 * @throws ApiError, or whatever broke the stream
 */
export async function followStream(path: string, { signal, onOpen, onData }: StreamOptions): Promise<void> {
  const response = await sendWithAccess(path, { signal, headers: { accept: 'text/event-stream' } });
  signal.throwIfAborted();
  onOpen();
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder();
  let pending = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    // An event ends with an empty line, and may come in pieces.
    const events = (pending + decoder.decode(value, { stream: true })).replace(/\r\n/g, '\n').split('\n\n');
    pending = events.pop() ?? '';
    for (const event of events) {
      const data = readData(event);
      if (data !== undefined) onData(data);
    }
  }
}

/** The data of an event; there's none in a comment, or in word of when to reconnect. */
function readData(event: string): string | undefined {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? undefined : lines.map((line) => line.slice('data:'.length).replace(/^ /, '')).join('\n');
}
