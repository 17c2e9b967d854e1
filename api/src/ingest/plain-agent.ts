import { isbot } from 'isbot';
import { UNKNOWN_AGENT, type Agent } from './agent.js';

const VERSION = String.raw`[\d._]+\+?`;
const LOCALE = '(?:; [a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)?';
const WEBKIT = String.raw`AppleWebKit/${VERSION} \(KHTML, like Gecko\)`;
const WINDOWS = String.raw`(?:Windows; U; )?Windows NT \d+\.\d(?:; (?:WOW64|Win64; x64))?`;
const MAC = String.raw`Macintosh; (?:U; )?Intel Mac OS X(?: ${VERSION})?`;
const LINUX = String.raw`X11; (?:U; )?(?:Ubuntu; )?Linux (?:x86_64|i[3-6]86(?: on x86_64| \(x86_64\))?)`;
const SYSTEM = `(?:(?<Windows>${WINDOWS})|(?<Mac>${MAC})|(?<Linux>${LINUX}))`;
/** What Internet Explorer tells of the software beside it, as far as it tells nothing of the device. */
const IE_EXTRA = String.raw`(?:; (?:WOW64|Win64|x64|SV1|Trident/\d\.0|SLCC\d|\.NET CLR [\d.]+|\.NET[\d.]+[CE]|Media Center PC \d\.\d|InfoPath\.\d|MS-RTC LM \d))*`;

/** Whole agents of the commonest browsers, each word of them known, so that nothing else can be said of them. */
const DESKTOP_BROWSERS: readonly [pattern: RegExp, browser: string][] = [
  [
    agent(
      `\\(${SYSTEM}${LOCALE}\\) ${WEBKIT} (?:(?:Ubuntu )?Chromium/${VERSION} )?Chrome/${VERSION} Safari/${VERSION}`,
    ),
    'Chrome',
  ],
  [
    agent(`\\(${SYSTEM}${LOCALE}; rv:${VERSION}\\) Gecko/${VERSION} Firefox/${VERSION}(?: Iceweasel/${VERSION})?`),
    'Firefox',
  ],
  [agent(`\\(${SYSTEM}\\) ${WEBKIT} Chrome/${VERSION} Safari/${VERSION} Edg/${VERSION}`), 'Microsoft Edge'],
  [agent(`\\((?<Mac>${MAC})${LOCALE}\\) ${WEBKIT} Version/${VERSION} Safari/${VERSION}`), 'Safari'],
  [agent(`\\(${SYSTEM}\\) ${WEBKIT} Chrome/${VERSION} Safari/${VERSION} OPR/${VERSION}`), 'Opera'],
  [agent(`\\(${SYSTEM}(?:; U)?${LOCALE}\\) Presto/${VERSION} Version/${VERSION}`, 'Opera/9.80'), 'Opera'],
  [agent(`\\((?<Windows>${WINDOWS}); Trident/7.0; rv:11.0\\) like Gecko`), 'Internet Explorer'],
  [
    agent(`\\(compatible; MSIE \\d+\\.\\d+; (?<Windows>Windows NT \\d\\.\\d)${IE_EXTRA}\\)`, 'Mozilla/[45].0'),
    'Internet Explorer',
  ],
];
const APPLE_MOBILE = agent(
  `\\((?:iPhone|(?<iPad>iPad)); (?:U; )?CPU (?:iPhone )?OS ${VERSION} like Mac OS X${LOCALE}\\) ${WEBKIT} (?:Version|(?<Chrome>CriOS))/${VERSION} Mobile/\\w+ Safari/${VERSION}`,
);
/** Chrome on Android since it names no models: https://www.chromium.org/updates/ua-reduction */
const REDUCED_ANDROID = agent(
  `\\(Linux; Android 10; K\\) ${WEBKIT} Chrome/${VERSION} (?<Mobile>Mobile )?Safari/${VERSION}`,
);

/** Where a device may be named: there a word such as "bot" may be its brand ("Cubot"). */
const MAY_NAME_DEVICE =
  /android|linux;|mobile|phone|ip[ao]d|tablet|tv|midp|cldc|j2me|brew|symb|build|dalvik|opera|uc ?web|docomo|profile|windows|macintosh|x11|cfnetwork|darwin|browser|maui|; u;/i;

const DESKTOP_SYSTEM =
  /^(?:Mozilla|Opera)\/[\d.]+ ?\((?:compatible; MSIE [\d.]+b?; |Windows; (?:U; )?)?(?:Windows (?:NT|98|95)|Macintosh|X11;)/;
/** Words of phones, tablets, consoles, televisions and cars, some of which begin as desktops do. */
const DEVICE_WORD =
  /mobile|phone|andr[o0]id|tablet|touch|tv|tizen|xbox|tesla|oculus|pico|playstation|nintendo|quest|vr|arm|kindle|silk|opera mini|puffin|maemo|n900|fbmd|crkey|ce-html|viera|we[b0]0?s|netcast|roku|bravia|windows ce|wp7|ucbrowser|ucweb|htc|nokia|samsung|lenovo|pad|build|ricoh|cros|js;/i;

/** Whether an agent is of a desktop and names no device: then there's none to be looked for among thousands. */
export function isPlainDesktop(userAgent: string): boolean {
  return DESKTOP_SYSTEM.test(userAgent) && !DEVICE_WORD.test(userAgent);
}

/** Reads agents that leave no doubt, at a fraction of the full detection's cost. Null: the agent needs the full one. */
export function readPlainAgent(userAgent: string): Agent | null {
  for (const [pattern, browser] of DESKTOP_BROWSERS) {
    const groups = pattern.exec(userAgent)?.groups;
    if (groups) return { isBot: false, deviceType: 'desktop', browser, os: nameSystem(groups) };
  }
  const apple = APPLE_MOBILE.exec(userAgent)?.groups;
  if (apple) {
    return {
      isBot: false,
      deviceType: apple['iPad'] ? 'tablet' : 'mobile',
      browser: apple['Chrome'] ? 'Chrome' : 'Safari',
      os: 'iOS',
    };
  }
  const android = REDUCED_ANDROID.exec(userAgent)?.groups;
  if (android) {
    return { isBot: false, deviceType: android['Mobile'] ? 'mobile' : 'tablet', browser: 'Chrome', os: 'Android' };
  }
  return isbot(userAgent) && !MAY_NAME_DEVICE.test(userAgent) ? { ...UNKNOWN_AGENT, isBot: true } : null;
}

function agent(rest: string, start = 'Mozilla/5.0'): RegExp {
  return new RegExp(`^${start.replaceAll('.', '\\.')} ${rest}$`);
}

function nameSystem(groups: Record<string, string | undefined>): string {
  if (groups['Windows']) return 'Windows';
  return groups['Mac'] ? 'Mac' : 'GNU/Linux';
}
