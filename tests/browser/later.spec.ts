// Half of the program is fetched behind the first page: nobody notices, unless it does not come.

import type { Page } from '@playwright/test';

import { CREDENTIALS, NEW_KEY } from './places.ts';
import { expect, test } from './world.ts';

const PART = /\/split_later-[0-9a-f]+\.wasm$/;

const form = (page: Page) => page.getByRole('heading', { level: 1, name: 'Create new API key' });
const missing = (page: Page) => page.getByRole('heading', { level: 1, name: 'The page could not be fetched' });

test('the rest is fetched behind the list, and needs no network from there on', async ({ enter, page, context }) => {
  const fetched = page.waitForResponse(PART);
  await enter();
  expect(await (await fetched).finished()).toBeNull();
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Create new API key' }).first().click();
  await expect(form(page)).toBeFocused();
});

test('a page asked for first is shown once its part is there', async ({ enter, page }) => {
  let part = () => {};
  const asked = new Promise<void>((resolve) =>
    page.route(PART, async (route) => {
      resolve();
      await new Promise<void>((go) => (part = go));
      await route.continue();
    }),
  );
  const entered = enter(NEW_KEY);
  await asked;
  await expect(page.getByText('Fetching the page')).toBeAttached();
  part();
  await entered;
  await expect(form(page)).toBeVisible();
});

test('a part that does not come is said to be missing, and Try again brings it', async ({ enter, page, complaints }) => {
  complaints.announce(/ERR_FAILED/);
  complaints.announce(/Failed to fetch/);
  await page.route(PART, (route) => route.abort());
  await enter(NEW_KEY);
  await expect(missing(page)).toBeVisible();
  await expect(page).toHaveTitle('The page could not be fetched · Granary');
  await expect(page.getByRole('alert')).toContainText('try again');

  await page.unroute(PART);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(form(page)).toBeFocused();
  await page.getByRole('link', { name: 'API Credential Management' }).first().click();
  await page.waitForURL(`**${CREDENTIALS}`);
});

test('a part that was changed does not run', async ({ enter, page, complaints }) => {
  complaints.announce(/integrity/);
  complaints.announce(/Failed to fetch/);
  await page.route(PART, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: Buffer.concat([await response.body(), Buffer.from([0, 1, 0])]) });
  });
  await enter(NEW_KEY);
  await expect(missing(page)).toBeVisible();
});
