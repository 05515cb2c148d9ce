// A key's own page: what it is, what it may do, what happened to it.

import type { Locator, Page } from '@playwright/test';

import { Admin, newOrganization } from './admin.ts';
import { ENDPOINTS } from './catalogue.ts';
import { CREDENTIALS, NEW_KEY, exactly, keyPage } from './places.ts';
import { expect, test } from './world.ts';

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const facts = (page: Page) => page.getByRole('region', { name: 'Facts' });
const granted = (page: Page) => page.getByRole('region', { name: 'Permissions' });
const history = (page: Page) => page.getByRole('region', { name: /^History/ });

// One thing that happened, by what it is called.
const happened = (page: Page, name: string): Locator =>
  history(page).getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

// What a term stands for.
const fact = (page: Page, term: string): Locator =>
  facts(page).getByRole('definition').and(page.locator(`div:has(> dt:text-is("${term}")) > dd`));

test('the facts are on top, with the id and never the key', async ({ enter, colleague }) => {
  const { id, key } = await colleague.create({ description: 'HRIS Link, nightly', partner: 'hris_link' });
  const page = await enter(keyPage(id));
  await expect(title(page)).toHaveText('HRIS Link, nightly');
  await expect(page).toHaveTitle('HRIS Link, nightly · Granary');
  await expect(page.getByRole('main').getByText('Active', { exact: true })).toBeVisible();
  await expect(fact(page, 'Key ID')).toContainText(id);
  await expect(fact(page, 'API Type')).toHaveText('Harvest');
  await expect(fact(page, 'Partner')).toHaveText('HRIS Link');
  for (const term of ['Created', 'Changed']) {
    await expect(fact(page, term)).toContainText('colleague@example.org');
    await expect(fact(page, term).getByRole('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  }
  await expect(page.locator('body')).not.toContainText(key.slice(-40));
});

test('a lost key is replaced: the advice says how, and leads to the form', async ({ enter, colleague }) => {
  const { id } = await colleague.create();
  const page = await enter(keyPage(id));
  await expect(facts(page)).toContainText('Nobody can read it again, not even Granary.');
  await expect(facts(page)).toContainText('If it is lost: Create new API key, give that one to the integration, and then revoke this one.');
  await facts(page).getByRole('link', { name: 'Create new API key' }).click();
  await page.waitForURL(exactly(NEW_KEY));
});

// Up to the names of what is in braces, where the gateway has its own.
const likePath = (path: string) => new RegExp(`^${path.split(/\{\w+\}/).join('\\{\\w+\\}')}$`);

test('a viewer sees every permission, and nothing to change them with', async ({ enter, colleague }) => {
  const held = ENDPOINTS.filter((_, index) => index % 3 === 0);
  const { id } = await colleague.create({ permissions: held.map((endpoint) => endpoint.id) });
  const page = await enter(keyPage(id), 'viewer');
  const writes = held.filter(({ method }) => method !== 'GET').length;
  await expect(granted(page)).toContainText(
    `${held.length} of ${ENDPOINTS.length} permissions · ${held.length - writes} read, ${writes} write`,
  );
  await granted(page).getByText(`All permitted endpoints (${held.length})`).click();
  for (const group of new Set(held.map((endpoint) => endpoint.group))) {
    const [members, all] = [held, ENDPOINTS].map((some) => some.filter((endpoint) => endpoint.group === group));
    const list = granted(page).locator('section').filter({ has: page.getByRole('heading', { name: `${group} ${members.length} of ${all.length}`, exact: true }) });
    await expect(list.getByRole('listitem'), group).toHaveCount(members.length);
    for (const { method, title } of members) await expect(list).toContainText(`${method}: ${title}`);
    for (const { path } of members) await expect(list.getByText(likePath(path)).first()).toBeVisible();
  }
  await expect(granted(page).getByRole('link', { name: /^Edit/ })).toHaveCount(0);
  await expect(facts(page)).toContainText('If it is lost: have a new API key created');
  await expect(facts(page).getByRole('link')).toHaveCount(0);
});

test('the history tells every kind of change, old and new, newest first', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'First name', permissions: ['jobs.list'] });
  await colleague.update(id, { description: 'Second name' });
  await colleague.update(id, { permissions: ['candidates.list', 'candidates.create'] });
  await colleague.revoke(id);
  await colleague.reenable(id);
  const page = await enter(keyPage(id));
  const newestFirst = ['API Key Re-Enabled', 'API Key Revoked', 'API Key Permissions Updated', 'API Key Updated', 'API Key Created'];
  await expect(history(page).getByRole('heading', { level: 3 })).toHaveText(newestFirst);
  for (const name of newestFirst) {
    await expect(happened(page, name)).toContainText('colleague@example.org');
    await expect(happened(page, name).getByRole('time')).toHaveText(/^\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d$/);
  }

  const created = happened(page, 'API Key Created');
  await expect(created).toContainText('Partner Custom integration');
  await expect(created).toContainText('Description First name');
  await created.getByText('1 permission', { exact: true }).click();
  await expect(created).toContainText('Added: List Jobs');

  await replaced(happened(page, 'API Key Updated'), 'Description', 'First name', 'Second name');
  await replaced(happened(page, 'API Key Revoked'), 'Status', 'Active', 'Revoked');
  await replaced(happened(page, 'API Key Re-Enabled'), 'Status', 'Revoked', 'Active');

  const moved = happened(page, 'API Key Permissions Updated');
  await moved.getByText('2 added, 1 removed').click();
  await expect(moved).toContainText('Candidates 2 added');
  await expect(moved).toContainText('Added: List Candidates');
  await expect(moved).toContainText('Removed: List Jobs');
});

async function replaced(event: Locator, name: string, old: string, now: string) {
  await expect(event.getByRole('paragraph').filter({ hasText: name })).toHaveText(`${name} ${old} →became ${now}`);
  await expect(event.getByRole('deletion')).toHaveText(old);
  await expect(event.getByRole('insertion')).toHaveText(now);
}

test('the history leads to all events of the key, and of no other', async ({ enter, colleague }) => {
  const [, key] = await colleague.createAll([{ description: 'Another' }, { description: 'This one' }]);
  const page = await enter(keyPage(key.id));
  await history(page).getByRole('link', { name: 'All events of this key' }).click();
  await expect(title(page)).toHaveText('Events');
  await expect(page.getByRole('textbox', { name: 'Key' })).toHaveValue(key.id);
  await expect(page.getByRole('link', { name: 'This one' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Another' })).toHaveCount(0);
});

test('revoking and re-enabling are told at once, without leaving the page', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'To and fro' });
  const page = await enter(keyPage(id));
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(dialog).toContainText(id);
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(page.getByRole('main')).toContainText(/No call is accepted with this key since .* UTC\. Revoked by manager@example\.org\./);
  await expect(happened(page, 'API Key Revoked')).toContainText('manager@example.org');
  await expect(page.getByRole('button', { name: 'Revoke', exact: true })).toHaveCount(0);
  expect((await colleague.key(id)).status).toBe('revoked');

  await page.getByRole('button', { name: 'Re-enable' }).click();
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(happened(page, 'API Key Re-Enabled')).toContainText('manager@example.org');
  await expect(page.getByRole('button', { name: 'Revoke', exact: true })).toBeVisible();
  await expect(facts(page)).toContainText('and then revoke this one');
});

const HOSTILE = {
  markup: `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`,
  'right to left': 'Invoice \u202Efdp.exe',
  emoji: '🌾'.repeat(200),
};

for (const [kind, description] of Object.entries(HOSTILE)) {
  test(`a description of ${kind} is shown as it was typed, and is nothing but text`, async ({ enter, colleague }) => {
    const { id } = await colleague.create({ description: 'As it was' });
    await colleague.update(id, { description });
    const page = await enter(keyPage(id));
    await expect(title(page)).toHaveText(description);
    await expect(page).toHaveTitle(`${description} · Granary`);
    await replaced(happened(page, 'API Key Updated'), 'Description', 'As it was', description);
    await expect(page.getByRole('main').locator('img, script')).toHaveCount(0);
    // What turns the direction of writing around must not turn what stands beside it.
    const loose = await page.getByText(description.slice(0, 20)).evaluateAll((found) =>
      found.filter((element) => !['isolate', 'isolate-override', 'plaintext'].includes(getComputedStyle(element).unicodeBidi)).map((element) => element.outerHTML),
    );
    expect(loose).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
}

test('an id of no key says so, and leads back', async ({ enter, complaints }) => {
  // Only an id that could be one is asked for.
  complaints.announce(/status of 404/);
  const page = await enter(keyPage('00000000000000000000000000'));
  await expect(title(page)).toHaveText('There is no such API key');
  await page.goto(keyPage('nonsense'));
  await expect(title(page)).toHaveText('There is no such API key');
  await page.getByRole('main').getByRole('link', { name: 'API Credentials' }).click();
  await page.waitForURL(exactly(CREDENTIALS));
});

test('another organization’s key is no key', async ({ enter, complaints }) => {
  complaints.announce(/status of 404/);
  const foreign = await new Admin(newOrganization()).create({ description: 'Somebody else’s' });
  const page = await enter(keyPage(foreign.id));
  await expect(title(page)).toHaveText('There is no such API key');
  await expect(page.locator('body')).not.toContainText('Somebody else’s');
});

test('from one key to another and back, each page is the key of its address', async ({ enter, colleague }) => {
  const [one, two] = await colleague.createAll([{ description: 'One' }, { description: 'Two', permissions: ['jobs.list'] }]);
  const page = await enter(CREDENTIALS);
  const shows = async (name: string, id: string, count: number) => {
    await page.waitForURL(exactly(keyPage(id)));
    await expect(title(page)).toHaveText(name);
    await expect(fact(page, 'Key ID')).toContainText(id);
    await expect(granted(page)).toContainText(`${count} of ${ENDPOINTS.length} permissions`);
  };
  for (const { description } of [one, two]) {
    await page.getByRole('link', { name: description, exact: true }).click();
    await expect(title(page)).toHaveText(description);
    if (description === 'One') await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'API Credential Management' }).click();
  }
  await shows('Two', two.id, 1);
  await page.goBack();
  await page.waitForURL(exactly(CREDENTIALS));
  await page.goBack();
  await shows('One', one.id, 0);
  await page.goForward();
  await page.goForward();
  await shows('Two', two.id, 1);
});
