/** Where the tracker remembers a decision, too: `1` yes, `2` no. */
const KEY = 'tm_c';

type Take = ((...call: unknown[]) => void) & { q?: unknown[] };

/** What was decided so far; undefined: nothing, or the browser keeps nothing. */
export function readDecision(): boolean | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === null ? undefined : kept == '1';
  } catch {
    return undefined; // no storage: asked anew on each page
  }
}

/**
 * Tells the tracker, now or once it's there, and remembers the decision also where the tracker never comes, so that nobody
 * is asked again.
 */
export function takeDecision(isGranted: boolean): void {
  const page = window as { tidemark?: Take };
  const stub: Take = (...call) => (stub.q = stub.q || []).push(call);
  page.tidemark = page.tidemark || stub;
  page.tidemark('consent', isGranted);
  try {
    localStorage.setItem(KEY, isGranted ? '1' : '2');
  } catch {
    // The tracker holds to it as long as the page lives.
  }
}

/** Calls `onDecided` when another tab takes a decision. */
export function watchDecision(onDecided: () => void): void {
  addEventListener('storage', ({ key }) => {
    if (key == KEY) onDecided();
  });
}
