import type { RefusalRule } from '../types/settings.js';

/** How a site measures: without storing anything, after a visitor's yes, or always recognising. As the tracker names them. */
export const trackerModes = ['cookieless', 'consent', 'always'] as const;
export type TrackerMode = (typeof trackerModes)[number];

interface SnippetWishes {
  domain: string;
  apiUrl: string;
  mode?: TrackerMode;
  /** What the site's settings say; the tag has to say the same, since the server keeps to its own. */
  settings?: { respect_do_not_track: boolean; after_refusal: RefusalRule };
}

/** The line that goes into a website's head, and with a mode that asks, the banner's. */
export function buildSnippet({ domain, apiUrl, mode = 'cookieless', settings }: SnippetWishes): string {
  const ignoresSignals = settings?.respect_do_not_track === false;
  const attributes = [
    `data-site="${domain}"`,
    mode !== 'cookieless' && `data-mode="${mode}"`,
    mode === 'consent' && settings?.after_refusal === 'cookieless' && 'data-refused="cookieless"',
    ignoresSignals && 'data-dnt="ignore"',
    `src="${apiUrl}/tracker.js"`,
  ];
  const tracker = toTag(attributes);
  if (mode !== 'consent') return tracker;
  const banner = [
    'data-policy="/privacy"',
    ignoresSignals && 'data-dnt="ignore"',
    `src="${apiUrl}/tidemark-banner.js"`,
  ];
  return `${tracker}\n${toTag(banner)}`;
}

function toTag(attributes: readonly (string | false)[]): string {
  return `<script defer ${attributes.filter((attribute) => attribute !== false).join(' ')}></script>`;
}
