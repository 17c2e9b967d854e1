import { Wheel } from './random.js';

/** What a reader reads with. Names are those the ingest reads from such a user agent. */
export interface DemoDevice {
  deviceType: 'desktop' | 'mobile' | 'tablet';
  browser: string;
  os: string;
  userAgent: string;
  screens: Wheel<string>;
}

const DESKTOP_SCREENS = new Wheel([
  ['1920x1080', 45],
  ['2560x1440', 18],
  ['1536x864', 14],
  ['1366x768', 9],
  ['3840x2160', 6],
  ['1440x900', 8],
]);
const MAC_SCREENS = new Wheel([
  ['1512x982', 30],
  ['1440x900', 30],
  ['1728x1117', 20],
  ['2560x1440', 20],
]);
const IPHONE_SCREENS = new Wheel([
  ['390x844', 45],
  ['393x852', 30],
  ['430x932', 15],
  ['375x667', 10],
]);
const ANDROID_SCREENS = new Wheel([
  ['412x915', 40],
  ['360x800', 35],
  ['384x854', 15],
  ['393x873', 10],
]);
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

export const demoDevices = new Wheel<DemoDevice>([
  [
    {
      deviceType: 'desktop',
      browser: 'Chrome',
      os: 'Windows',
      screens: DESKTOP_SCREENS,
      userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`,
    },
    22,
  ],
  [
    {
      deviceType: 'desktop',
      browser: 'Microsoft Edge',
      os: 'Windows',
      screens: DESKTOP_SCREENS,
      userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
    },
    8,
  ],
  [
    {
      deviceType: 'desktop',
      browser: 'Firefox',
      os: 'Windows',
      screens: DESKTOP_SCREENS,
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
    },
    6,
  ],
  [
    {
      deviceType: 'desktop',
      browser: 'Safari',
      os: 'Mac',
      screens: MAC_SCREENS,
      userAgent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    },
    7,
  ],
  [
    {
      deviceType: 'desktop',
      browser: 'Chrome',
      os: 'Mac',
      screens: MAC_SCREENS,
      userAgent: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`,
    },
    4,
  ],
  [
    {
      deviceType: 'desktop',
      browser: 'Firefox',
      os: 'GNU/Linux',
      screens: DESKTOP_SCREENS,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    },
    3,
  ],
  [
    {
      deviceType: 'mobile',
      browser: 'Safari',
      os: 'iOS',
      screens: IPHONE_SCREENS,
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    },
    21,
  ],
  [
    {
      deviceType: 'mobile',
      browser: 'Chrome',
      os: 'Android',
      screens: ANDROID_SCREENS,
      userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`,
    },
    19,
  ],
  [
    {
      deviceType: 'mobile',
      browser: 'Chrome',
      os: 'Android',
      screens: ANDROID_SCREENS,
      userAgent: `Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S911B) ${WEBKIT} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
    },
    5,
  ],
  [
    {
      deviceType: 'tablet',
      browser: 'Safari',
      os: 'iOS',
      screens: new Wheel([
        ['820x1180', 60],
        ['810x1080', 40],
      ]),
      userAgent:
        'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    },
    4,
  ],
]);

export const demoCountries = new Wheel([
  ['DE', 58],
  ['AT', 9],
  ['CH', 8],
  ['NL', 4],
  ['GB', 4],
  ['US', 5],
  ['DK', 2.5],
  ['FR', 2.5],
  ['PL', 2],
  ['SE', 1.5],
  ['IT', 1],
  ['ES', 1],
  ['BE', 1],
  ['CA', 0.5],
]);

/** Languages by country; English elsewhere. */
export const demoLanguages: Record<string, string> = {
  DE: 'de-DE',
  AT: 'de-AT',
  CH: 'de-CH',
  NL: 'nl-NL',
  GB: 'en-GB',
  US: 'en-US',
  DK: 'da-DK',
  FR: 'fr-FR',
  PL: 'pl-PL',
  SE: 'sv-SE',
  IT: 'it-IT',
  ES: 'es-ES',
  BE: 'nl-BE',
  CA: 'en-CA',
};
