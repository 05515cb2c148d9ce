// Days on which something fails: no work is lost, the page says what happened, and then it goes on.
//
// These stop real parts of the stack, one test after the other.

import { readFileSync } from 'node:fs';

import type { Page, Request } from '@playwright/test';

import { bar, box, button, said, save } from './matrix.ts';
import { CREDENTIALS, editPage } from './places.ts';
import { stack } from './stack.ts';
import { expect, signIn, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

// The store's own limits, and the page's, may pass before anything is said.
const PATIENTLY = { timeout: 20_000 };

const pidOf = (part: string): number => JSON.parse(readFileSync(stack.run, 'utf8')).children[part].pid;
const alert = (page: Page, sentence: string) => page.getByRole('alert').filter({ hasText: sentence });

async function whileTheStoreSleeps(work: () => Promise<void>) {
  const store = pidOf('dynamodb');
  process.kill(store, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(store, 'SIGCONT');
  }
}

// Its supervisor starts it again, and then it knows of no refresh token any more.
async function restartIdentityProvider() {
  const before = pidOf('identity');
  process.kill(before, 'SIGKILL');
  await expect.poll(() => pidOf('identity'), PATIENTLY).not.toBe(before);
  const answers = () => fetch(`${stack.identity}/.well-known/openid-configuration`).then(({ ok }) => ok, () => false);
  await expect.poll(answers, PATIENTLY).toBe(true);
}

function changesSent(page: Page): Request[] {
  const sent: Request[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent.push(request);
  });
  return sent;
}

async function signInAgain(page: Page, organization: string, person: 'manager' | 'viewer' = 'manager') {
  const opened = page.waitForEvent('popup');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  const popup = await opened;
  const closed = popup.waitForEvent('close');
  await signIn(popup, organization, person);
  await closed;
}

test('offline, the work stays, and is saved once the connection is back', async ({ enter, colleague, context, complaints }) => {
  complaints.announce(/ERR_INTERNET_DISCONNECTED/);
  const { id } = await colleague.create({ description: 'Before', permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  await context.setOffline(true);
  await expect(page.getByRole('main')).toContainText('This browser is offline.');
  await page.getByLabel('Description').fill('After');
  await save(page).click();
  await expect(alert(page, 'There is no connection to Granary. Nothing here is lost')).toBeVisible();
  await expect(bar(page)).toContainText('1 added, 0 removed, description changed');
  await expect(page.getByLabel('Description')).toHaveValue('After');

  await context.setOffline(false);
  await expect(page.getByRole('main')).not.toContainText('This browser is offline.');
  expect((await colleague.key(id)).version).toBe(1);
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  await expect(page.getByRole('alert').filter({ visible: true })).toHaveCount(0);
  const saved = await colleague.key(id);
  expect([saved.description, saved.permissions.toSorted()]).toEqual(['After', ['jobs.create', 'jobs.list']]);
});

test('without the store, the list says so, and Try again brings it', async ({ enter, page, colleague, complaints }) => {
  complaints.announce(/status of 50[0-9]/);
  await colleague.create({ description: 'Still there' });
  await enter('/configure/dev-center');
  await whileTheStoreSleeps(async () => {
    await page.getByRole('main').getByRole('link', { name: 'API Credential Management' }).click();
    await expect(page.getByRole('main')).toContainText('The key store did not answer.', PATIENTLY);
  });
  await button(page, 'Try again').click();
  await expect(page.getByRole('link', { name: 'Still there', exact: true })).toBeVisible(PATIENTLY);
});

test('without the store, a key cannot be loaded, and Try again brings it', async ({ enter, page, colleague, complaints }) => {
  complaints.announce(/status of 50[0-9]/);
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  await enter('/configure/dev-center');
  await whileTheStoreSleeps(async () => {
    await page.goto(editPage(id));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This key could not be loaded', PATIENTLY);
    await expect(alert(page, 'The key store did not answer. Your keys are unaffected')).toBeVisible();
  });
  await button(page, 'Try again').click();
  await expect(box(page, 'jobs.list')).toBeChecked(PATIENTLY);
});

test('without the store, nothing is saved and nothing lost, and Save works later', async ({ enter, colleague, complaints }) => {
  // What the store was asked while it slept it may still do, which is no conflict with oneself.
  complaints.announce(/status of (50[0-9]|412)/);
  const { id } = await colleague.create({ description: 'Before', permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  await page.getByLabel('Description').fill('After');
  await whileTheStoreSleeps(async () => {
    await save(page).click();
    await expect(alert(page, 'The key store did not answer.')).toBeVisible(PATIENTLY);
    await expect(bar(page)).toContainText('1 added, 0 removed, description changed');
  });
  await save(page).click();
  await expect(bar(page)).toContainText('No changes', PATIENTLY);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const saved = await colleague.key(id);
  expect([saved.description, saved.permissions.toSorted()]).toEqual(['After', ['jobs.create', 'jobs.list']]);
});

test('without the store, a key is not shown as revoked that may not be', async ({ enter, colleague, complaints }) => {
  complaints.announce(/status of 50[0-9]/);
  const { id } = await colleague.create({ description: 'Not sure' });
  const page = await enter();
  await page.getByRole('row', { name: 'Not sure' }).hover();
  await page.getByRole('button', { name: 'Revoke Not sure' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke this API key?' });
  const ok = dialog.getByRole('button', { name: 'OK', exact: true });
  await whileTheStoreSleeps(async () => {
    await ok.click();
    await expect(dialog.getByRole('alert')).toContainText('The key store did not answer.', PATIENTLY);
    await expect(page.locator('tr', { hasText: id })).toContainText('Active');
  });
  await ok.click();
  await expect(dialog).toBeHidden(PATIENTLY);
  await expect(page.getByRole('row', { name: 'Not sure' })).toContainText('Revoked');
  expect((await colleague.key(id)).status).toBe('revoked');
});

test('a sign-in that ended is asked for over the work, which is saved by the next click', async ({ enter, page, organization, colleague, complaints }) => {
  complaints.announce(/status of 400/);
  const { id } = await colleague.create({ description: 'Before', permissions: ['jobs.list'] });
  await page.clock.install();
  await enter(editPage(id));
  const sent = changesSent(page);
  await box(page, 'jobs.create').check();
  await page.getByLabel('Description').fill('After');
  await restartIdentityProvider();
  await page.clock.fastForward('16:00');
  await save(page).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again to go on' });
  await expect(dialog).toContainText('What you have done on this page is kept, and is not saved yet.');
  await expect(dialog.getByRole('button', { name: 'Sign in' })).toBeFocused();

  await signInAgain(page, organization);
  await expect(dialog).toBeHidden();
  await expect(said(page, 'Signed in. Nothing was sent yet.')).toBeAttached();
  await expect(page.getByLabel('Description')).toHaveValue('After');
  await expect(box(page, 'jobs.create')).toBeChecked();
  expect(sent).toEqual([]);
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  expect(sent).toHaveLength(1);
  expect((await colleague.key(id)).description).toBe('After');
});

test('somebody else’s sign-in does not go on with the work', async ({ enter, page, organization, colleague, complaints }) => {
  complaints.announce(/status of 400/);
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  await page.clock.install();
  await enter(editPage(id));
  const sent = changesSent(page);
  await box(page, 'jobs.create').check();
  await restartIdentityProvider();
  await page.clock.fastForward('16:00');
  await save(page).click();
  await signInAgain(page, organization, 'viewer');
  const dialog = page.getByRole('dialog', { name: 'Sign in again to go on' });
  await expect(dialog.getByRole('alert')).toContainText('Somebody else signed in.');
  expect((await colleague.key(id)).version).toBe(1);
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await expect(box(page, 'jobs.create')).toBeChecked();

  // The provider still knows the other one, and is told to ask all the same.
  await save(page).click();
  await signInAgain(page, organization);
  await expect(dialog).toBeHidden();
  await expect(box(page, 'jobs.create')).toBeChecked();
  expect(sent).toEqual([]);
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
});

test('too many requests: how long to wait is counted down, and then Save works', async ({ enter, page, colleague, complaints }) => {
  complaints.announce(/status of 429/);
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  await page.clock.install();
  await enter(editPage(id));
  await box(page, 'jobs.create').check();
  // API Gateway throttles by a rate that no stack on one machine comes to: this one answer is made up.
  await page.route(
    `${stack.admin_api}/keys/${id}`,
    (route) =>
      route.fulfill({
        status: 429,
        headers: {
          'Access-Control-Allow-Origin': stack.page,
          'Access-Control-Expose-Headers': 'Retry-After',
          'Content-Type': 'application/problem+json',
          'Retry-After': '30',
        },
        json: { type: 'about:blank', title: 'Too Many Requests', status: 429, code: 'too_many_requests', detail: '', request_id: 'throttled' },
      }),
    { times: 1 },
  );
  await save(page).click();
  const refused = alert(page, 'Too many requests at once. Nothing was changed.');
  await expect(refused).toContainText(/Granary asks to wait \d\d seconds\./);
  await expect(refused).toContainText('Request throttled');
  await page.clock.runFor('00:31');
  await expect(refused).not.toContainText('Granary asks to wait');
  await expect(bar(page)).toContainText('1 added, 0 removed');
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  await expect(refused).toHaveCount(0);
  expect((await colleague.key(id)).permissions.toSorted()).toEqual(['jobs.create', 'jobs.list']);
});

test('a slow answer shows after 300 ms that it is awaited, and a double click sends once', async ({ enter, page, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  await page.clock.install();
  await enter(editPage(id));
  const sent = changesSent(page);
  await box(page, 'jobs.create').check();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(`${stack.admin_api}/keys/${id}`, async (route) => {
    await held;
    await route.continue();
  });
  await page.clock.pauseAt(Date.now() + 60_000);
  await save(page).dblclick();
  await expect.poll(() => sent.length).toBe(1);
  await page.clock.runFor(299);
  await expect(save(page)).not.toHaveAttribute('aria-busy');
  await page.clock.runFor(1);
  const saving = bar(page).getByRole('button', { name: 'Saving', exact: true });
  await expect(saving).toHaveAttribute('aria-busy', 'true');
  await saving.click();
  await page.keyboard.press('Control+s');
  // Ticked while it was being saved: a change of its own.
  await box(page, 'jobs.update').check();
  release();
  await expect(save(page)).not.toHaveAttribute('aria-busy');
  await expect(bar(page)).toContainText('1 added, 0 removed');
  await expect(box(page, 'jobs.update')).toBeChecked();
  expect(sent).toHaveLength(1);
  const saved = await colleague.key(id);
  expect([saved.version, saved.permissions.toSorted()]).toEqual([2, ['jobs.create', 'jobs.list']]);
});
