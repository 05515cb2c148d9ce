// Create new API key, as the help page tells it, and what keeps it from being made twice.

import type { Page } from '@playwright/test';

import { labelOf, endpoint } from './catalogue.ts';
import { make, shownKey, storedButton } from './creation.ts';
import { call } from './harvest.ts';
import { box, bar, save } from './matrix.ts';
import { CREDENTIALS, DEV_CENTER, NEW_KEY, editPage, exactly, keyPage } from './places.ts';
import { stack } from './stack.ts';
import { remember } from './admin.ts';
import { expect, test } from './world.ts';

const KEYS = `${stack.admin_api}/keys`;

const partner = (page: Page) => page.getByRole('combobox', { name: 'Partner' });
const description = (page: Page) => page.getByRole('textbox', { name: 'Description' });
const go = (page: Page) => page.getByRole('button', { name: 'Manage Permissions' });
const preview = (page: Page) => page.getByRole('region', { name: /ill get$/ });

test('the help page, word by word, for an integration of the list', async ({ enter, colleague, context }) => {
  await context.grantPermissions(['clipboard-write']);
  const page = await enter(DEV_CENTER);
  await page.getByRole('main').getByRole('link', { name: 'API Credential Management' }).click();
  await page.getByRole('link', { name: 'Create new API key' }).first().click();
  await page.waitForURL(exactly(NEW_KEY));

  await expect(page.getByRole('combobox', { name: 'API Type' })).toHaveValue('harvest');
  await expect(page.getByRole('combobox', { name: 'API Type' }).getByRole('option')).toHaveText(['Harvest']);
  await partner(page).click();
  await page.getByRole('option', { name: /^RolePoint/ }).click();
  await expect(partner(page)).toHaveValue('RolePoint');
  await expect(preview(page)).toHaveAccessibleName('What RolePoint will get');
  await expect(preview(page)).toContainText('24 of 142 permissions');
  await expect(preview(page)).toContainText('RolePoint’s help page, list complete, read 23 Nov 2026');
  await expect(preview(page)).toContainText('assigned to the API key automatically');
  await expect(preview(page).getByRole('link', { name: 'RolePoint’s help page' })).toHaveAttribute('href', /^https:/);
  await expect(preview(page).getByRole('listitem')).toHaveCount(24);
  await description(page).fill('RolePoint integration key.');
  await go(page).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Store your API key');
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const key = (await shownKey(page).textContent())!;
  remember(key);
  await storedButton(page).click();

  const [{ id }] = await colleague.keys();
  await page.waitForURL(exactly(`${editPage(id)}?new`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('RolePoint integration key.');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('main')).toContainText('24 permissions assigned because you chose RolePoint');
  await expect(page.getByRole('main')).toContainText('24 of 142 selected');
  await expect(box(page, 'candidates.merge')).toBeChecked();
  await expect(box(page, 'candidates.delete')).not.toBeChecked();
  await box(page, 'candidates.merge').uncheck();
  await save(page).click();

  await page.waitForURL(exactly(keyPage(id)));
  const { permissions, partner: whose } = await colleague.key(id);
  expect([permissions.length, permissions.includes('candidates.merge'), whose]).toEqual([23, false, 'rolepoint']);
  expect([await call(key, 'candidates.list'), await call(key, 'offers.list')]).toEqual([200, 403]);
});

for (const [name, id] of [
  ['Unlisted vendor', 'unlisted_vendor'],
  ['Custom integration', 'custom_integration'],
]) {
  test(`for ${name} nothing is assigned, and the permissions are chosen next`, async ({ enter, colleague }) => {
    const page = await enter(NEW_KEY);
    await partner(page).fill('no such integration');
    await expect(page.getByRole('listbox').getByRole('option')).toContainText(['Unlisted vendor', 'Custom integration']);
    await page.getByRole('option', { name }).click();
    await expect(preview(page)).toContainText('0 of 142 permissions');
    await expect(preview(page)).toContainText('nothing is assigned');
    const made = await make(page, name, `Of ${name}`);
    await storedButton(page).click();
    await page.waitForURL(exactly(`${editPage(made.id)}?new`));
    await expect(page.getByRole('main')).toContainText('0 of 142 selected');
    await expect(page.getByRole('checkbox', { name: /^[A-Z]+ ?: / })).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText('a key without permissions is refused everywhere');
    expect(await call(made.key, 'jobs.list')).toBe(403);
    await page.getByRole('searchbox').fill(labelOf(endpoint('jobs.list')));
    await box(page, 'jobs.list').check();
    await expect(bar(page)).toContainText('1 added, 0 removed');
    await save(page).click();
    await page.waitForURL(exactly(keyPage(made.id)));
    expect((await colleague.key(made.id)).partner).toBe(id);
    expect(await call(made.key, 'jobs.list')).toBe(200);
  });
}

test('an integration with an incomplete list, and one with none, say so before', async ({ enter }) => {
  const page = await enter(NEW_KEY);
  await partner(page).fill('Gem');
  await expect(preview(page)).toContainText('list incomplete, read 23 Nov 2026');
  await expect(preview(page)).toContainText('What the public list leaves out, you add in the next step.');
  await partner(page).fill('HRIS Link');
  await expect(preview(page)).toContainText('HRIS Link has no public list, so nothing is assigned.');
  await expect(preview(page)).toContainText('0 of 142 permissions');
});

test('what is missing is said at its field, and the first of them has the focus', async ({ enter, colleague }) => {
  const page = await enter(NEW_KEY);
  await go(page).click();
  await expect(partner(page)).toBeFocused();
  await expect(partner(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(partner(page)).toHaveAccessibleDescription(/Choose a partner from the list/);
  await expect(description(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(description(page)).toHaveAccessibleDescription(/Enter a description/);

  await partner(page).fill('half a na');
  await expect(partner(page)).toHaveAttribute('aria-invalid', 'true');
  await partner(page).fill('custom integration');
  await expect(partner(page)).not.toHaveAttribute('aria-invalid');
  await description(page).fill('x'.repeat(201));
  await go(page).click();
  await expect(description(page)).toBeFocused();
  await expect(description(page)).toHaveAccessibleDescription(/has 201 characters; at most 200/);
  await description(page).fill('x'.repeat(200));
  await expect(description(page)).not.toHaveAttribute('aria-invalid');
  expect(await colleague.keys()).toEqual([]);
});

// The page asks for what the API asks for, so that only another Granary could answer this.
test('what the API finds wrong stands at its field', async ({ enter, page, complaints }) => {
  complaints.announce(/status of 422/);
  await enter(NEW_KEY);
  await page.route(KEYS, (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const errors = [{ field: 'description', code: 'blank', message: 'is like another one; say what tells them apart' }];
    const problem = { type: 'about:blank', title: 'A value is not valid', status: 422, code: 'invalid_fields', detail: '', request_id: 'r', errors };
    return route.fulfill({ status: 422, json: problem, headers: { 'Access-Control-Allow-Origin': stack.page } });
  });
  await partner(page).fill('Custom integration');
  await description(page).fill('The same');
  await go(page).click();
  await expect(description(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(description(page)).toHaveAccessibleDescription(/Is like another one; say what tells them apart\./);
  await expect(partner(page)).not.toHaveAttribute('aria-invalid');
  await expect(description(page)).toHaveValue('The same');
});

test('pressing twice makes one key', async ({ enter, colleague }) => {
  const page = await enter(NEW_KEY);
  await partner(page).fill('Custom integration');
  await description(page).fill('Only one');
  await go(page).dblclick();
  await expect(shownKey(page)).toBeVisible();
  remember((await shownKey(page).textContent())!);
  expect((await colleague.keys()).map((key) => key.description)).toEqual(['Only one']);
});

test('an answer that is lost on the way leaves one key, and the way on is said', async ({ enter, page, colleague, complaints }) => {
  complaints.announce(/ERR_FAILED/);
  complaints.announce(/status of 409/);
  await enter(NEW_KEY);
  let lost = 0;
  await page.route(KEYS, async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    const answer = await route.fetch();
    remember((await answer.json()).key);
    await route.abort();
  });
  await partner(page).fill('Custom integration');
  await description(page).fill('Lost on the way');
  await go(page).click();
  await expect(page.getByRole('alert')).toContainText('There is no connection to Granary.');
  await expect(description(page)).toHaveValue('Lost on the way');

  await go(page).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The key was created, but its answer was lost on the way.');
  await expect(alert).toContainText('It can be shown only once, so nobody has it.');
  const [only, ...others] = await colleague.keys();
  expect([only.description, others]).toEqual(['Lost on the way', []]);
  await expect(alert.getByRole('link', { name: 'the key that was created' })).toHaveAttribute('href', keyPage(only.id));

  await page.getByRole('button', { name: 'Let me create another one' }).click();
  await expect(alert).toHaveCount(0);
  const again = await make(page, 'Custom integration', 'Lost on the way');
  expect(again.id).not.toBe(only.id);
});

test('from the list to the saved permissions by keyboard alone', async ({ enter, colleague }) => {
  const page = await enter(CREDENTIALS);
  const press = (key: string) => page.keyboard.press(key);
  await page.getByRole('link', { name: 'Create new API key' }).first().focus();
  await press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await press('Tab');
  await expect(page.getByRole('combobox', { name: 'API Type' })).toBeFocused();
  await press('Tab');
  await expect(partner(page)).toBeFocused();
  await page.keyboard.type('point');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(3);
  await press('ArrowUp');
  await expect(page.getByRole('option', { name: /^RolePoint/ })).toHaveAttribute('id', (await partner(page).getAttribute('aria-activedescendant'))!);
  await press('Enter');
  await expect(partner(page)).toHaveValue('RolePoint');
  await expect(partner(page)).toHaveAttribute('aria-expanded', 'false');
  await press('Tab');
  await expect(description(page)).toBeFocused();
  await page.keyboard.type('By hand');
  await press('Enter');

  await expect(page.getByRole('heading', { name: 'Store your API key' })).toBeFocused();
  remember((await shownKey(page).textContent())!);
  await press('Tab');
  await expect(page.getByRole('button', { name: 'Copy' })).toBeFocused();
  await press('Tab');
  await expect(storedButton(page)).toBeFocused();
  await press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('By hand');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const [{ id }] = await colleague.keys();
  await press('Control+s');
  await page.waitForURL(exactly(keyPage(id)));
  expect((await colleague.key(id)).permission_count).toBe(24);
});
