// The organization's history: what is in the table, what the filters leave of it, and what an export holds.

import { readFile } from 'node:fs/promises';

import type { Locator, Page } from '@playwright/test';

import { EVENTS, exactly, keyPage } from './places.ts';
import { expect, test } from './world.ts';

const table = (page: Page) => page.getByRole('table', { name: 'Events, newest first, times in UTC' });

// The events that are shown; a day's heading is a row, too, but no event.
const rows = (page: Page): Locator => table(page).getByRole('row').filter({ has: page.getByRole('cell') });

// In the table's order: what happened to which key.
async function shown(page: Page, expected: [event: string, description: string][]) {
  await expect(rows(page)).toHaveText(expected.map(([event, description]) => new RegExp(`${event}${description}`)));
}

const field = (page: Page, label: string) => page.getByRole('form', { name: 'Filter events' }).getByLabel(label, { exact: true });

const CREATED = 'API Key Created';
const UPDATED = 'API Key Updated';
const REVOKED = 'API Key Revoked';
const PERMISSIONS = 'API Key Permissions Updated';

test('the table says when, what, which key, who, from where, old and new', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'HRIS Link', partner: 'hris_link' });
  await colleague.update(id, { description: 'HRIS nightly' });
  await colleague.update(id, { permissions: ['jobs.list'] });
  await colleague.revoke(id);
  const page = await enter(EVENTS);
  await expect(table(page).getByRole('columnheader')).toHaveText(['Time (UTC)', 'Event', 'Key', 'Who', 'Old → new']);
  await shown(page, [
    [REVOKED, 'HRIS nightly'],
    [PERMISSIONS, 'HRIS nightly'],
    [UPDATED, 'HRIS nightly'],
    [CREATED, 'HRIS Link'],
  ]);
  const [first] = await colleague.events(id);
  const cells = rows(page).first().getByRole('cell');
  await expect(cells.nth(0).getByRole('time')).toHaveAttribute('datetime', first.time);
  await expect(cells.nth(0)).toHaveText(first.time.slice(11, 16));
  await expect(cells.nth(2)).toContainText(id);
  await expect(cells.nth(3)).toHaveText(/colleague@example\.org\s*127\.0\.0\.1/);
  await expect(cells.nth(4)).toHaveText('Status Active →became Revoked');
  await expect(rows(page).nth(2).getByRole('cell').last()).toHaveText('Description HRIS Link →became HRIS nightly');
  await expect(rows(page).nth(3).getByRole('cell').last()).toContainText('Partner HRIS Link');

  await rows(page).nth(1).getByText('1 added').click();
  await expect(rows(page).nth(1)).toContainText('Added: List Jobs');
  await rows(page).nth(1).getByRole('link', { name: 'HRIS nightly' }).click();
  await page.waitForURL(exactly(keyPage(id)));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('HRIS nightly');
});

test('an organization without events is told so', async ({ enter }) => {
  const page = await enter(EVENTS);
  await expect(page.getByRole('heading', { name: 'No events yet' })).toBeVisible();
  await expect(table(page)).toHaveCount(0);
});

test('every filter is in the URL: a reload keeps it, and Back takes it back', async ({ enter, colleague }) => {
  const [one, two] = await colleague.createAll([{ description: 'Orchard' }, { description: 'Meadow' }]);
  await colleague.revoke(one.id);
  const page = await enter(EVENTS);
  await shown(page, [[REVOKED, 'Orchard'], [CREATED, 'Meadow'], [CREATED, 'Orchard']]);

  // Somebody else's doing, for there to be a choice.
  await page.getByRole('link', { name: 'Meadow' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'OK' }).click();
  await expect(page.getByRole('heading', { name: REVOKED })).toBeVisible();
  await page.getByRole('navigation', { name: 'Configure' }).getByRole('link', { name: 'Events' }).click();
  await shown(page, [[REVOKED, 'Meadow'], [REVOKED, 'Orchard'], [CREATED, 'Meadow'], [CREATED, 'Orchard']]);

  await field(page, 'Event').selectOption(REVOKED);
  await page.waitForURL(exactly(`${EVENTS}?event=revoked`));
  await shown(page, [[REVOKED, 'Meadow'], [REVOKED, 'Orchard']]);
  await field(page, 'Who').selectOption('manager@example.org');
  await page.waitForURL((url) => !!url.searchParams.get('actor'));
  await shown(page, [[REVOKED, 'Meadow']]);
  await expect(page.getByText('1 of 4 events')).toBeVisible();

  await page.reload();
  await shown(page, [[REVOKED, 'Meadow']]);
  await expect(field(page, 'Event')).toHaveValue('revoked');
  await expect(field(page, 'Who').getByRole('option', { selected: true })).toHaveText('manager@example.org');

  await page.getByRole('link', { name: 'Meadow' }).click();
  await page.waitForURL(exactly(keyPage(two.id)));
  await page.goBack();
  await shown(page, [[REVOKED, 'Meadow']]);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.waitForURL(exactly(EVENTS));
  await expect(rows(page)).toHaveCount(4);
  await page.goBack();
  await shown(page, [[REVOKED, 'Meadow']]);
});

test('a key is found by a part of its description, old or new, and by its id', async ({ enter, colleague }) => {
  const [one, two] = await colleague.createAll([{ description: 'Orchard' }, { description: 'Meadow' }]);
  await colleague.update(one.id, { description: 'Vineyard' });
  const page = await enter(EVENTS);
  await field(page, 'Key').fill('ORCH');
  await shown(page, [[UPDATED, 'Vineyard'], [CREATED, 'Orchard']]);
  await page.waitForURL(exactly(`${EVENTS}?key=ORCH`));
  await field(page, 'Key').fill(two.id);
  await shown(page, [[CREATED, 'Meadow']]);
  await page.waitForURL(exactly(`${EVENTS}?key=${two.id}`));
  await page.reload();
  await shown(page, [[CREATED, 'Meadow']]);
});

test('days are in UTC, both are included, and the wrong way around is said', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'Orchard' });
  const [{ time }] = await colleague.events(id);
  const today = time.slice(0, 10);
  const other = (days: number) => new Date(Date.parse(time) + days * 86_400_000).toISOString().slice(0, 10);
  const page = await enter(EVENTS);
  await field(page, 'From').fill(today);
  await field(page, 'To').fill(today);
  await page.waitForURL(exactly(`${EVENTS}?from=${today}&to=${today}`));
  await shown(page, [[CREATED, 'Orchard']]);
  await field(page, 'From').fill(other(-2));
  await field(page, 'To').fill(other(-1));
  await expect(page.getByRole('heading', { name: 'No event found' })).toBeVisible();
  await field(page, 'From').fill(other(1));
  await expect(page.getByText('The first day is after the last one.')).toBeVisible();
  await expect(field(page, 'To')).toHaveAttribute('aria-invalid', 'true');
});

test('where nothing fits, one click shows everything again', async ({ enter, colleague }) => {
  await colleague.create({ description: 'Orchard' });
  const page = await enter(`${EVENTS}?event=re-enabled&key=orchard`);
  await expect(page.getByRole('heading', { name: 'No event found' })).toBeVisible();
  await expect(page.getByText(/^None of 1 events.* fits these filters\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.waitForURL(exactly(EVENTS));
  await shown(page, [[CREATED, 'Orchard']]);
  await expect(field(page, 'Key')).toHaveValue('');
  await expect(field(page, 'Event')).toHaveValue('');
});

// RFC 4180: records end with CRLF, quotes within quotes are doubled.
function parse(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, cell, end] of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)) {
    records.at(-1)!.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n') records.push([]);
  }
  expect(records.pop()).toEqual([]);
  return records;
}

async function exported(page: Page): Promise<Record<string, string>[]> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^granary-events-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text[0]).toBe('\uFEFF');
  const [names, ...records] = parse(text.slice(1));
  expect(names).toEqual([
    'time',
    'event',
    'key_id',
    'key_description',
    'actor_id',
    'actor_name',
    'actor_email',
    'source_ip',
    'request_id',
    'changes',
    'permissions_added',
    'permissions_removed',
  ]);
  for (const record of records) expect(record).toHaveLength(names.length);
  await expect(page.getByText(`exported to ${file.suggestedFilename()}.`).first()).toBeVisible();
  return records.map((record) => Object.fromEntries(record.map((cell, index) => [names[index], cell])));
}

test('an export is what the filters leave, in full, and no spreadsheet computes it', async ({ enter, colleague }) => {
  const formula = '=HYPERLINK("https://evil.example","Click")';
  const odd = 'Comma, "quote" and 🌾';
  const [{ id }, plain] = await colleague.createAll([{ description: odd }, { description: 'Plain', permissions: ['jobs.list'] }]);
  await colleague.update(id, { description: formula });
  await colleague.update(plain.id, { permissions: ['candidates.list', 'candidates.create'] });
  const page = await enter(EVENTS);
  await expect(rows(page)).toHaveCount(4);

  const all = await exported(page);
  expect(all.map(({ event, key_description }) => [event, key_description])).toEqual([
    [PERMISSIONS, 'Plain'],
    [UPDATED, `'${formula}`],
    [CREATED, 'Plain'],
    [CREATED, odd],
  ]);
  const [moved, renamed] = all;
  const [event] = await colleague.events(plain.id);
  expect(moved).toMatchObject({ time: event.time, key_id: plain.id, actor_email: 'colleague@example.org', permissions_removed: 'jobs.list' });
  expect(moved.permissions_added.split(' ').sort()).toEqual(['candidates.create', 'candidates.list']);
  expect(renamed.changes).toBe(`Description: ${odd} → ${formula}`);

  await field(page, 'Event').selectOption(CREATED);
  await expect(rows(page)).toHaveCount(2);
  expect((await exported(page)).map(({ key_description }) => key_description)).toEqual(['Plain', odd]);
});

test('an export holds every event, also those that no page has shown yet', async ({ enter, colleague }) => {
  const keys = await Promise.all(Array.from({ length: 105 }, (_, index) => colleague.create({ description: `Key ${index}` })));
  const page = await enter(EVENTS);
  await expect(rows(page)).toHaveCount(100);
  const all = await exported(page);
  expect(all.map(({ key_id }) => key_id).sort()).toEqual(keys.map(({ id }) => id).sort());
});
