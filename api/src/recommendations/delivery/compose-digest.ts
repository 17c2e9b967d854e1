import type { Receipt } from '@tidemark/contracts';

/** What a digest tells. */
export interface DigestContent {
  domain: string;
  /** The last seven full days. */
  period: { from: string; to: string };
  visits: number;
  /** Those of the seven days before; null where they can't be compared, since not all of these days are measured in full. */
  visitsBefore: number | null;
  /** The page visits of the next seven days, where they're forecast. */
  visitsAhead: number | null;
  pending: readonly { title: string; description: string; priority: number; score: number }[];
  receipts: readonly { title: string; receipt: Pick<Receipt, 'explanation'> }[];
  /** Where all of it is shown, if that's known. */
  link: string | null;
  isTest: boolean;
}

/** A digest in the shapes that leave. */
export interface Digest {
  subject: string;
  text: string;
  html: string;
  /** As Slack's incoming webhooks take it. */
  webhook: { text: string; unfurl_links: false; unfurl_media: false };
}

const FOOT = 'Sent by Tidemark on Mondays. An admin changes or ends it in the settings of recommendations.';
/** Slack cuts longer texts. */
const MAX_WEBHOOK_LENGTH = 3_900;

/** Puts a digest into words. Titles and descriptions hold what strangers named: here they become text in every shape. */
export function composeDigest(content: DigestContent): Digest {
  const { domain, pending, receipts, link, isTest } = content;
  const figures = describeFigures(content);
  const todo =
    pending.length === 0 ? 'Nothing is to be decided this week.' : `${count(pending.length, 'thing')} worth doing:`;
  const subject = oneLine(`${isTest ? '[Test] ' : ''}${domain}: ${subjectOf(pending)}`);
  const text = [
    figures,
    '',
    todo,
    ...pending.flatMap(({ title, description, priority }) => [
      '',
      `[${priority}] ${oneLine(title)}`,
      `    ${oneLine(description)}`,
    ]),
    ...(receipts.length > 0 ? ['', 'What came of it:'] : []),
    ...receipts.flatMap(({ title, receipt }) => ['', oneLine(title), `    ${oneLine(receipt.explanation)}`]),
    ...(link === null ? [] : ['', `All of it: ${link}`]),
    '',
    '--',
    FOOT,
    '',
  ].join('\n');
  return { subject, text, html: toHtml(content, { figures, todo }), webhook: toWebhook(content, { figures, todo }) };
}

interface Words {
  figures: string;
  todo: string;
}

function describeFigures({ period, visits, visitsBefore, visitsAhead }: DigestContent): string {
  const change =
    visitsBefore === null || visitsBefore === 0
      ? ''
      : `, ${signed((100 * (visits - visitsBefore)) / visitsBefore)} on the week before`;
  const ahead = visitsAhead === null ? '' : ` About ${whole(visitsAhead)} are forecast for the next seven days.`;
  return `${whole(visits)} page visits from ${period.from} to ${period.to}${change}.${ahead}`;
}

function subjectOf(pending: DigestContent['pending']): string {
  const [first, ...more] = pending;
  if (!first) return 'nothing to decide';
  return more.length === 0 ? first.title : `${first.title}, and ${count(more.length, 'more thing')}`;
}

function toHtml({ domain, pending, receipts, link }: DigestContent, { figures, todo }: Words): string {
  const item = (title: string, body: string) =>
    `<li style="margin:0 0 12px"><strong>${escapeHtml(title)}</strong><br>${escapeHtml(body)}</li>`;
  const list = (items: string[], tag: 'ol' | 'ul') =>
    items.length === 0 ? '' : `<${tag} style="padding-left:20px">${items.join('')}</${tag}>`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tidemark</title></head>',
    '<body style="margin:0;padding:24px;font-family:system-ui,sans-serif;color:#0c2632;line-height:1.5">',
    `<h1 style="font-size:20px">${escapeHtml(domain)}</h1><p>${escapeHtml(figures)}</p><p>${escapeHtml(todo)}</p>`,
    list(
      pending.map(({ title, description, priority }) => item(`${title} (priority ${priority})`, description)),
      'ol',
    ),
    receipts.length === 0 ? '' : '<p>What came of it:</p>',
    list(
      receipts.map(({ title, receipt }) => item(title, receipt.explanation)),
      'ul',
    ),
    link === null ? '' : `<p><a href="${escapeHtml(link)}">All of it, with the evidence</a></p>`,
    `<p style="color:#4e6872;font-size:13px">${escapeHtml(FOOT)}</p></body></html>`,
  ].join('');
}

function toWebhook(
  { domain, pending, receipts, link, isTest }: DigestContent,
  { figures, todo }: Words,
): Digest['webhook'] {
  const lines = [
    `${isTest ? '[Test] ' : ''}*${escapeSlack(domain)}*: ${escapeSlack(figures)}`,
    escapeSlack(todo),
    ...(link === null ? [] : [`<${link}|All of it, with the evidence>`]),
    ...pending.map(
      ({ title, description, priority }) =>
        `• [${priority}] *${escapeSlack(oneLine(title))}* ${escapeSlack(oneLine(description))}`,
    ),
    ...receipts.map(
      ({ title, receipt }) => `✓ *${escapeSlack(oneLine(title))}* ${escapeSlack(oneLine(receipt.explanation))}`,
    ),
  ];
  const kept: string[] = [];
  for (const line of lines) if (kept.join('\n').length + line.length < MAX_WEBHOOK_LENGTH) kept.push(line);
  return { text: kept.join('\n'), unfurl_links: false, unfurl_media: false };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** What Slack asks to escape, which also ends mentions and links; what would be bold or code is shown as other signs. */
function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, (sign) => `\u200b${sign}\u200b`);
}

/** Without what would begin a line, or a header, of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const signed = (percent: number) => `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(0)}%`;
const count = (number: number, noun: string) => `${whole(number)} ${noun}${number === 1 ? '' : 's'}`;
