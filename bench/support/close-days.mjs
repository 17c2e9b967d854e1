/**
 * A process that closes a site's days and does nothing else, so that its memory is what closing takes. It begins cold: it
 * first fetches the rows, which an API that runs has already.
 */
import { openStore } from './open-store.mjs';

const siteId = Number(process.argv[2]);
const { events, close } = await openStore(process.env);
const beganMs = performance.now();
await events.catchUp();
const fetchedMs = performance.now();
const { written, failed } = await events.closeDays({ siteId });
const closedMs = performance.now();
await close();
process.send({
  rows: written.reduce((sum, { rows }) => sum + rows, 0),
  sizeBytes: written.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  days: written.length,
  failed: failed.length,
  fetchSeconds: (fetchedMs - beganMs) / 1_000,
  closeSeconds: (closedMs - fetchedMs) / 1_000,
  peakMb: Math.round(process.resourceUsage().maxRSS / 1_024),
});
process.disconnect();
