import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Bench, giveEachTestABench, settle } from './bench.js';

let bench: Bench;
giveEachTestABench((fresh) => {
  bench = fresh;
});

const bannerTag = (attributes = ''): string =>
  `<script defer ${attributes} src="${bench.collector.origin}/tidemark-banner.js"></script>`;
const install = (attributes = '', head = ''): void => {
  bench.install('data-mode="consent"', head + bannerTag(attributes));
};
const dialogOf = (page: Page) => page.getByRole('dialog');
const readDecision = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem('tm_c'));
const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
  }, path);
/** What has the focus, inside the banner too. */
const readFocus = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    const element = activeElement?.shadowRoot?.activeElement ?? activeElement;
    return element?.getAttribute('role') ?? element?.textContent ?? '';
  });

describe('the banner', () => {
  it('asks in the language of the page, by name and description, with a yes as easy as a no', async () => {
    install();
    const page = await bench.visit('/');
    const dialog = page.getByRole('dialog', { name: 'May we recognise your browser?' });
    await dialog.waitFor();
    expect(await dialog.getAttribute('lang')).toBe('en');
    expect(await dialog.getAttribute('aria-describedby')).toBe('text');
    const sizes = await Promise.all(
      ['Decline', 'Agree'].map(async (name) => {
        const button = dialog.getByRole('button', { name, exact: true });
        const { background, weight } = await button.evaluate((element) => {
          const { backgroundColor, fontWeight } = getComputedStyle(element);
          return { background: backgroundColor, weight: fontWeight };
        });
        const box = await button.boundingBox();
        return { background, weight, width: box?.width, height: box?.height };
      }),
    );
    expect(sizes[0]).toEqual(sizes[1]);
  });

  it('is gone with a yes, from which on the visitor is recognised, and does not ask again', async () => {
    install();
    const page = await bench.visit('/a');
    await dialogOf(page).getByRole('button', { name: 'Agree' }).click();
    await goTo(page, '/b');
    await bench.until(() => bench.collector.readStored().length === 2);
    expect(bench.collector.readStored()[1]?.visitor_id).toBeDefined();
    expect(await dialogOf(page).count()).toBe(0);
    await page.goto(`${bench.website.origin}/c`);
    await bench.until(() => bench.collector.readStored().length === 3);
    expect(await dialogOf(page).count()).toBe(0);
    expect(await readDecision(page)).toBe('1');
  });

  it('is gone with a no, and nothing is sent from then on', async () => {
    install();
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
    await dialogOf(page).getByRole('button', { name: 'Decline' }).click();
    const { length } = bench.collector.deliveries;
    await goTo(page, '/b');
    await page.goto(`${bench.website.origin}/c`);
    await settle(page, 1_000);
    expect(bench.collector.deliveries).toHaveLength(length);
    expect(await dialogOf(page).count()).toBe(0);
    expect(await readDecision(page)).toBe('2');
  });

  it('is operated by the keyboard alone, and decides nothing with Escape', async () => {
    install('data-policy="/privacy"');
    const page = await bench.visit('/a');
    await dialogOf(page).waitFor();
    const walked = [await readFocus(page)];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('Tab');
      walked.push(await readFocus(page));
    }
    expect(walked).toEqual(['dialog', 'Privacy policy', 'Decline', 'Agree']);
    await page.keyboard.press('Escape');
    expect([await dialogOf(page).count(), await readDecision(page)]).toEqual([0, null]);
    await page.goto(`${bench.website.origin}/b`);
    await dialogOf(page).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect([await dialogOf(page).count(), await readDecision(page)]).toEqual([0, '2']);
  });

  it('takes the focus from nothing that has it', async () => {
    install();
    bench.website.body = '<input id="search"><script>document.getElementById("search").focus()</script>';
    const page = await bench.visit('/a');
    await dialogOf(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  });

  it('opens again from a link of the page, shows what was decided, and gives the focus back', async () => {
    install();
    bench.website.body = '<a href="#x" data-tidemark-consent>Choose <b>again</b></a>';
    const page = await bench.visit('/a');
    await dialogOf(page).getByRole('button', { name: 'Agree' }).click();
    await page.getByText('again').click();
    const dialog = dialogOf(page);
    expect(await dialog.getByRole('button', { pressed: true }).innerText()).toContain('Agree');
    expect(await readFocus(page)).toBe('dialog');
    await dialog.getByRole('button', { name: 'Decline' }).click();
    expect(await readDecision(page)).toBe('2');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Choose again');
    expect(page.url()).not.toContain('#x');
  });

  it.each([
    ['German, of the tag', 'data-lang="de-AT"', '', 'Zustimmen', 'de'],
    ['its own words for a language of its own', `data-lang="sv" data-texts='{"sv":{"agree":"Ja"}}'`, '', 'Ja', 'sv'],
    ['its own words for whatever language', `data-texts='{"agree":"Fine"}' data-decline="No way"`, '', 'Fine', 'en'],
    ['what is built in where the words are broken', `data-texts='{"agree":'`, '', 'Agree', 'en'],
  ])('speaks %s', async (_what, attributes, head, agree, language) => {
    install(attributes, head);
    const page = await bench.visit('/a');
    await dialogOf(page).getByRole('button', { name: agree, exact: true }).waitFor();
    expect(await dialogOf(page).getAttribute('lang')).toBe(language);
  });

  it.each([
    ['Do-Not-Track', "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })"],
    ['Global Privacy Control', "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })"],
  ])('does not ask who sends %s', async (_what, script) => {
    install();
    await bench.context.addInitScript(script);
    const page = await bench.visit('/a');
    await settle(page);
    expect(await dialogOf(page).count()).toBe(0);
  });

  it('goes when another tab has the answer', async () => {
    install();
    const page = await bench.visit('/a');
    const other = await bench.visit('/b');
    await dialogOf(page).waitFor();
    await dialogOf(other).getByRole('button', { name: 'Agree' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
  });

  it('remembers the answer where the tracker never comes', async () => {
    bench.website.head = bannerTag();
    const page = await bench.visit('/a');
    await dialogOf(page).getByRole('button', { name: 'Decline' }).click();
    await page.goto(`${bench.website.origin}/b`);
    await settle(page);
    expect(await dialogOf(page).count()).toBe(0);
  });

  it('looks as it should on a page with a strict Content-Security-Policy', async () => {
    const policy = `default-src 'none'; script-src ${bench.collector.origin}; connect-src ${bench.collector.origin}`;
    install('', `<meta http-equiv="Content-Security-Policy" content="${policy}">`);
    const page = await bench.visit('/a');
    const style = await dialogOf(page).evaluate((element) => {
      const { position, display } = getComputedStyle(element);
      return { position, display };
    });
    expect(style).toEqual({ position: 'fixed', display: 'block' });
  });
});

/** WCAG 2's contrast of two colours as computed styles tell them. */
function contrastOf(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [one, other].map(luminanceOf).sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(['light', 'dark'] as const)('the %s banner', (colorScheme) => {
  it.each([320, 1280])(
    'fits %i pixels, with large targets, readable colours and no motion where none is wanted',
    async (width) => {
      install('data-policy="/privacy" data-lang="de"');
      const page = await bench.context.newPage();
      await page.setViewportSize({ width, height: 640 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(bench.website.origin);
      const dialog = dialogOf(page);
      const box = await dialog.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(640);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const colours = await dialog.evaluate((element) => {
        const ofElement = (found: Element) => {
          const { color, backgroundColor, animationName } = getComputedStyle(found);
          return { color, background: backgroundColor, animation: animationName };
        };
        return [element, ...element.querySelectorAll('button')].map(ofElement);
      });
      for (const { color, background, animation } of colours) {
        expect(contrastOf(color, background)).toBeGreaterThanOrEqual(7);
        expect(animation).toBe('none');
      }
      for (const button of await dialog.getByRole('button').all())
        expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    },
  );
});
