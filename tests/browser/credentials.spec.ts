// The list of keys: found, filtered, sorted and paged at once, with all of it in the address.

import type { Page } from '@playwright/test';

import type { Wanted } from './admin.ts';
import { CREDENTIALS, exactly } from './places.ts';
import { stack } from './stack.ts';
import { expect, test } from './world.ts';

const LIST = `${stack.admin_api}/keys?*`;

const descriptions = (page: Page) => page.getByRole('row').getByRole('cell').getByRole('link', { name: /^(?!Edit )/ });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search description, partner or key ID' });
const heading = (page: Page, name: string) => page.getByRole('columnheader', { name });
const said = (page: Page, sentence: string) => page.getByRole('status').filter({ hasText: sentence });

const SOME: Wanted[] = [
  { description: 'HRIS Link, nightly import', partner: 'custom_integration', permissions: ['users.list', 'offices.list'] },
  { description: 'Gem sourcing', partner: 'gem', permissions: ['jobs.list'] },
  { description: 'careers site', partner: 'custom_integration', permissions: [] },
  { description: 'Assessment vendor', partner: 'unlisted_vendor', permissions: ['jobs.list', 'jobs.retrieve', 'users.list'] },
];

test('a key is shown by all that tells it from others', async ({ enter, colleague }) => {
  const key = await colleague.create({ description: 'Gem sourcing', partner: 'gem', permissions: ['jobs.list', 'users.list'] });
  const page = await enter();
  await expect(page.getByRole('columnheader')).toHaveText([
    'Description, key ID',
    'Partner, API type',
    'Status',
    'Permissions',
    'Created',
    'Changed',
    'Actions',
  ]);
  const cells = page.getByRole('row').nth(1).getByRole('cell');
  const today = await cells.nth(4).getByRole('time').getAttribute('datetime');
  expect(today).toBe(key.created_at);
  await expect(cells).toContainText(['Gem sourcing', 'Gem', 'Active', '2 of 142', 'colleague@example.org', 'colleague@example.org', '']);
  await expect(cells.nth(0)).toContainText(key.id);
  await expect(cells.nth(1)).toContainText('Harvest');
  await expect(cells.nth(4)).toContainText(/\b\d{1,2} [A-Z][a-z]{2} \d{4}/);
});

test('a search finds description, partner and id while it is typed', async ({ enter, colleague }) => {
  const [hris] = await colleague.createAll(SOME);
  const page = await enter();
  await expect(descriptions(page)).toHaveCount(4);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await search(page).pressSequentially('HRIS link');
  await expect(descriptions(page)).toHaveText(['HRIS Link, nightly import']);
  await expect(said(page, '1 key.')).toBeAttached();
  await search(page).fill('unlisted VENDOR');
  await expect(descriptions(page)).toHaveText(['Assessment vendor']);
  await search(page).fill(hris.id.toLowerCase());
  await expect(descriptions(page)).toHaveText(['HRIS Link, nightly import']);
  await search(page).fill('');
  await expect(descriptions(page)).toHaveCount(4);
  await page.waitForURL(exactly(CREDENTIALS));
  expect(asked.filter((url) => url.startsWith(stack.admin_api))).toEqual([]);
});

test('status and partner narrow the list, and say how many there are', async ({ enter, colleague }) => {
  const [hris] = await colleague.createAll(SOME);
  await colleague.revoke(hris.id);
  const page = await enter();
  const status = page.getByRole('group', { name: 'Status' }).getByRole('radio');
  await expect(page.getByRole('group', { name: 'Status' })).toHaveText(/All 4\s*Active 3\s*Revoked 1/);
  await status.nth(2).check();
  await expect(descriptions(page)).toHaveText(['HRIS Link, nightly import']);
  await page.waitForURL(exactly(`${CREDENTIALS}?status=revoked`));

  const partner = page.getByRole('combobox', { name: 'Partner' });
  await expect(partner.getByRole('option')).toHaveText(['All partners', 'Custom integration', 'Unlisted vendor', 'Gem']);
  await status.nth(0).check();
  await partner.selectOption('Custom integration');
  await expect(descriptions(page)).toHaveText(['careers site', 'HRIS Link, nightly import']);
  await expect(page.getByRole('group', { name: 'Status' })).toHaveText(/All 2\s*Active 1\s*Revoked 1/);
  await status.nth(1).check();
  await expect(descriptions(page)).toHaveText(['careers site']);
  await page.waitForURL(exactly(`${CREDENTIALS}?status=active&partner=custom_integration`));
});

// As they come out after one click, and after the second.
for (const [column, sort, first, second] of [
  ['Description', 'description', 'Assessment careers Gem HRIS', 'HRIS Gem careers Assessment'],
  ['Partner', 'partner', 'careers Gem Assessment', 'Assessment Gem careers'],
  ['Permissions', '-permissions', 'Assessment HRIS Gem careers', 'careers Gem HRIS Assessment'],
  ['Changed', '-changed', 'Gem Assessment careers HRIS', 'HRIS careers Assessment Gem'],
  ['Created', '-created', 'Assessment careers Gem HRIS', 'HRIS Gem careers Assessment'],
] as const) {
  test(`the list is sorted by ${column}, and the other way round`, async ({ enter, colleague }) => {
    const descends = sort.startsWith('-');
    const name = sort.replace('-', '');
    const keys = await colleague.createAll(column === 'Partner' ? SOME.slice(1) : SOME);
    await colleague.revoke(keys.find(({ description }) => description.startsWith('Gem'))!.id);
    const page = await enter(column === 'Created' ? `${CREDENTIALS}?sort=description` : CREDENTIALS);
    const button = heading(page, column).getByRole('button');
    const ordered = (order: string) => order.split(' ').map((word) => new RegExp(`^${word}`));

    await button.click();
    await expect(heading(page, column)).toHaveAttribute('aria-sort', descends ? 'descending' : 'ascending');
    await expect(descriptions(page)).toHaveText(ordered(first));
    await page.waitForURL(exactly(column === 'Created' ? CREDENTIALS : `${CREDENTIALS}?sort=${name}`));
    await button.click();
    await expect(heading(page, column)).toHaveAttribute('aria-sort', descends ? 'ascending' : 'descending');
    await expect(descriptions(page)).toHaveText(ordered(second));
    await page.waitForURL(exactly(`${CREDENTIALS}?sort=-${name}`));
    await expect(page.getByRole('columnheader').and(page.locator('[aria-sort]'))).toHaveCount(1);
  });
}

test('the list is sorted by Status: what is accepted comes first, then last', async ({ enter, colleague }) => {
  const [, gem] = await colleague.createAll(SOME);
  await colleague.revoke(gem.id);
  const page = await enter();
  await heading(page, 'Status').getByRole('button').click();
  await expect(descriptions(page).last()).toHaveText('Gem sourcing');
  await heading(page, 'Status').getByRole('button').click();
  await expect(descriptions(page).first()).toHaveText('Gem sourcing');
});

test('more keys than a page holds, and every view of them has an address of its own', async ({ enter, colleague, context }) => {
  test.slow();
  const wanted = Array.from({ length: 53 }, (_, n) => ({ description: `Key ${String(n + 1).padStart(2, '0')}`, permissions: [] }));
  await colleague.createAll(wanted);
  const page = await enter();
  const main = page.getByRole('main');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(main).toContainText('1–50 of 53 keys');
  await expect(descriptions(page)).toHaveCount(50);
  await expect(pages.getByRole('button', { name: 'Previous' })).toBeDisabled();
  await pages.getByRole('button', { name: 'Next' }).click();
  await expect(main).toContainText('51–53 of 53 keys');
  await expect(descriptions(page)).toHaveText(['Key 03', 'Key 02', 'Key 01']);
  await expect(pages.getByRole('button', { name: 'Next' })).toBeDisabled();
  await heading(page, 'Description').getByRole('button').click();
  await expect(descriptions(page).first()).toHaveText('Key 01');
  await pages.getByRole('button', { name: 'Next' }).click();
  await expect(descriptions(page)).toHaveText(['Key 51', 'Key 52', 'Key 53']);

  const address = `${CREDENTIALS}?sort=description&page=2`;
  await page.waitForURL(exactly(address));
  await page.goBack();
  await page.waitForURL(exactly(`${CREDENTIALS}?sort=description`));
  await expect(descriptions(page).first()).toHaveText('Key 01');
  await page.goBack();
  await expect(descriptions(page)).toHaveText(['Key 03', 'Key 02', 'Key 01']);
  await page.goForward();
  await page.goForward();
  await expect(descriptions(page)).toHaveText(['Key 51', 'Key 52', 'Key 53']);
  await page.reload();
  await expect(descriptions(page)).toHaveText(['Key 51', 'Key 52', 'Key 53']);
  await page.waitForURL(exactly(address));

  await search(page).fill('key 2');
  await expect(main).toContainText('1–10 of 10 keys');
  await page.waitForURL(exactly(`${CREDENTIALS}?search=key+2&sort=description`));
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(search(other)).toHaveValue('key 2');
  await expect(descriptions(other).first()).toHaveText('Key 20');
  await expect(descriptions(other)).toHaveCount(10);

  await other.goto(`${CREDENTIALS}?page=9`);
  await other.waitForURL(exactly(`${CREDENTIALS}?page=2`));
  await expect(descriptions(other)).toHaveText(['Key 03', 'Key 02', 'Key 01']);
});

test('going to a key and back finds the list as it was left', async ({ enter, colleague }) => {
  await colleague.createAll(SOME);
  const page = await enter();
  await search(page).fill('gem');
  await expect(descriptions(page)).toHaveText(['Gem sourcing']);
  await page.waitForURL(exactly(`${CREDENTIALS}?search=gem`));
  await descriptions(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gem sourcing');
  await page.goBack();
  await expect(search(page)).toHaveValue('gem');
  await expect(descriptions(page)).toHaveText(['Gem sourcing']);
});

test('a row’s actions come up for a pointer, and for whoever tabs to them', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'Hovered' });
  const page = await enter();
  const edit = page.getByRole('link', { name: 'Edit Hovered' });
  const actions = edit.locator('..');
  await page.mouse.move(0, 0);
  await expect(actions).toHaveCSS('opacity', '0');
  await page.getByRole('row', { name: 'Hovered' }).hover();
  await expect(actions).toHaveCSS('opacity', '1');
  await page.mouse.move(0, 0);
  await expect(actions).toHaveCSS('opacity', '0');
  await page.getByRole('link', { name: 'Hovered', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(edit).toBeFocused();
  await expect(actions).toHaveCSS('opacity', '1');
  await page.keyboard.press('Enter');
  await page.waitForURL(exactly(`${CREDENTIALS}/${id}/edit`));
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });

  test('a row’s actions are there without a pointer, in words, and large enough', async ({ enter, colleague }) => {
    await colleague.create({ description: 'Touched' });
    const page = await enter();
    const edit = page.getByRole('link', { name: 'Edit Touched' });
    const revoke = page.getByRole('button', { name: 'Revoke Touched' });
    for (const action of [edit, revoke]) {
      await expect(action.locator('xpath=ancestor::div[1]')).toHaveCSS('opacity', '1');
      const { height } = (await action.boundingBox())!;
      expect(height).toBeGreaterThanOrEqual(44);
      await expect(action.getByText(/^(Edit|Revoke)/)).toBeInViewport();
    }
    await revoke.tap();
    await expect(page.getByRole('dialog', { name: 'Revoke this API key?' })).toContainText('Touched');
  });
});

test('an organization without keys is told what a key is, and led to the first', async ({ enter }) => {
  const page = await enter();
  await expect(page.getByRole('heading', { name: 'No API keys yet' })).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: 'Create new API key' }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Create new API key');
});

test('a search that finds nothing says so, and is taken back by one button', async ({ enter, colleague }) => {
  await colleague.create({ description: 'There' });
  const page = await enter(`${CREDENTIALS}?search=nowhere&status=revoked`);
  await expect(page.getByRole('heading', { name: 'No key matches “nowhere”' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expect(descriptions(page)).toHaveText(['There']);
  await expect(search(page)).toHaveValue('');
  await page.waitForURL(exactly(CREDENTIALS));
  await page.getByRole('radio', { name: 'Revoked' }).check();
  await expect(page.getByRole('heading', { name: 'No key fits these filters' })).toBeVisible();
});

test('a list that is long in coming shows that it is', async ({ enter, page, colleague }) => {
  await colleague.create({ description: 'In the end' });
  let resolve = () => {};
  const promise = new Promise<void>((go) => (resolve = go));
  await page.route(LIST, async (route) => {
    await promise;
    await route.continue();
  });
  await enter();
  const card = page.getByRole('region', { name: 'API credentials' });
  await expect(card).toHaveAttribute('aria-busy', 'true');
  await expect(card).toContainText('Loading keys…');
  await expect(page.getByRole('table')).toHaveCount(0);
  resolve();
  await expect(descriptions(page)).toHaveText(['In the end']);
  await expect(card).toHaveAttribute('aria-busy', 'false');
});

// The store really stops in `bad-days.spec.ts`; this is its answer, at a moment of the test's choosing.
test('a list that cannot be loaded says why, tries again by itself, and at once when asked', async ({ enter, page, colleague, complaints }) => {
  complaints.announce(/status of 503/);
  await colleague.create({ description: 'Back again' });
  let [answers, down] = [0, true];
  await page.route(LIST, (route) => {
    answers += 1;
    const problem = { type: 'about:blank', title: 'The key store cannot be reached', status: 503, code: 'unavailable', detail: '', request_id: 'r-503' };
    if (!down) return route.continue();
    return route.fulfill({ status: 503, json: problem, headers: { 'Access-Control-Allow-Origin': stack.page }, contentType: 'application/problem+json' });
  });
  await page.clock.install();
  await enter();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The keys could not be loaded');
  await expect(alert).toContainText('Your keys are unaffected, and calls made with them go on.');
  await expect(page.getByRole('main')).toContainText('r-503');
  // Three attempts that nobody asked for, then only those that somebody does.
  const later = async () => {
    await page.clock.fastForward(9_000);
    return answers;
  };
  await expect.poll(later).toBe(4);
  await expect(page.getByRole('main')).not.toContainText('Next attempt');
  for (let minute = 0; minute < 3; minute++) {
    await page.clock.fastForward(60_000);
    await expect(alert).toBeVisible();
  }
  expect(answers).toBe(4);
  down = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(descriptions(page)).toHaveText(['Back again']);
});

test('whatever a key is called is text, and stays within its place', async ({ enter, colleague }) => {
  const hostile = [
    '<img src=x onerror="document.title=`taken`"><script>document.title=`taken`</script>',
    '\u202egnp.exe \u2067right to left\u2069',
    '🌾'.repeat(200),
    `${'W'.repeat(190)} {{7*7}}`,
  ];
  const keys = await colleague.createAll(hostile.map((description) => ({ description, permissions: [] })));
  const page = await enter();
  await expect(descriptions(page)).toHaveText(hostile.toReversed());
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  expect(await fits()).toBe(true);
  for (const [index, { id }] of keys.entries()) {
    await page.getByRole('row').filter({ hasText: id }).getByRole('link').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(hostile[index]);
    await expect(page.getByRole('heading', { name: 'API Key Created' })).toBeVisible();
    expect(await fits()).toBe(true);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await expect(page.getByRole('dialog')).toContainText(hostile[index]);
    await page.keyboard.press('Escape');
    await page.goBack();
    await expect(descriptions(page)).toHaveCount(4);
  }
  await expect(page).toHaveTitle('API Credentials · Granary');
  // What turns the direction of writing ends with the description: it stands by itself.
  await expect(page.locator('bdi', { hasText: 'right to left' })).toHaveText(hostile[1]);
});
