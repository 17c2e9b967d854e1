/** Who visits and with what, in the archive's columns: a visitor has one profile for good. Names are those the ingest reads from user agents. */
export interface VisitorProfile {
  device_type: string;
  browser: string;
  os: string;
  screen_resolution: string | null;
  language: string | null;
  country: string | null;
}

type Shares<Value> = readonly (readonly [value: Value, weight: number])[];

/** Each: country, its share, percent of visitors at a desktop, percent of phones that are iPhones, languages with their shares. */
const countries = `
  US 290 46 57 en-US:88 es-US:7 zh-CN:3 -:2
  DE 140 52 38 de-DE:85 de:6 en-US:6 tr-TR:3
  GB 95 45 52 en-GB:90 en-US:10
  FR 60 46 34 fr-FR:90 fr:5 en-US:5
  IN 75 25 5 en-IN:50 en-US:30 hi-IN:20
  CA 42 48 58 en-CA:62 fr-CA:20 en-US:18
  NL 34 52 42 nl-NL:78 en-US:22
  BR 34 38 17 pt-BR:95 en-US:5
  ES 30 40 25 es-ES:86 ca-ES:6 en-US:8
  IT 30 40 30 it-IT:93 en-US:7
  AU 30 46 58 en-AU:84 en-US:8 en-GB:8
  PL 24 48 16 pl-PL:92 en-US:8
  JP 24 44 66 ja-JP:95 en-US:5
  CH 22 48 55 de-CH:58 fr-CH:22 en-US:14 it-CH:6
  AT 20 50 36 de-AT:72 de-DE:20 en-US:8
  SE 16 46 56 sv-SE:84 en-US:16
  MX 14 38 20 es-MX:82 es-419:12 en-US:6
  BE 13 48 40 nl-BE:54 fr-BE:34 en-US:12
  DK 11 46 60 da-DK:84 en-US:16
  ID 10 22 9 id-ID:86 en-US:14
  NO 9 46 62 nb-NO:82 en-US:18
  PT 8 44 24 pt-PT:88 en-US:12
  CZ 8 52 22 cs-CZ:90 en-US:10
  FI 8 48 36 fi-FI:82 en-US:18
  IE 7 44 50 en-IE:60 en-GB:30 en-US:10
  TR 7 34 18 tr-TR:94 en-US:6
  KR 7 46 28 ko-KR:95 en-US:5
  PH 7 26 12 en-US:66 en-PH:34
  ZA 6 36 18 en-ZA:70 en-US:18 en-GB:12
  NZ 6 46 52 en-NZ:78 en-US:22
  AR 6 40 12 es-AR:80 es-419:14 en-US:6
  UA 6 50 24 uk-UA:76 ru-RU:14 en-US:10
  GR 5 46 26 el-GR:88 en-US:12
  SG 5 46 42 en-SG:52 en-US:34 zh-CN:14
  RO 5 46 22 ro-RO:82 en-US:18
  HU 4 52 24 hu-HU:92 en-US:8
  NG 3 14 8 en-US:60 en-NG:40
  - 12 48 40 en-US:80 -:20`
  .trim()
  .split('\n')
  .map((line) => {
    const [country, share, desktopPercent, iphonePercent, ...languages] = line.trim().split(' ');
    return {
      country: textOf(country),
      share: Number(share),
      desktopPercent: Number(desktopPercent),
      iphonePercent: Number(iphonePercent),
      languages: sharesOf(languages),
    };
  });

const desktopScreens = sharesOf(
  '1920x1080:44 1536x864:15 2560x1440:14 1366x768:10 1440x900:5 3840x2160:5 1280x720:4 -:3'.split(' '),
);
const macScreens = sharesOf('1440x900:30 1512x982:28 1728x1117:18 2560x1440:16 1680x1050:8'.split(' '));
const iphoneScreens = sharesOf('390x844:38 393x852:30 430x932:16 375x812:10 414x896:6'.split(' '));
const androidScreens = sharesOf('360x800:30 412x915:26 384x832:16 393x873:14 412x892:8 360x780:6'.split(' '));
const ipadScreens = sharesOf('820x1180:55 810x1080:30 1024x1366:15'.split(' '));
const androidTabletScreens = sharesOf('800x1280:60 1138x712:40'.split(' '));

type Family = 'desktop' | 'iphone' | 'android';

/** Each: family, device type, browser, os, share within the family, screens. */
const devices: readonly [Family, string, string, string, number, Shares<string | null>][] = [
  ['desktop', 'desktop', 'Chrome', 'Windows', 46, desktopScreens],
  ['desktop', 'desktop', 'Microsoft Edge', 'Windows', 16, desktopScreens],
  ['desktop', 'desktop', 'Firefox', 'Windows', 7, desktopScreens],
  ['desktop', 'desktop', 'Safari', 'Mac', 12, macScreens],
  ['desktop', 'desktop', 'Chrome', 'Mac', 11, macScreens],
  ['desktop', 'desktop', 'Firefox', 'Mac', 2, macScreens],
  ['desktop', 'desktop', 'Firefox', 'GNU/Linux', 3, desktopScreens],
  ['desktop', 'desktop', 'Chrome', 'GNU/Linux', 2, desktopScreens],
  ['desktop', 'desktop', 'Chrome', 'Chrome OS', 1, desktopScreens],
  ['iphone', 'mobile', 'Safari', 'iOS', 84, iphoneScreens],
  ['iphone', 'mobile', 'Chrome', 'iOS', 9, iphoneScreens],
  ['iphone', 'tablet', 'Safari', 'iOS', 7, ipadScreens],
  ['android', 'mobile', 'Chrome', 'Android', 78, androidScreens],
  ['android', 'mobile', 'Samsung Browser', 'Android', 14, androidScreens],
  ['android', 'mobile', 'Firefox', 'Android', 4, androidScreens],
  ['android', 'tablet', 'Chrome', 'Android', 4, androidTabletScreens],
];

/** Every profile with its weight; a country decides on the devices in use and the languages spoken. */
export function listProfiles(): [profile: VisitorProfile, weight: number][] {
  return countries.flatMap(({ country, share, languages, desktopPercent, iphonePercent }) =>
    devices.flatMap(([family, deviceType, browser, os, deviceWeight, screens]) => {
      const phones = 100 - desktopPercent;
      const familyWeight = {
        desktop: desktopPercent * 100,
        iphone: phones * iphonePercent,
        android: phones * (100 - iphonePercent),
      }[family];
      return screens.flatMap(([screenResolution, screenWeight]) =>
        languages.map(([language, languageWeight]): [VisitorProfile, number] => [
          { device_type: deviceType, browser, os, screen_resolution: screenResolution, language, country },
          share * familyWeight * deviceWeight * screenWeight * languageWeight,
        ]),
      );
    }),
  );
}

/** `de-DE:85` and so on; `-` is unknown. */
function sharesOf(words: readonly string[]): Shares<string | null> {
  return words.map((word) => {
    const [value, weight] = word.split(':');
    return [textOf(value), Number(weight)];
  });
}

function textOf(word: string | undefined): string | null {
  return word === undefined || word === '-' ? null : word;
}
