/** What the visitor says to being recognised, on this page or another, and what follows. See README, "Consent". */
import { guard } from './guard.js';
import { allow, decision, isCookieless, isSilent, NO, NOTHING, tag, YES, type Decision } from './settings.js';
import { keepInMemory, keepOnDevice, store } from './store.js';
import { endView, openView } from './view.js';

/** Whether the visitor is asked at all: cookieless mode doesn't even look at the device. */
let isAsking = false;

const heed = (taken: Decision): void => {
  if (taken == decision) return;
  allow(taken);
  if (isCookieless) {
    keepInMemory();
    // Its reports would tell of a visitor who isn't to be recognised any more.
    endView();
    for (const key of Object.keys(localStorage)) if (/^tm_[^c]/.test(key)) delete localStorage[key];
  } else {
    const waiting = store;
    keepOnDevice();
    if (store != waiting) Object.assign(store, waiting);
  }
};

/** Looks for what was decided on another page. What this one was told holds where the device keeps nothing. */
const look = guard(() => {
  heed((localStorage.tm_c as string | undefined) || decision || NOTHING);
});

/** Heeds what was decided so far, and from now on in other tabs or while this page lay in the back-forward cache. */
export const heedDecisions = (): true => {
  isAsking = tag.mode == 'consent' || tag.mode == 'always';
  if (isAsking) {
    look();
    addEventListener('storage', look);
    addEventListener('pageshow', look);
  }
  return true;
};

/** Takes the visitor's yes or no. Who said no before, and now yes, is counted on this page, too. */
export const decide = (isGranted: boolean): void => {
  if (!isAsking) return;
  const wasSilent = isSilent;
  heed(isGranted ? YES : NO);
  if (wasSilent && isGranted) openView();
  // The last step, as it fails where the device keeps nothing.
  localStorage.tm_c = decision;
};
