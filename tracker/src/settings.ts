/** The `data-` attributes of the script's own tag. See README, "The script tag". */

/** The registered domain, where it isn't the page's host. */
export let site: string | undefined;
/** Whether nothing may be kept on the device. */
export let isCookieless: boolean;
/** Whether routes lie in the fragment. */
export let isHashRouted: boolean;
/** Where events go: to the origin that the script came from. */
export let endpoint: string;

/** Reads the attributes; false where the visitor objects to being counted, and the site honours it. */
export const readSettings = (): boolean => {
  const { dataset, src } = document.currentScript as HTMLScriptElement;
  site = dataset.site;
  isCookieless = dataset.mode == 'cookieless';
  isHashRouted = 'hash' in dataset;
  endpoint = dataset.api || new URL('/api/track', src).href;
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  return dataset.dnt == 'ignore' || !(doNotTrack == '1' || globalPrivacyControl);
};
