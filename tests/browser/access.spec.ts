// Revoke and Re-enable, seen on the page and at the gate.

import type { Page } from '@playwright/test';

import { stack } from './stack.ts';
import { call } from './harvest.ts';
import { CREDENTIALS, keyPage } from './places.ts';
import { expect, signIn, test } from './world.ts';

const rowOf = (page: Page, description: string) => page.getByRole('row', { name: description });

// Row actions show on hover; a pointer goes there before it clicks.
async function ask(page: Page, action: 'Revoke' | 'Re-enable', description: string) {
  await rowOf(page, description).hover();
  await page.getByRole('button', { name: `${action} ${description}` }).click();
}

const ok = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'OK', exact: true });

test('the dialog names the key and what happens, and Cancel changes nothing', async ({ enter, colleague }) => {
  const key = await colleague.create({ description: 'Careers site', partner: 'gem', permissions: ['jobs.list'] });
  const page = await enter();
  await ask(page, 'Revoke', 'Careers site');
  const dialog = page.getByRole('dialog', { name: 'Revoke this API key?' });
  for (const words of ['Careers site', 'Gem', key.id, 'locked out at once']) await expect(dialog).toContainText(words);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Revoke Careers site' })).toBeFocused();
  expect((await colleague.key(key.id)).version).toBe(key.version);
});

test('what the page says of a key is what the gate does with it', async ({ enter, colleague }) => {
  const { key } = await colleague.create({ description: 'Nightly export', permissions: ['candidates.list'] });
  const page = await enter();
  const row = rowOf(page, 'Nightly export');
  expect(await call(key, 'candidates.list')).toBe(200);

  await ask(page, 'Revoke', 'Nightly export');
  await ok(page).click();
  await expect(row).toContainText('Revoked');
  expect(await call(key, 'candidates.list')).toBe(401);
  await expect(page.getByRole('status')).toHaveText('Nightly export revoked. No call is accepted any more.');
  await expect(page.getByRole('button', { name: 'Re-enable Nightly export' })).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Re-enable this API key?' })).toContainText('1 permission');
  await ok(page).click();
  await expect(row).toContainText('Active');
  expect(await call(key, 'candidates.list')).toBe(200);
});

test('a row changes only when the change has been acknowledged', async ({ enter, colleague }) => {
  const key = await colleague.create({ description: 'Held', permissions: [] });
  const page = await enter();
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await page.route(`${stack.admin_api}/keys/${key.id}/revoke`, async (route) => {
    const answer = await route.fetch();
    await held;
    await route.fulfill({ response: answer });
  });
  await ask(page, 'Revoke', 'Held');
  await ok(page).click();
  await expect(page.getByRole('dialog').getByText('Revoking')).toBeVisible();
  expect((await colleague.key(key.id)).status).toBe('revoked');
  await expect(page.locator('tr', { hasText: 'Held' })).toContainText('Active');
  release();
  await expect(rowOf(page, 'Held')).toContainText('Revoked');
});

test('keyboard alone: to the key, its action, the question and the answer', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'By hand' });
  const page = await enter();
  await page.getByRole('link', { name: 'By hand', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Edit By hand' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'By hand')).toContainText('Revoked');
  expect((await colleague.key(id)).status).toBe('revoked');
});

test('a key’s own page revokes and re-enables, and its history says so', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'On its page' });
  const page = await enter(keyPage(id));
  await page.getByRole('button', { name: 'Revoke' }).click();
  await ok(page).click();
  await expect(page.getByRole('heading', { name: 'API Key Revoked' })).toBeVisible();
  await page.getByRole('button', { name: 'Re-enable' }).click();
  await ok(page).click();
  await expect(page.getByRole('heading', { name: 'API Key Re-Enabled' })).toBeVisible();
  expect((await colleague.key(id)).status).toBe('active');
});

test('a tab that is come back to shows what happened elsewhere', async ({ enter, colleague, context, organization }) => {
  const key = await colleague.create({ description: 'In two tabs' });
  const page = await enter();
  await expect(rowOf(page, 'In two tabs')).toContainText('Active');
  const other = await context.newPage();
  await other.goto(CREDENTIALS);
  if (other.url().startsWith(stack.identity)) await signIn(other, organization);
  await ask(other, 'Revoke', 'In two tabs');
  await ok(other).click();
  await expect(rowOf(other, 'In two tabs')).toContainText('Revoked');
  expect((await colleague.key(key.id)).status).toBe('revoked');
  await page.clock.install();
  await page.clock.fastForward(60_000);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(rowOf(page, 'In two tabs')).toContainText('Revoked');
});
