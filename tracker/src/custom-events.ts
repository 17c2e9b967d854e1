import { decide } from './consent.js';
import type { TrackerEvent } from './event.js';
import { guard } from './guard.js';
import { enqueue, flush } from './queue.js';
import { serialize } from './serialize.js';
import { endpoint } from './settings.js';
import { notice, started } from './start.js';
import { describeEvent, view } from './view.js';

type Recorder = (name: string, props?: TrackerEvent['props'] | boolean) => void;

declare global {
  interface Window {
    /** Records a custom event, or takes a decision: `('consent', true)`. The README's stub keeps early calls in `q`. */
    tidemark?: Recorder & { q?: ArrayLike<unknown>[] };
  }
}

const send = (name: unknown, props?: TrackerEvent['props'] | boolean): void => {
  if (name == 'consent') {
    // Whatever isn't a plain yes is none.
    decide(props === true);
    return;
  }
  const event = {
    ...describeEvent(view.referrer as string),
    name: String(name).slice(0, 100),
    props: props as TrackerEvent['props'],
  };
  enqueue(event, serialize(event));
  flush();
};

/**
 * Offers `window.tidemark` to the page, once the tracker has started. Kept until there is a view: the calls made
 * before the script came, and those on a page that isn't shown yet.
 */
export const offerCustomEvents = guard(() => {
  // A second tag leaves it to the first, which counts.
  if (started[endpoint] && started[endpoint] != notice) return;
  const calls = (window.tidemark || ({} as { q?: ArrayLike<unknown>[] })).q || [];
  const sendAll = guard(() => {
    while ((view as TrackerEvent | undefined) && calls[0]) send(...(calls.shift() as unknown as Parameters<Recorder>));
  });
  window.tidemark = (...call) => {
    calls.push(call);
    sendAll();
  };
  sendAll();
  document.addEventListener('prerenderingchange', sendAll);
});
