// The key, once: shown in full, copied, guarded, and gone from everywhere afterwards.

import { call } from './harvest.ts';
import { make, shownKey, storedButton } from './creation.ts';
import { notePrograms, placesOf } from './memory.ts';
import { CREDENTIALS, NEW_KEY, editPage, exactly } from './places.ts';
import { stack } from './stack.ts';
import { expect, test } from './world.ts';

const KEY = /^grn_[0-9A-Z]{26}_[0-9A-Za-z]+$/;

test('the key is shown whole, works at once, and only where its preset permits', async ({ enter }) => {
  const page = await enter(NEW_KEY);
  const { key } = await make(page, 'RolePoint', 'RolePoint referrals');
  expect(key).toMatch(KEY);
  await expect(page.getByText(`${key.length} characters`)).toBeVisible();
  await expect(page.getByText('the only time Granary shows the full key')).toBeVisible();
  expect(await call(key, 'candidates.list')).toBe(200);
  expect(await call(key, 'offers.list')).toBe(403);
});

test('Copy puts exactly the key into the clipboard, and says so', async ({ enter, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await enter(NEW_KEY);
  const { key } = await make(page, 'Custom integration', 'Copied');
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await expect(page.getByText('Copied.', { exact: true })).toBeAttached();
  // The page's own policy lets nothing read the clipboard: another origin does.
  const other = await context.newPage();
  await other.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await other.goto(`${stack.identity}/.well-known/openid-configuration`);
  expect(await other.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await other.evaluate(() => navigator.clipboard.writeText(''));
});

for (const [why, refuse] of [
  ['refuses', () => (navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError')))],
  ['has no clipboard', () => Object.defineProperty(navigator, 'clipboard', { value: undefined })],
] as const) {
  test(`where the browser ${why}, the key is selected to be copied by hand`, async ({ enter, page }) => {
    await page.addInitScript(refuse);
    await enter(NEW_KEY);
    const { key } = await make(page, 'Custom integration', 'Not copied');
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect(page.getByRole('alert')).toContainText('The key is selected');
    expect(await page.evaluate(() => String(getSelection()))).toBe(key);
  });
}

test('leaving by a link or by Back asks, and staying keeps the key', async ({ enter }) => {
  const page = await enter(CREDENTIALS);
  await page.getByRole('link', { name: 'Create new API key' }).first().click();
  const { key } = await make(page, 'Custom integration', 'Stayed');
  const question = page.getByRole('dialog', { name: 'Leave without storing the API key?' });
  await page.getByRole('link', { name: 'Events' }).click();
  await question.getByRole('button', { name: 'Stay' }).click();
  await page.goBack();
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(shownKey(page)).toHaveText(key);
  await expect(page).toHaveURL(exactly(NEW_KEY));
});

test('leaving all the same forgets the key and goes where the admin wanted', async ({ enter, page }) => {
  await notePrograms(page);
  await enter(NEW_KEY);
  const { key } = await make(page, 'Custom integration', 'Left');
  await page.getByRole('link', { name: 'Events' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
  expect(await placesOf(page, key.split('_')[2])).toEqual([]);
});

test('the browser itself asks before the page is closed or reloaded', async ({ enter }) => {
  const page = await enter(NEW_KEY);
  const { key } = await make(page, 'Custom integration', 'Closed');
  const asked = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await closing;
  await expect(shownKey(page)).toHaveText(key);
});

test('once it is stored, the secret is nowhere: not on the page, not kept, not in memory', async ({ enter, page, colleague }) => {
  await notePrograms(page);
  await enter(CREDENTIALS);
  await page.getByRole('link', { name: 'Create new API key' }).first().click();
  const { id, key } = await make(page, 'RolePoint', 'Gone');
  const secret = key.split('_')[2];
  // A script that keeps it, so that the search for one is known to find it.
  await page.evaluate((secret) => Object.assign(window, { kept: { secret } }), secret);
  const before = await placesOf(page, secret);
  expect(before).toEqual(['the document', 'a field', 'the script’s memory', 'the program’s memory']);
  await page.evaluate(() => Object.assign(window, { kept: undefined }));

  await storedButton(page).click();
  await page.waitForURL(exactly(`${editPage(id)}?new`));
  await expect(page.getByRole('heading', { level: 1, name: 'Gone' })).toBeVisible();
  expect(await placesOf(page, secret)).toEqual([]);

  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'API Credentials' })).toBeVisible();
  expect(await placesOf(page, secret)).toEqual([]);
  expect((await colleague.key(id)).status).toBe('active');
});
