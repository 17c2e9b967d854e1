/** A ready banner that asks for consent: `tidemark-banner.js`. See README, "The banner". */
import { chooseTexts } from './choose-texts.js';
import { readDecision, takeDecision, watchDecision } from './decision.js';
import { openDialog } from './dialog.js';

const { dataset } = document.currentScript as HTMLScriptElement;

let close: (() => void) | undefined;

const open = (): void => {
  if (close) return;
  const wanted = [dataset.lang, document.documentElement.lang, ...navigator.languages];
  close = openDialog({
    ...chooseTexts(dataset.texts, dataset, wanted),
    policy: dataset.policy,
    isDark: dataset.theme ? dataset.theme == 'dark' : matchMedia('(prefers-color-scheme: dark)').matches,
    decision: readDecision(),
    onAnswer: takeDecision,
    onClose: () => {
      close = undefined;
    },
  });
};

/** Who sends Do-Not-Track or Global Privacy Control has answered. */
const objects = (): boolean => {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  return dataset.dnt != 'ignore' && (doNotTrack == '1' || Boolean(globalPrivacyControl));
};

const ask = (): void => {
  if (readDecision() === undefined && !objects()) open();
};

// A link or button of the page opens it again: a consent is to be withdrawn as easily as it was given.
document.addEventListener('click', (event) => {
  const target = event.target as Element | null;
  if (!target?.closest('[data-tidemark-consent]')) return;
  event.preventDefault();
  open();
});
watchDecision(() => {
  close?.();
});
if (document.readyState == 'loading') document.addEventListener('DOMContentLoaded', ask);
else ask();
