/** What browsers of the profiles send, near enough to be read back as the same. */
const agents: Record<string, string> = {
  'Chrome Windows': chrome('Windows NT 10.0; Win64; x64'),
  'Microsoft Edge Windows': `${chrome('Windows NT 10.0; Win64; x64')} Edg/146.0.0.0`,
  'Firefox Windows': firefox('Windows NT 10.0; Win64; x64'),
  'Safari Mac': safari('Macintosh; Intel Mac OS X 10_15_7', ''),
  'Chrome Mac': chrome('Macintosh; Intel Mac OS X 10_15_7'),
  'Firefox Mac': firefox('Macintosh; Intel Mac OS X 10.15'),
  'Firefox GNU/Linux': firefox('X11; Linux x86_64'),
  'Chrome GNU/Linux': chrome('X11; Linux x86_64'),
  'Chrome Chrome OS': chrome('X11; CrOS x86_64 14541.0.0'),
  'Safari iOS': safari('iPhone; CPU iPhone OS 18_6 like Mac OS X', ' Mobile/15E148'),
  'Chrome iOS':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/146.0.7680.40 Mobile/15E148 Safari/604.1',
  'Chrome Android': chrome('Linux; Android 10; K').replace(' Safari', ' Mobile Safari'),
  'Samsung Browser Android': chrome('Linux; Android 10; K')
    .replace(' Chrome/', ' SamsungBrowser/29.0 Chrome/')
    .replace(' Safari', ' Mobile Safari'),
  'Firefox Android': 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0',
};
const IPAD = safari('iPad; CPU OS 18_6 like Mac OS X', ' Mobile/15E148');
const ANDROID_TABLET = chrome('Linux; Android 10; K');

/** @throws Error where no agent is known to be read as this */
export function userAgentOf(profile: { deviceType: string; browser: string; os: string }): string {
  if (profile.deviceType === 'tablet') return profile.os === 'iOS' ? IPAD : ANDROID_TABLET;
  const agent = agents[`${profile.browser} ${profile.os}`];
  if (agent === undefined) throw new Error(`no user agent of ${profile.browser} on ${profile.os}`);
  return agent;
}

function chrome(system: string): string {
  return `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36`;
}

function firefox(system: string): string {
  return `Mozilla/5.0 (${system}; rv:145.0) Gecko/20100101 Firefox/145.0`;
}

function safari(system: string, mobile: string): string {
  return `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6${mobile} Safari/604.1`;
}
