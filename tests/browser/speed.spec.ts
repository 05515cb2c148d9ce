// How long the page takes, as somebody sees it; `cargo dev bench` runs this and prints the figures.
//
// Needs the organization of SPEED_ORGANIZATION with its thousands of keys, and writes the
// milliseconds of every attempt to SPEED_REPORT. Figures are judged there, never here.

import { writeFileSync } from 'node:fs';

import { expect, test, type Browser, type Page } from '@playwright/test';

import { CREDENTIALS } from './places.ts';
import { signIn } from './world.ts';

const organization = process.env.SPEED_ORGANIZATION ?? '';
const figures: Record<string, number[]> = {};

test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);
test.afterAll(() => writeFileSync(process.env.SPEED_REPORT ?? 'speed.json', JSON.stringify(figures)));

const note = (name: string, milliseconds: number) => (figures[name] ??= []).push(milliseconds);

async function fresh(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  return context.newPage();
}

// From the moment at which the tokens are there to the first row of the list.
test('first page of the list', async ({ browser }) => {
  for (let attempt = 0; attempt < 9; attempt++) {
    const page = await fresh(browser);
    await page.addInitScript(() => {
      const look = new MutationObserver(() => {
        if (!document.querySelector('.keys tbody tr')) return;
        look.disconnect();
        requestAnimationFrame(() => performance.mark('first-row'));
      });
      look.observe(document, { childList: true, subtree: true });
    });
    await page.goto(CREDENTIALS);
    await signIn(page, organization);
    await page.locator('.keys tbody tr').first().waitFor();
    const took = await page.evaluate(() => {
      const [row] = performance.getEntriesByName('first-row');
      const token = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/oauth2/token'));
      return row.startTime - (token as PerformanceResourceTiming).responseEnd;
    });
    note('first page of the list', took);
    await page.context().close();
  }
});

// From an event to the end of the frame that shows what came of it.
function toNextFrame(page: Page, selector: string, event: 'click' | string): Promise<number> {
  return page.evaluate(
    ([selector, event]) =>
      new Promise<number>((done) => {
        const element = document.querySelector(selector) as HTMLInputElement;
        const channel = new MessageChannel();
        const began = performance.now();
        channel.port1.onmessage = () => done(performance.now() - began);
        requestAnimationFrame(() => channel.port2.postMessage(0));
        if (event === 'click') {
          element.click();
        } else {
          element.value = event;
          element.dispatchEvent(new Event('input', { bubbles: true }));
        }
      }),
    [selector, event],
  );
}

test('typing in the search of all keys', async ({ browser }) => {
  const page = await fresh(browser);
  await page.goto(CREDENTIALS);
  await signIn(page, organization);
  await expect(page.getByText(/^[\d,]+ keys$/)).toBeVisible({ timeout: 60_000 });
  const word = 'nightly export';
  for (let round = 0; round < 2; round++) {
    for (let length = 1; length <= word.length; length++) {
      note('a key pressed in the search', await toNextFrame(page, '.toolbar input[type=search]', word.slice(0, length)));
    }
  }
  await page.context().close();
});

test('selecting all permissions', async ({ browser }) => {
  const page = await fresh(browser);
  await page.goto(CREDENTIALS);
  await signIn(page, organization);
  await page.locator('.keys tbody tr a').first().click();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Select all' }).waitFor();
  const [selector] = await page.getByRole('checkbox', { name: 'Select all' }).evaluateAll((found) => {
    found.forEach((box) => box.setAttribute('data-speed', ''));
    return ['[data-speed]'];
  });
  for (let attempt = 0; attempt < 20; attempt++) {
    note('Select all of 142, click to next frame', await toNextFrame(page, selector, 'click'));
  }
  await page.context().close();
});
