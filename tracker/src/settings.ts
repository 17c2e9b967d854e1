/** The `data-` attributes of the script's own tag. See README, "The script tag". */

/** What a visitor may have decided; as text once it comes from the device. */
export const YES = 1;
export const NO = 2;
export const NOTHING = 3;
export type Decision = number | string;

/** All of them. */
export let tag: DOMStringMap;
/** Whether nothing may be kept on the device just now. */
export let isCookieless: boolean;
/** Whether nothing may be sent just now. */
export let isSilent = false;
/** What events say of it besides, where the visitor was asked: whether there was a no. */
export let refused: boolean | undefined;
/** The decision in force, once it was looked for. */
export let decision: Decision | undefined;
/** Where events go: to the origin that the script came from. */
export let endpoint: string;

/** Reads the attributes; false where the visitor objects to being counted, and the site honours it. */
export const readSettings = (): boolean => {
  const { dataset, src } = document.currentScript as HTMLScriptElement;
  tag = dataset;
  isCookieless = dataset.mode != 'always';
  // An address turns into its text by itself.
  endpoint = dataset.api || (new URL('/api/track', src) as unknown as string);
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  return dataset.dnt == 'ignore' || (doNotTrack != '1' && !globalPrivacyControl);
};

/** Puts a decision in force. */
export const allow = (taken: Decision): void => {
  decision = taken;
  refused = decision == NO;
  isCookieless = tag.mode == 'always' ? refused : decision != YES;
  isSilent = refused && tag.refused != 'cookieless';
};
