// Every page in every state: for screen readers, keyboards, narrow windows, both themes and still eyes.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import type { Admin, Key } from './admin.ts';
import { make } from './creation.ts';
import { bar, box } from './matrix.ts';
import { CREDENTIALS, DEV_CENTER, EVENTS, NEW_KEY, editPage, keyPage } from './places.ts';
import { type Person, expect, test as base } from './world.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// The last is 1280 pixels wide at 200 %.
const WIDTHS = [1280, 360, 640];

interface Keys {
  active: Key;
  revoked: Key;
}

// What is done on a page to bring it into a state; the one after it goes on from there, unless it has an address.
interface State {
  name: string;
  at?: (keys: Keys) => string;
  enter?: (page: Page, keys: Keys) => Promise<unknown>;
  // What must be on the screen.
  shows: (page: Page) => ReturnType<Page['locator']>;
  leave?: (page: Page) => Promise<unknown>;
}

const title = (text: string) => (page: Page) => page.getByRole('heading', { level: 1, name: text });
const dialog = (text: string) => (page: Page) => page.getByRole('dialog', { name: text });
const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
const within = (name: string) => (page: Page) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const escape = (page: Page) => page.keyboard.press('Escape');

const LISTS: State[] = [
  { name: 'dev center', at: () => DEV_CENTER, shows: title('Dev Center') },
  { name: 'list', at: () => CREDENTIALS, shows: (page) => page.getByRole('table', { name: 'API credentials' }) },
  { name: 'account menu', enter: (page) => page.getByLabel('Account: ').click(), shows: (page) => page.getByRole('button', { name: 'Sign out' }), leave: escape },
  {
    name: 'revoke dialog',
    enter: (page) => page.getByRole('button', { name: /^Revoke / }).first().click(),
    shows: dialog('Revoke this API key?'),
    leave: within('Cancel'),
  },
  { name: 'none found', at: () => `${CREDENTIALS}?search=nothing-of-the-kind`, shows: (page) => page.getByRole('heading', { name: /^No key matches/ }) },
  { name: 'events', at: () => EVENTS, shows: (page) => page.getByRole('table', { name: /^Events/ }) },
  { name: 'no event found', at: () => `${EVENTS}?key=nothing-of-the-kind`, shows: (page) => page.getByRole('heading', { name: 'No event found' }) },
  { name: 'not found', at: () => `${DEV_CENTER}/nowhere`, shows: title('There is no such page') },
];

const KEYS: State[] = [
  { name: 'active key', at: ({ active }) => keyPage(active.id), shows: title('Nightly import') },
  {
    name: 'permissions and changes unfolded',
    enter: async (page) => {
      await page.getByText(/^All permitted endpoints/).click();
      await page.getByText('1 added, 1 removed').click();
    },
    shows: (page) => page.getByText('Removed: List Jobs'),
  },
  { name: 'revoked key', at: ({ revoked }) => keyPage(revoked.id), shows: title('Careers site') },
  { name: 're-enable dialog', enter: press('Re-enable'), shows: dialog('Re-enable this API key?'), leave: within('Cancel') },
  { name: 'no such key', at: () => keyPage('nonsense'), shows: title('There is no such API key') },
];

const EDITS: State[] = [
  { name: 'edit', at: ({ active }) => editPage(active.id), shows: (page) => page.getByRole('region', { name: 'Save' }) },
  {
    name: 'edit with changes',
    enter: async (page) => {
      await box(page, 'candidates.list').click();
      await box(page, 'candidates.delete').click();
      await page.getByRole('textbox', { name: 'Description' }).fill('Weekly import');
    },
    shows: (page) => bar(page).getByText('1 added, 1 removed, description changed'),
  },
  { name: 'review dialog', enter: press('Review changes'), shows: dialog('1 added, 1 removed, description changed'), leave: within('Back to editing') },
  { name: 'discard dialog', enter: press('Discard'), shows: dialog('Discard 3 changes?'), leave: within('Keep editing') },
  {
    name: 'copy dialog',
    enter: press('Copy from another key…'),
    shows: dialog('Copy from another key'),
    leave: within('Cancel'),
  },
  {
    name: 'leave dialog of edit',
    enter: (page) => page.getByRole('link', { name: 'Granary', exact: true }).click(),
    shows: dialog('Leave without saving?'),
    leave: within('Leave'),
  },
];

const CREATION: State[] = [
  { name: 'create form', at: () => NEW_KEY, shows: title('Create new API key') },
  { name: 'form with errors', enter: press('Manage Permissions'), shows: (page) => page.getByText(/^Choose a partner from the list/) },
  { name: 'open combobox', enter: (page) => page.getByRole('combobox', { name: 'Partner' }).fill('h'), shows: (page) => page.getByRole('option', { name: /^HRIS Link/ }), leave: escape },
  { name: 'chosen partner', enter: (page) => page.getByRole('combobox', { name: 'Partner' }).fill('HRIS Link'), shows: title('Create new API key') },
  { name: 'key, once', enter: (page) => make(page, 'HRIS Link', 'Once only'), shows: title('Store your API key') },
  {
    name: 'leave dialog of the key',
    enter: (page) => page.getByRole('link', { name: 'Events' }).first().click(),
    shows: dialog('Leave without storing the API key?'),
    leave: within('Leave'),
  },
];

const VIEWER: State[] = [
  { name: 'list of a viewer', at: () => CREDENTIALS, shows: (page) => page.getByText(/^You can look at API credentials/) },
  { name: 'key of a viewer', at: ({ active }) => keyPage(active.id), shows: (page) => page.getByText(/^You can look at this key/) },
  { name: 'edit of a viewer', at: ({ active }) => editPage(active.id), shows: (page) => page.getByText(/^You can look at API credentials/) },
];

const FORBIDDEN: State[] = [{ name: 'forbidden', shows: title('You lack a permission') }];

const ENDED: State[] = [
  {
    name: 'session ended',
    enter: async (page) => {
      await page.getByLabel('Account: ').click();
      await page.getByRole('button', { name: 'Sign out' }).click();
    },
    shows: title('You are signed out'),
  },
];

const EMPTY: State[] = [
  { name: 'empty list', at: () => CREDENTIALS, shows: (page) => page.getByRole('heading', { name: 'No API keys yet' }) },
  { name: 'no events', at: () => EVENTS, shows: (page) => page.getByRole('heading', { name: 'No events yet' }) },
];

// States that follow each other in one window, and who sees them.
const WALKS: [name: string, states: State[], person?: Person][] = [
  ['lists', LISTS],
  ['keys', KEYS],
  ['edits', EDITS],
  ['creation', CREATION],
  ['a viewer', VIEWER, 'viewer'],
  ['an outsider', FORBIDDEN, 'outsider'],
  ['nothing yet', EMPTY],
  ['the way out', ENDED],
];

async function fill(colleague: Admin): Promise<Keys> {
  const long = 'Assessments, a pilot with a description that goes on for as long as anybody would care to type it '.repeat(2).trim();
  const [active, revoked] = await colleague.createAll([
    { description: 'Nightly import', partner: 'hris_link', permissions: ['jobs.list', 'candidates.create'] },
    { description: 'Careers site', permissions: ['job_posts.list'] },
    { description: long, partner: 'unlisted_vendor' },
    { description: 'x'.repeat(100) },
  ]);
  await colleague.update(active.id, { permissions: ['candidates.create', 'candidates.delete'] });
  await colleague.revoke(revoked.id);
  return { active, revoked };
}

const test = base.extend<{ keys: () => Promise<Keys> }>({
  keys: async ({ colleague }, use) => use(() => fill(colleague)),
});

// Each walk asks axe four times for every state, on as few cores as there are.
test.setTimeout(300_000);

// Soft, so that one run names everything that is wrong.
async function inspect(page: Page, name: string) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wide, `${name}: pixels that are scrolled sideways at ${width}`).toBeLessThanOrEqual(0);
    if (width === 640) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`));
      expect.soft(found, `${name}, ${colorScheme}, ${width}`).toEqual([]);
      const path = test.info().outputPath(`${name}-${colorScheme}-${width}.png`.replaceAll(/[ ,]+/g, '-'));
      await page.screenshot({ path, fullPage: true });
      await test.info().attach(`${name}, ${colorScheme}, ${width}`, { path });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

for (const [walk, states, person] of WALKS) {
  test(`${walk}: ${states.map(({ name }) => name).join(', ')}`, async ({ enter, keys }) => {
    const there = states === EMPTY ? ({} as Keys) : await keys();
    const page = await enter(states[0].at?.(there) ?? CREDENTIALS, person);
    for (const [index, state] of states.entries()) {
      if (index > 0 && state.at) await page.goto(state.at(there));
      await state.enter?.(page, there);
      await expect(state.shows(page)).toBeVisible();
      await inspect(page, state.name);
      await state.leave?.(page);
    }
  });
}

// What has the focus, if that shows: a ring of its own, or of the field around it.
function ring(): { name: string; shows: boolean } | null {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const rings = [focused, focused.parentElement!].map((element) => getComputedStyle(element));
  const shows = rings.some(({ outlineStyle, outlineWidth, opacity }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && opacity !== '0');
  // The browser draws the ring of a date's own parts within the field.
  if (focused.matches('input[type=date]')) return { name: 'a date', shows: true };
  const { width, height } = focused.getBoundingClientRect();
  return { name: focused.outerHTML.slice(0, 120), shows: shows && width > 1 && height > 1 };
}

test('whatever the keyboard reaches shows that it has the focus', async ({ enter, keys }) => {
  const { active } = await keys();
  const page = await enter(CREDENTIALS);
  for (const address of [CREDENTIALS, NEW_KEY, keyPage(active.id), editPage(active.id), EVENTS]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.getByRole('main').getByRole('link').last().or(page.getByRole('main').getByRole('button').last()).first().waitFor();
    const reached = [];
    for (let stop = 0; stop < 60; stop++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(ring);
      if (!focused) break;
      reached.push(focused);
    }
    expect(reached.length, address).toBeGreaterThan(10);
    expect.soft(reached.filter(({ shows }) => !shows).map(({ name }) => name), address).toEqual([]);
  }
});

// Everything that would move, and for how many seconds.
const moves = () =>
  [...document.querySelectorAll('*')].flatMap((element) => {
    const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
    const seconds = [transitionDuration, animationDuration].flatMap((list) => list.split(',')).map(parseFloat);
    return Math.max(...seconds) > 0.001 || scrollBehavior === 'smooth' ? [element.outerHTML.slice(0, 80)] : [];
  });

test('nothing moves for those who asked for less motion', async ({ enter, keys }) => {
  const { active } = await keys();
  const page = await enter(editPage(active.id));
  await expect(box(page, 'candidates.list')).toBeVisible();
  expect(await page.evaluate(moves)).not.toEqual([]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await page.evaluate(moves)).toEqual([]);
});
