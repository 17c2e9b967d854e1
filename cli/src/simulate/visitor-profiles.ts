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

/** Each: country, its share, languages, percent of visitors at a desktop, percent of phones that are iPhones. */
const countries: readonly [string | null, number, Shares<string | null>, number, number][] = [
  [
    'US',
    290,
    [
      ['en-US', 88],
      ['es-US', 7],
      ['zh-CN', 3],
      [null, 2],
    ],
    46,
    57,
  ],
  [
    'DE',
    140,
    [
      ['de-DE', 85],
      ['de', 6],
      ['en-US', 6],
      ['tr-TR', 3],
    ],
    52,
    38,
  ],
  [
    'GB',
    95,
    [
      ['en-GB', 90],
      ['en-US', 10],
    ],
    45,
    52,
  ],
  [
    'FR',
    60,
    [
      ['fr-FR', 90],
      ['fr', 5],
      ['en-US', 5],
    ],
    46,
    34,
  ],
  [
    'IN',
    75,
    [
      ['en-IN', 50],
      ['en-US', 30],
      ['hi-IN', 20],
    ],
    25,
    5,
  ],
  [
    'CA',
    42,
    [
      ['en-CA', 62],
      ['fr-CA', 20],
      ['en-US', 18],
    ],
    48,
    58,
  ],
  [
    'NL',
    34,
    [
      ['nl-NL', 78],
      ['en-US', 22],
    ],
    52,
    42,
  ],
  [
    'BR',
    34,
    [
      ['pt-BR', 95],
      ['en-US', 5],
    ],
    38,
    17,
  ],
  [
    'ES',
    30,
    [
      ['es-ES', 86],
      ['ca-ES', 6],
      ['en-US', 8],
    ],
    40,
    25,
  ],
  [
    'IT',
    30,
    [
      ['it-IT', 93],
      ['en-US', 7],
    ],
    40,
    30,
  ],
  [
    'AU',
    30,
    [
      ['en-AU', 84],
      ['en-US', 8],
      ['en-GB', 8],
    ],
    46,
    58,
  ],
  [
    'PL',
    24,
    [
      ['pl-PL', 92],
      ['en-US', 8],
    ],
    48,
    16,
  ],
  [
    'JP',
    24,
    [
      ['ja-JP', 95],
      ['en-US', 5],
    ],
    44,
    66,
  ],
  [
    'CH',
    22,
    [
      ['de-CH', 58],
      ['fr-CH', 22],
      ['en-US', 14],
      ['it-CH', 6],
    ],
    48,
    55,
  ],
  [
    'AT',
    20,
    [
      ['de-AT', 72],
      ['de-DE', 20],
      ['en-US', 8],
    ],
    50,
    36,
  ],
  [
    'SE',
    16,
    [
      ['sv-SE', 84],
      ['en-US', 16],
    ],
    46,
    56,
  ],
  [
    'MX',
    14,
    [
      ['es-MX', 82],
      ['es-419', 12],
      ['en-US', 6],
    ],
    38,
    20,
  ],
  [
    'BE',
    13,
    [
      ['nl-BE', 54],
      ['fr-BE', 34],
      ['en-US', 12],
    ],
    48,
    40,
  ],
  [
    'DK',
    11,
    [
      ['da-DK', 84],
      ['en-US', 16],
    ],
    46,
    60,
  ],
  [
    'ID',
    10,
    [
      ['id-ID', 86],
      ['en-US', 14],
    ],
    22,
    9,
  ],
  [
    'NO',
    9,
    [
      ['nb-NO', 82],
      ['en-US', 18],
    ],
    46,
    62,
  ],
  [
    'PT',
    8,
    [
      ['pt-PT', 88],
      ['en-US', 12],
    ],
    44,
    24,
  ],
  [
    'CZ',
    8,
    [
      ['cs-CZ', 90],
      ['en-US', 10],
    ],
    52,
    22,
  ],
  [
    'FI',
    8,
    [
      ['fi-FI', 82],
      ['en-US', 18],
    ],
    48,
    36,
  ],
  [
    'IE',
    7,
    [
      ['en-IE', 60],
      ['en-GB', 30],
      ['en-US', 10],
    ],
    44,
    50,
  ],
  [
    'TR',
    7,
    [
      ['tr-TR', 94],
      ['en-US', 6],
    ],
    34,
    18,
  ],
  [
    'KR',
    7,
    [
      ['ko-KR', 95],
      ['en-US', 5],
    ],
    46,
    28,
  ],
  [
    'PH',
    7,
    [
      ['en-US', 66],
      ['en-PH', 34],
    ],
    26,
    12,
  ],
  [
    'ZA',
    6,
    [
      ['en-ZA', 70],
      ['en-US', 18],
      ['en-GB', 12],
    ],
    36,
    18,
  ],
  [
    'NZ',
    6,
    [
      ['en-NZ', 78],
      ['en-US', 22],
    ],
    46,
    52,
  ],
  [
    'AR',
    6,
    [
      ['es-AR', 80],
      ['es-419', 14],
      ['en-US', 6],
    ],
    40,
    12,
  ],
  [
    'UA',
    6,
    [
      ['uk-UA', 76],
      ['ru-RU', 14],
      ['en-US', 10],
    ],
    50,
    24,
  ],
  [
    'GR',
    5,
    [
      ['el-GR', 88],
      ['en-US', 12],
    ],
    46,
    26,
  ],
  [
    'SG',
    5,
    [
      ['en-SG', 52],
      ['en-US', 34],
      ['zh-CN', 14],
    ],
    46,
    42,
  ],
  [
    'RO',
    5,
    [
      ['ro-RO', 82],
      ['en-US', 18],
    ],
    46,
    22,
  ],
  [
    'HU',
    4,
    [
      ['hu-HU', 92],
      ['en-US', 8],
    ],
    52,
    24,
  ],
  [
    'NG',
    3,
    [
      ['en-US', 60],
      ['en-NG', 40],
    ],
    14,
    8,
  ],
  [
    null,
    12,
    [
      ['en-US', 80],
      [null, 20],
    ],
    48,
    40,
  ],
];

const desktopScreens: Shares<string | null> = [
  ['1920x1080', 44],
  ['1536x864', 15],
  ['2560x1440', 14],
  ['1366x768', 10],
  ['1440x900', 5],
  ['3840x2160', 5],
  ['1280x720', 4],
  [null, 3],
];
const macScreens: Shares<string | null> = [
  ['1440x900', 30],
  ['1512x982', 28],
  ['1728x1117', 18],
  ['2560x1440', 16],
  ['1680x1050', 8],
];
const iphoneScreens: Shares<string | null> = [
  ['390x844', 38],
  ['393x852', 30],
  ['430x932', 16],
  ['375x812', 10],
  ['414x896', 6],
];
const androidScreens: Shares<string | null> = [
  ['360x800', 30],
  ['412x915', 26],
  ['384x832', 16],
  ['393x873', 14],
  ['412x892', 8],
  ['360x780', 6],
];
const ipadScreens: Shares<string | null> = [
  ['820x1180', 55],
  ['810x1080', 30],
  ['1024x1366', 15],
];
const androidTabletScreens: Shares<string | null> = [
  ['800x1280', 60],
  ['1138x712', 40],
];

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
  return countries.flatMap(([country, countryWeight, languages, desktopPercent, iphonePercent]) =>
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
          countryWeight * familyWeight * deviceWeight * screenWeight * languageWeight,
        ]),
      );
    }),
  );
}
