import { describe, expect, it } from '@jest/globals';
import { composeDigest, type DigestContent } from './compose-digest.js';

const content = (about: Partial<DigestContent> = {}): DigestContent => ({
  domain: 'example.com',
  period: { from: '2025-08-11', to: '2025-08-17' },
  visits: 1_200,
  visitsBefore: 1_000,
  visitsAhead: 1_300.4,
  pending: [
    { title: '/pricing loses visits', description: '70 a day, where 100 were expected.', priority: 2, score: 95 },
  ],
  receipts: [{ title: '/start was mended', receipt: { explanation: 'It worked.' } }],
  link: null,
  isTest: false,
  ...about,
});
const hostile = '<script>alert("1")</script> & <!channel>\r\nBcc: everybody@example.com';

describe('a digest', () => {
  it('tells the week, what is to be decided, and what came of what was', () => {
    const { subject, text, html, webhook } = composeDigest(content());
    expect(subject).toBe('example.com: /pricing loses visits');
    expect(text).toBe(
      [
        '1,200 page visits from 2025-08-11 to 2025-08-17, +20% on the week before. About 1,300 are forecast for the next seven days.',
        '',
        '1 thing worth doing:',
        '',
        '[2] /pricing loses visits',
        '    70 a day, where 100 were expected.',
        '',
        'What came of it:',
        '',
        '/start was mended',
        '    It worked.',
        '',
        '--',
        'Sent by Tidemark on Mondays. An admin changes or ends it in the settings of recommendations.',
        '',
      ].join('\n'),
    );
    expect(html).toContain('<strong>/pricing loses visits (priority 2)</strong>');
    expect(webhook.text).toContain('• [2] */pricing loses visits* 70 a day');
  });

  it('says that there is nothing, and what it does not know it leaves out', () => {
    const { subject, text } = composeDigest(
      content({ pending: [], receipts: [], visitsBefore: null, visitsAhead: null }),
    );
    expect(subject).toBe('example.com: nothing to decide');
    expect(text).toContain('1,200 page visits from 2025-08-11 to 2025-08-17.\n\nNothing is to be decided this week.\n');
    expect(text).not.toContain('What came of it');
  });

  it('leads to the dashboard, where its address is known', () => {
    const link = 'https://stats.example.com/recommendations?site=example.com';
    const { text, html, webhook } = composeDigest(content({ link }));
    expect(text).toContain(`All of it: ${link}\n`);
    expect(html).toContain(`href="${link}"`);
    expect(webhook.text).toContain(`<${link}|All of it, with the evidence>`);
    expect(composeDigest(content()).html).not.toContain('href');
  });

  it('says that it is a test', () => {
    const { subject, webhook } = composeDigest(content({ isTest: true }));
    expect([subject, webhook.text].map((words) => words.startsWith('[Test] '))).toEqual([true, true]);
  });

  it('shows what strangers named as text, in every shape', () => {
    const { subject, text, html, webhook } = composeDigest(
      content({
        domain: hostile,
        pending: [{ title: hostile, description: hostile, priority: 1, score: 1 }],
        receipts: [{ title: hostile, receipt: { explanation: hostile } }],
      }),
    );
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(html).not.toMatch(/<script|<!channel/);
    expect(html).toContain('&#60;script&#62;');
    expect(webhook.text).not.toMatch(/<!channel>|<script/);
    expect(webhook.text).toContain('&lt;!channel&gt;');
  });

  it('is as long as a webhook takes', () => {
    const pending = Array.from({ length: 5 }, () => ({
      title: 't',
      description: 'd'.repeat(2_000),
      priority: 1,
      score: 1,
    }));
    expect(composeDigest(content({ pending })).webhook.text.length).toBeLessThan(4_000);
  });
});
