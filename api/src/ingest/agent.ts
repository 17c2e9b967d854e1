/** What a user agent says of its visitor. Null where it says nothing. */
export interface Agent {
  isBot: boolean;
  deviceType: 'desktop' | 'mobile' | 'tablet' | 'other' | null;
  browser: string | null;
  os: string | null;
}

export const UNKNOWN_AGENT: Agent = { isBot: false, deviceType: null, browser: null, os: null };
