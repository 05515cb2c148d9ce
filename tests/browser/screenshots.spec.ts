// The pictures in `docs/screenshots`, taken anew when GRANARY_SCREENSHOTS is set.

import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';

import type { Key } from './admin.ts';
import { ENDPOINTS } from './catalogue.ts';
import { make } from './creation.ts';
import { bar, box, membersOf } from './matrix.ts';
import { CREDENTIALS, NEW_KEY, editPage } from './places.ts';
import { stack } from './stack.ts';
import { expect, test as base } from './world.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

const READS = ENDPOINTS.filter(({ method }) => method === 'GET').map(({ id }) => id);
const CANDIDATES = membersOf('Candidates').map(({ id }) => id);
const INTERVIEWS = membersOf('Scheduled Interviews').map(({ id }) => id);

// Oldest first: when each was made, and since when it is revoked.
const KEYS = [
  { partner: 'clearchecks', description: 'Background checks, US', made: '2025-03-11T09:14:00.000Z', ended: '2026-01-08T16:02:00.000Z' },
  { partner: 'hris_link', description: 'HRIS Link, nightly import', made: '2025-04-02T13:40:00.000Z' },
  { partner: 'custom_integration', description: 'Data warehouse, read only', permissions: READS, made: '2025-06-17T08:05:00.000Z' },
  { partner: 'rolepoint', description: 'RolePoint referrals', made: '2025-09-30T10:21:00.000Z', ended: '2026-06-30T07:30:00.000Z' },
  { partner: 'fivetran', description: 'Fivetran connector, people analytics', made: '2025-11-12T15:48:00.000Z' },
  { partner: 'custom_integration', description: 'Careers site', permissions: CANDIDATES.slice(0, 4), made: '2026-02-03T11:11:00.000Z' },
  { partner: 'gem', description: 'Gem sourcing', made: '2026-03-19T14:26:00.000Z' },
  { partner: 'unlisted_vendor', description: 'Assessment vendor, pilot', permissions: CANDIDATES.slice(0, 9), made: '2026-05-05T09:37:00.000Z' },
  { partner: 'metaview', description: 'Metaview notes', made: '2026-07-22T12:00:00.000Z' },
  { partner: 'personio', description: 'Personio hires, Munich', made: '2026-09-01T07:55:00.000Z' },
  { partner: 'modernloop', description: 'ModernLoop scheduling', made: '2026-10-14T16:44:00.000Z' },
  { partner: 'goodtime_hire', description: 'GoodTime Hire scheduling', permissions: INTERVIEWS, made: '2026-11-12T10:09:00.000Z' },
];

// The organization's name is in the bar; another one each time, so that it has just these keys.
const test = base.extend<{ keys: Key[] }>({
  organization: async ({}, use) => use(`ryefield-${randomBytes(2).toString('hex')}`),
  keys: async ({ colleague, page }, use) => {
    const keys = await colleague.createAll(KEYS);
    for (const [index, { ended }] of KEYS.entries()) if (ended) await colleague.revoke(keys[index].id);
    await backdate(page, keys);
    await use(keys);
  },
});

test.use({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });

// The API takes its own clock's time: what a year has left behind is told by the list's answer only.
async function backdate(page: Page, keys: Key[]) {
  const index = (id: string) => keys.findIndex((key) => key.id === id);
  await page.route(`${stack.admin_api}/keys?*`, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    const answer = await response.json();
    for (const key of answer.keys) {
      const known = KEYS[index(key.id)];
      if (known) Object.assign(key, { created_at: known.made, updated_at: known.ended ?? known.made });
    }
    await route.fulfill({ response, json: answer });
  });
}

async function take(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: `${FOLDER}${name}-${colorScheme}.png`, animations: 'disabled', caret: 'hide' });
  }
}

test('the list', async ({ keys, enter }) => {
  const page = await enter(CREDENTIALS);
  await expect(page.getByRole('row')).toHaveCount(keys.length + 1);
  await take(page, 'list');
});

test('a key, the one time it is shown', async ({ enter, colleague }) => {
  const page = await enter(NEW_KEY);
  const { id } = await make(page, 'GoodTime Hire', 'GoodTime Hire scheduling');
  await take(page, 'once');
  await colleague.revoke(id);
});

test('permissions, some of them changed', async ({ enter, colleague }) => {
  const description = 'GoodTime Hire scheduling';
  const permissions = [...INTERVIEWS, ...CANDIDATES, 'applications.list', 'applications.retrieve', 'applications.update'];
  const { id } = await colleague.create({ partner: 'goodtime_hire', description, permissions });
  const page = await enter(editPage(id));
  for (const changed of ['applications.update', 'applications.advance', 'applications.move']) await box(page, changed).click();
  await expect(bar(page)).toContainText('2 added, 1 removed');
  await page.evaluate(() => scrollTo(0, 0));
  await take(page, 'permissions');
});
