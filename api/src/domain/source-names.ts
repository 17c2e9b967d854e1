export type SourceKind = 'search' | 'social' | 'video' | 'shopping' | 'email' | 'ai';

/** Names of well-known referrers by registrable domain (or host), and what kind of place they are. */
const known: Record<SourceKind, Record<string, string>> = {
  search: {
    google: 'Google',
    bing: 'Bing',
    'duckduckgo.com': 'DuckDuckGo',
    'search.yahoo.com': 'Yahoo',
    yahoo: 'Yahoo',
    yandex: 'Yandex',
    'ya.ru': 'Yandex',
    'baidu.com': 'Baidu',
    'ecosia.org': 'Ecosia',
    'qwant.com': 'Qwant',
    'search.brave.com': 'Brave',
    'startpage.com': 'Startpage',
    'kagi.com': 'Kagi',
    'naver.com': 'Naver',
    'seznam.cz': 'Seznam',
    'sogou.com': 'Sogou',
    'so.com': '360 Search',
    'ask.com': 'Ask',
    'aol.com': 'AOL',
    'daum.net': 'Daum',
    'mojeek.com': 'Mojeek',
    'swisscows.com': 'Swisscows',
    'presearch.com': 'Presearch',
    'metager.de': 'MetaGer',
    'dogpile.com': 'Dogpile',
  },
  social: {
    'facebook.com': 'Facebook',
    'fb.com': 'Facebook',
    'instagram.com': 'Instagram',
    'threads.net': 'Threads',
    'threads.com': 'Threads',
    'twitter.com': 'X',
    'x.com': 'X',
    't.co': 'X',
    'linkedin.com': 'LinkedIn',
    'lnkd.in': 'LinkedIn',
    'reddit.com': 'Reddit',
    'pinterest.com': 'Pinterest',
    'tumblr.com': 'Tumblr',
    'tiktok.com': 'TikTok',
    'snapchat.com': 'Snapchat',
    'vk.com': 'VK',
    'weibo.com': 'Weibo',
    'news.ycombinator.com': 'Hacker News',
    'lobste.rs': 'Lobsters',
    'quora.com': 'Quora',
    'bsky.app': 'Bluesky',
    'mastodon.social': 'Mastodon',
    'discord.com': 'Discord',
    'telegram.org': 'Telegram',
    't.me': 'Telegram',
    'whatsapp.com': 'WhatsApp',
    'slashdot.org': 'Slashdot',
    'stumbleupon.com': 'StumbleUpon',
    'xing.com': 'XING',
    'medium.com': 'Medium',
    'producthunt.com': 'Product Hunt',
  },
  video: {
    'youtube.com': 'YouTube',
    'youtu.be': 'YouTube',
    'vimeo.com': 'Vimeo',
    'twitch.tv': 'Twitch',
    'dailymotion.com': 'Dailymotion',
    'bilibili.com': 'Bilibili',
  },
  shopping: {
    amazon: 'Amazon',
    ebay: 'eBay',
    'etsy.com': 'Etsy',
    'walmart.com': 'Walmart',
    'aliexpress.com': 'AliExpress',
    'shopping.google.com': 'Google Shopping',
  },
  email: {
    'mail.google.com': 'Gmail',
    'outlook.live.com': 'Outlook',
    'outlook.office.com': 'Outlook',
    'mail.yahoo.com': 'Yahoo Mail',
    'mail.proton.me': 'Proton Mail',
  },
  ai: {
    'chatgpt.com': 'ChatGPT',
    'chat.openai.com': 'ChatGPT',
    'openai.com': 'ChatGPT',
    'perplexity.ai': 'Perplexity',
    'claude.ai': 'Claude',
    'gemini.google.com': 'Gemini',
    'copilot.microsoft.com': 'Copilot',
    'chat.deepseek.com': 'DeepSeek',
    'chat.mistral.ai': 'Mistral',
    'grok.com': 'Grok',
    'meta.ai': 'Meta AI',
    'you.com': 'You.com',
    'poe.com': 'Poe',
  },
};

const apps: Record<string, string> = {
  'com.google.android.googlequicksearchbox': 'google',
  'com.google.android.gm': 'mail.google.com',
  'com.reddit.frontpage': 'reddit.com',
  'com.linkedin.android': 'linkedin.com',
  'com.twitter.android': 'x.com',
  'org.telegram.messenger': 't.me',
  'com.slack': 'slack.com',
};

interface KnownSource {
  name: string;
  kind: SourceKind;
}

const byKey = new Map<string, KnownSource>();
const byName = new Map<string, KnownSource>();
for (const [kind, entries] of Object.entries(known) as [SourceKind, Record<string, string>][]) {
  for (const [key, name] of Object.entries(entries)) {
    const source = { name, kind };
    byKey.set(key, source);
    if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), source);
  }
}

/** The known source of a referrer: by host, then registrable domain, then its label (`google` in google.co.uk). */
export function findKnownHost(host: string, domain: string, label: string): KnownSource | undefined {
  return byKey.get(host) ?? byKey.get(domain) ?? byKey.get(label);
}

/** The known source a campaign names: `google`, `Facebook`, `news.ycombinator.com`. */
export function findKnownName(name: string): KnownSource | undefined {
  const key = name.toLowerCase();
  return byName.get(key) ?? byKey.get(key) ?? byKey.get(key.replace(/^(www\.|m\.)/, ''));
}

/** The host that stands for an Android app's package name, if the app is known. */
export function hostOfApp(packageName: string): string | undefined {
  return apps[packageName];
}
