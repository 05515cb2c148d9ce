// Manage permissions: what a key may do is seen, found, changed, looked over, saved, and so from then on.

import type { Page } from '@playwright/test';

import { ENDPOINTS, endpoint, labelOf } from './catalogue.ts';
import { call } from './harvest.ts';
import { GROUPS, bar, box, boxes, button, everything, group, groupBox, membersOf, said, save, search } from './matrix.ts';
import { CREDENTIALS, editPage, exactly, keyPage } from './places.ts';
import { expect, test } from './world.ts';

const READS = ENDPOINTS.filter(({ method }) => method === 'GET');
const filter = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Show', exact: true }).getByRole('button', { name: new RegExp(`^${name} \\d+$`) });
// Parameters have other names in the reference than in the deployed API.
const pathOf = (text: string) => text.replaceAll(/\{\w+\}/g, '{}');
const toLeave = (page: Page) => page.getByRole('dialog', { name: 'Leave without saving?' });

test('every endpoint is there, under its group, by method, name and path', async ({ enter, colleague }) => {
  const { id } = await colleague.create();
  const page = await enter(editPage(id));
  expect([ENDPOINTS.length, GROUPS.length]).toEqual([142, 27]);
  await button(page, 'Expand all').click();
  await expect(boxes(page)).toHaveCount(ENDPOINTS.length);
  for (const name of GROUPS) {
    const members = membersOf(name);
    await expect(group(page, name)).toContainText(`0 of ${members.length}`);
    const rows = (await group(page, name).getByRole('listitem').allTextContents()).map((text) => pathOf(text.replace(/(Deprecated)?AddedRemoved$/, '')));
    expect(rows.toSorted()).toEqual(members.map((member) => pathOf(labelOf(member) + member.path)).toSorted());
  }
  const deprecated = ENDPOINTS.filter((one) => one.deprecated);
  await expect(page.getByRole('checkbox', { name: /Deprecated$/ })).toHaveCount(deprecated.length);
  for (const { id } of deprecated) await expect(box(page, id)).toHaveAccessibleName(/Deprecated$/);
});

test('a group shows how much of it is granted, and is ticked and unticked at once', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list', 'sources.list'] });
  const page = await enter(editPage(id));
  const [jobs, all] = [group(page, 'Jobs'), groupBox(page, 'Jobs')];
  await expect(all).toBeChecked({ indeterminate: true });
  await expect(groupBox(page, 'Sources')).toBeChecked();
  await expect(groupBox(page, 'Offices')).not.toBeChecked();
  await expect(jobs).toContainText('1 of 8');

  await all.click();
  await expect(all).toBeChecked();
  await expect(jobs).toContainText('8 of 8');
  await expect(jobs).toContainText('7 added');
  for (const { id } of membersOf('Jobs')) await expect(box(page, id)).toBeChecked();
  await expect(bar(page)).toContainText('7 added, 0 removed');

  await all.click();
  await expect(all).not.toBeChecked();
  await expect(jobs).toContainText('0 of 8');
  await expect(jobs).toContainText('1 removed');
  await expect(box(page, 'jobs.list')).toHaveAccessibleName(/Removed$/);
  await box(page, 'jobs.create').check();
  await expect(all).toBeChecked({ indeterminate: true });
  await expect(box(page, 'jobs.create')).toHaveAccessibleName(/Added$/);
  await expect(bar(page)).toContainText('1 added, 1 removed');
});

test('Select all ticks everything, then nothing, and the count follows', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await expect(page.getByRole('main')).toContainText('1 of 142 selected');
  await expect(everything(page)).toBeChecked({ indeterminate: true });
  await everything(page).click();
  await expect(everything(page)).toBeChecked();
  await expect(page.getByRole('main')).toContainText('142 of 142 selected');
  await expect(page.getByRole('main')).toContainText('142 of 142 permissions · was 1');
  await expect(said(page, '142 of 142 selected.')).toBeAttached();
  for (const name of GROUPS) await expect(groupBox(page, name)).toBeChecked();
  await everything(page).click();
  await expect(everything(page)).not.toBeChecked();
  await expect(page.getByRole('main')).toContainText('0 of 142 selected');
  await expect(bar(page)).toContainText('0 added, 1 removed');
});

test('Only reads and Nothing', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.create', 'jobs.list'] });
  const page = await enter(editPage(id));
  await button(page, 'Only reads').click();
  await expect(page.getByRole('main')).toContainText(`${READS.length} of 142 selected`);
  await expect(bar(page)).toContainText(`${READS.length - 1} added, 1 removed`);
  await button(page, 'Collapse all').click();
  await button(page, 'Expand all').click();
  await expect(page.getByRole('checkbox', { name: /^([+−] )?GET: /, checked: true })).toHaveCount(READS.length);
  await expect(page.getByRole('checkbox', { name: /^([+−] )?[A-Z]+ ?: /, checked: true })).toHaveCount(READS.length);
  await button(page, 'Nothing').click();
  await expect(page.getByRole('checkbox', { name: /^([+−] )?[A-Z]+ ?: /, checked: true })).toHaveCount(0);
  await expect(bar(page)).toContainText('0 added, 2 removed');
});

for (const [how, text, found] of [
  ['name', 'list close reasons', ['close_reasons.list']],
  ['path', '/v1/close_reasons', ['close_reasons.list']],
  ['method and path, in any order', 'close_reasons  get', ['close_reasons.list']],
  ['group', 'SCORECARDS', ['scorecards.list_for_application', 'scorecards.list', 'scorecards.retrieve']],
] as const) {
  test(`a search by ${how} opens what it finds, and hides the rest until it is over`, async ({ enter, colleague }) => {
    const { id } = await colleague.create({ permissions: ['sources.list'] });
    const page = await enter(editPage(id));
    await expect(boxes(page)).toHaveCount(1);
    await search(page).fill(text);
    await expect(boxes(page)).toHaveCount(found.length);
    for (const id of found) await expect(box(page, id)).toBeVisible();
    await expect(group(page, 'Sources')).toBeHidden();
    await expect(said(page, `${found.length} permission${found.length === 1 ? '' : 's'} shown.`)).toBeAttached();
    await search(page).press('Escape');
    await expect(search(page)).toHaveValue('');
    await expect(boxes(page)).toHaveCount(1);
    await expect(box(page, 'sources.list')).toBeVisible();
  });
}

test('a search that finds nothing says so, and shows all again', async ({ enter, colleague }) => {
  const { id } = await colleague.create();
  const page = await enter(editPage(id));
  await search(page).fill('zebra');
  await expect(page.getByRole('main')).toContainText('No permission fits “zebra”. All 142 permissions are still there.');
  await expect(everything(page)).toBeDisabled();
  await button(page, 'Show all').click();
  await expect(search(page)).toHaveValue('');
  await expect(search(page)).toBeFocused();
  for (const name of GROUPS) await expect(group(page, name)).toBeVisible();
});

test('what a search hides is not ticked with its group', async ({ enter, colleague }) => {
  const { id } = await colleague.create();
  const page = await enter(editPage(id));
  await search(page).fill('transfer_to_job');
  await page.getByRole('checkbox', { name: 'All 1 shown of Applications' }).check();
  await expect(group(page, 'Applications')).toContainText('1 of 14');
  await expect(everything(page)).toHaveAccessibleName('Select all 1 shown');
  await search(page).fill('scorecards');
  await everything(page).check();
  await search(page).fill('');
  await expect(page.getByRole('main')).toContainText('4 of 142 selected');
  await expect(groupBox(page, 'Applications')).toBeChecked({ indeterminate: true });
  await expect(groupBox(page, 'Scorecards')).toBeChecked();
});

test('filters count, show one kind, and take no row from under the hand', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list', 'jobs.create'] });
  const page = await enter(editPage(id));
  const writes = ENDPOINTS.length - READS.length;
  for (const [name, count] of [['All', 142], ['Selected', 2], ['Changed', 0], ['Writes', writes], ['Deprecated', 7]] as const) {
    await expect(filter(page, name)).toHaveAccessibleName(`${name} ${count}`);
    await filter(page, name).click();
    await expect(filter(page, name)).toHaveAttribute('aria-pressed', 'true');
    if (count === 0) await expect(page.getByRole('main')).toContainText('No permission is of this kind.');
    if (name !== 'All') await expect(boxes(page)).toHaveCount(count);
  }
  await filter(page, 'Deprecated').click();
  await expect(filter(page, 'All')).toHaveAttribute('aria-pressed', 'true');

  await filter(page, 'Selected').click();
  await box(page, 'jobs.create').uncheck();
  await expect(filter(page, 'Selected')).toHaveAccessibleName('Selected 1');
  await expect(box(page, 'jobs.create')).toBeVisible();
  await filter(page, 'Changed').click();
  await expect(boxes(page)).toHaveCount(1);
  await expect(box(page, 'jobs.create')).toBeVisible();
  await search(page).fill('candidates');
  await expect(boxes(page)).toHaveCount(0);
});

test('groups open and close, one by one and all at once, and the index leads to each', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await expect(boxes(page)).toHaveCount(membersOf('Jobs').length);
  await button(page, 'Collapse all').click();
  await expect(boxes(page)).toHaveCount(0);
  await group(page, 'Offices').getByText('0 of 4').click();
  await expect(boxes(page)).toHaveCount(4);
  await group(page, 'Offices').getByText('0 of 4').click();
  await button(page, 'Expand all').click();
  await expect(boxes(page)).toHaveCount(ENDPOINTS.length);
  await button(page, 'Collapse all').click();

  await page.setViewportSize({ width: 1440, height: 800 });
  const index = page.getByRole('navigation', { name: 'Groups' });
  const counts = GROUPS.map((name) => `${name} ${name === 'Jobs' ? 1 : 0} / ${membersOf(name).length}`);
  await expect(index.getByRole('link')).toHaveCount(GROUPS.length);
  const shown = await index.getByRole('link').allTextContents();
  expect(shown.map((text) => text.replace(/ ?(\d+ \/)/, ' $1')).toSorted()).toEqual(counts.toSorted());
  await index.getByRole('link', { name: 'Users' }).click();
  await expect(groupBox(page, 'Users')).toBeFocused();
  await expect(groupBox(page, 'Users')).toBeInViewport();
  await expect(boxes(group(page, 'Users'))).toHaveCount(membersOf('Users').length);
  await expect(page).toHaveURL(exactly(editPage(id)));
});

test('another key’s permissions are copied, and not saved yet', async ({ enter, colleague }) => {
  const [mine] = await colleague.createAll([
    { description: 'Mine', permissions: ['jobs.list'] },
    { description: 'Template of the HRIS', permissions: ['users.list', 'offices.list'] },
    { description: 'Something else' },
  ]);
  const page = await enter(editPage(mine.id));
  await button(page, 'Copy from another key…').click();
  const dialog = page.getByRole('dialog', { name: 'Copy from another key' });
  await expect(dialog.getByRole('searchbox')).toBeFocused();
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog.getByRole('button', { name: 'Mine' })).toHaveCount(0);
  await dialog.getByRole('searchbox').fill('hris');
  await expect(dialog).toContainText('1 key.');
  await dialog.getByRole('button', { name: /^Template of the HRIS.*2 permissions$/ }).click();
  await expect(dialog).toBeHidden();
  await expect(bar(page)).toContainText('2 added, 1 removed');
  await expect(box(page, 'users.list')).toBeChecked();
  await expect(box(page, 'jobs.list')).not.toBeChecked();
  expect((await colleague.key(mine.id)).permissions).toEqual(['jobs.list']);
});

test('the review lists exactly what would change, and leads back or saves', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'Before', permissions: ['jobs.list', 'jobs.create', 'users.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').uncheck();
  await box(page, 'jobs.retrieve').check();
  await box(page, 'users.retrieve').check();
  await page.getByLabel('Description').fill('After');
  await bar(page).getByRole('button', { name: 'Review changes' }).click();
  const review = page.getByRole('dialog', { name: '2 added, 1 removed, description changed' });
  await expect(review.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(review.getByRole('heading', { level: 3 })).toHaveText(['Jobs 1 added, 1 removed', 'Users 1 added']);
  await expect(review.getByRole('listitem')).toHaveText([
    '+GET: Added: Retrieve Job /v1/jobs/{id}',
    '−POST: Removed: Create Job /v1/jobs',
    '+GET: Added: Retrieve User /v1/users/{id}',
  ]);
  await expect(review).toContainText('Description: Before became → After');
  await expect(review).toContainText('After saving the key has 4 of 142 permissions; before 3.');
  await review.getByRole('button', { name: 'Back to editing' }).click();
  await expect(review).toBeHidden();
  await expect(box(page, 'jobs.retrieve')).toBeChecked();
  expect((await colleague.key(id)).version).toBe(1);

  await bar(page).getByRole('button', { name: 'Review changes' }).click();
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(bar(page)).toContainText('No changes');
  const saved = await colleague.key(id);
  expect([saved.description, saved.permissions.toSorted()]).toEqual(['After', ['jobs.list', 'jobs.retrieve', 'users.list', 'users.retrieve']]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('After');
});

test('Discard asks, and goes back to what is saved', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'Before', permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.list').uncheck();
  await page.getByLabel('Description').fill('After');
  const discard = bar(page).getByRole('button', { name: 'Discard' });
  await discard.click();
  const dialog = page.getByRole('dialog', { name: 'Discard 2 changes?' });
  await expect(dialog).toContainText('0 added and 1 removed permissions go back to what is saved.');
  await expect(dialog.getByRole('button', { name: 'Keep editing' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Description')).toHaveValue('After');
  await expect(discard).toBeFocused();

  await discard.click();
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByLabel('Description')).toHaveValue('Before');
  await expect(box(page, 'jobs.list')).toBeChecked();
  await expect(bar(page)).toContainText('No changes');
  expect((await colleague.key(id)).version).toBe(1);
});

test('with nothing changed there is nothing to save, and the reason is said', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  for (const name of ['Save', 'Review changes', 'Discard']) {
    const idle = bar(page).getByRole('button', { name, exact: true });
    await expect(idle).toHaveAttribute('aria-disabled', 'true');
    await expect(idle).toHaveAccessibleDescription('No changes');
  }
  await box(page, 'jobs.create').check();
  await expect(save(page)).not.toHaveAttribute('aria-disabled');
  await box(page, 'jobs.create').uncheck();
  await expect(save(page)).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect((await colleague.key(id)).version).toBe(1);
});

test('what is granted and saved works at once, and what is taken away stops at once', async ({ enter, colleague }) => {
  const { id, key } = await colleague.create({ description: 'HRIS', permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  expect([await call(key, 'jobs.list'), await call(key, 'user_roles.list')]).toEqual([200, 403]);

  await groupBox(page, 'User Roles').check();
  await expect(bar(page)).not.toContainText('Removes access');
  await save(page).click();
  await expect(said(page, 'HRIS saved. 1 added, 0 removed.')).toBeAttached();
  await expect(bar(page)).toContainText('No changes');
  await expect(save(page)).toBeFocused();
  expect([await call(key, 'jobs.list'), await call(key, 'user_roles.list')]).toEqual([200, 200]);

  await groupBox(page, 'User Roles').uncheck();
  await expect(bar(page)).toContainText('Removes access from a key that is in use');
  await save(page).click();
  const review = page.getByRole('dialog', { name: '0 added, 1 removed' });
  await expect(review).toContainText('A program that uses this key stops getting what you take away.');
  expect(await call(key, 'user_roles.list')).toBe(200);
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(said(page, 'HRIS saved. 0 added, 1 removed.')).toBeAttached();
  expect([await call(key, 'jobs.list'), await call(key, 'user_roles.list')]).toEqual([200, 403]);
});

test('a whole group works once it is saved, and the writes of others do not', async ({ enter, colleague }) => {
  const { id, key } = await colleague.create();
  const page = await enter(editPage(id));
  await groupBox(page, 'Departments').check();
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  for (const { id } of membersOf('Departments')) expect(await call(key, id), id).not.toBe(403);
  expect(await call(key, 'offices.create')).toBe(403);
  await expect(page.getByRole('main')).toContainText('4 of 142 selected');
  await page.reload();
  await expect(groupBox(page, 'Departments')).toBeChecked();
});

test('a revoked key’s permissions change, and it stays revoked', async ({ enter, colleague }) => {
  const { id, key } = await colleague.create({ permissions: ['jobs.list', 'users.list'] });
  await colleague.revoke(id);
  const page = await enter(editPage(id));
  await expect(page.getByRole('main')).toContainText('This key is revoked, and stays so');
  await box(page, 'users.list').uncheck();
  await expect(bar(page)).not.toContainText('Removes access');
  await save(page).click();
  const review = page.getByRole('dialog', { name: '0 added, 1 removed' });
  await expect(review).not.toContainText('A program that uses this key');
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(bar(page)).toContainText('No changes');
  expect(await call(key, 'jobs.list')).toBe(401);
  await colleague.reenable(id);
  expect([await call(key, 'jobs.list'), await call(key, 'users.list')]).toEqual([200, 403]);
});

test('a description is changed alone, without blanks around it, and never to nothing', async ({ enter, colleague }) => {
  const { id, key } = await colleague.create({ description: 'Before', permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  const description = page.getByLabel('Description');
  await description.fill('   ');
  await save(page).click();
  await expect(description).toBeFocused();
  await expect(description).toHaveAttribute('aria-invalid', 'true');
  await expect(description).toHaveAccessibleDescription(/\w+\.$/);
  expect((await colleague.key(id)).description).toBe('Before');

  await description.fill('  After <b>&amp;</b>  ');
  await expect(description).not.toHaveAttribute('aria-invalid');
  await expect(bar(page)).toContainText('Description changed');
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await save(page).click();
  expect((await sent).postDataJSON()).toEqual({ description: 'After <b>&amp;</b>' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('After <b>&amp;</b>');
  await expect(description).toHaveValue('After <b>&amp;</b>');
  expect(await call(key, 'jobs.list')).toBe(200);
});

test('all of it works by keyboard alone', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  const press = (key: string) => page.keyboard.press(key);
  await button(page, 'Collapse all').focus();
  await press('Enter');
  await press('Tab');
  await expect(groupBox(page, 'Activity Feed')).toBeFocused();
  await press('ArrowDown');
  await expect(groupBox(page, 'Applications')).toBeFocused();
  await press('ArrowUp');
  await expect(groupBox(page, 'Activity Feed')).toBeFocused();
  await press('ArrowDown');
  await press('ArrowRight');
  await expect(box(page, 'applications.list')).toBeVisible();
  await expect(groupBox(page, 'Applications')).toHaveAttribute('aria-expanded', 'true');
  await press('ArrowRight');
  await expect(box(page, 'applications.list')).toBeFocused();
  await press('ArrowDown');
  await press('Space');
  await expect(box(page, 'applications.retrieve')).toBeFocused();
  await expect(box(page, 'applications.retrieve')).toBeChecked();
  await press('Space');
  await expect(box(page, 'applications.retrieve')).not.toBeChecked();
  await press('Space');

  await press('End');
  await expect(groupBox(page, 'User Roles')).toBeFocused();
  await press('Space');
  await expect(groupBox(page, 'User Roles')).toBeChecked();
  await press('Home');
  await expect(groupBox(page, 'Activity Feed')).toBeFocused();
  await press('ArrowDown');
  await press('ArrowDown');
  await press('ArrowLeft');
  await expect(groupBox(page, 'Applications')).toBeFocused();
  await press('ArrowLeft');
  await expect(groupBox(page, 'Applications')).toHaveAttribute('aria-expanded', 'false');

  await press('/');
  await expect(search(page)).toBeFocused();
  await expect(search(page)).toHaveValue('');
  await page.keyboard.type('list offices');
  await expect(boxes(page)).toHaveCount(1);
  await press('Escape');
  await expect(search(page)).toHaveValue('');
  await groupBox(page, 'Applications').focus();
  await press('Tab');
  await expect(bar(page).getByRole('button', { name: 'Review changes' })).toBeFocused();
  await press('Shift+Tab');
  await expect(groupBox(page, 'Applications')).toBeFocused();

  await press('Control+s');
  await expect(bar(page)).toContainText('No changes');
  const saved = await colleague.key(id);
  expect(saved.permissions.toSorted()).toEqual(['applications.retrieve', 'jobs.list', 'user_roles.list']);
});

test('a link away from unsaved changes asks, and keeps them if told to stay', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  const away = page.getByRole('navigation', { name: 'Configure' }).getByRole('link', { name: 'API Credential Management' });
  await box(page, 'jobs.create').check();
  await away.click();
  await expect(toLeave(page)).toContainText('Not saved: 1 added, 0 removed.');
  await expect(toLeave(page).getByRole('button', { name: 'Stay' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(toLeave(page)).toBeHidden();
  await expect(page).toHaveURL(exactly(editPage(id)));
  await expect(box(page, 'jobs.create')).toBeChecked();

  await away.click();
  await toLeave(page).getByRole('button', { name: 'Leave' }).click();
  await page.waitForURL(exactly(CREDENTIALS));
  expect((await colleague.key(id)).permissions).toEqual(['jobs.list']);
});

test('Back asks, too, and then goes where it would have gone', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'Go back', permissions: ['jobs.list'] });
  const page = await enter(keyPage(id));
  await page.getByRole('main').getByRole('link', { name: /^Edit/ }).first().click();
  await page.waitForURL(exactly(editPage(id)));
  await box(page, 'jobs.create').check();
  await page.evaluate(() => history.back());
  await toLeave(page).getByRole('button', { name: 'Stay' }).click();
  await expect(page).toHaveURL(exactly(editPage(id)));
  await expect(box(page, 'jobs.create')).toBeChecked();

  await page.evaluate(() => history.back());
  await toLeave(page).getByRole('button', { name: 'Leave' }).click();
  await page.waitForURL(exactly(keyPage(id)));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Go back');
  expect((await colleague.key(id)).permissions).toEqual(['jobs.list']);
});

test('closing asks in the browser’s own words, until all is saved', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await expect(box(page, 'jobs.create')).toBeChecked();
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
});

test('nobody is asked when nothing would be lost', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  await page.getByRole('navigation', { name: 'Configure' }).getByRole('link', { name: 'API Credential Management' }).click();
  await page.waitForURL(exactly(CREDENTIALS));
  await expect(toLeave(page)).toHaveCount(0);
});

test('a viewer sees what a key may do, can search it, changes nothing, and is told why', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id), 'viewer');
  const main = page.getByRole('main');
  await expect(main).toContainText('You can look at API credentials but not change them.');
  await expect(main).toContainText('api-credential-managers');
  await expect(box(page, 'jobs.list')).toBeChecked();
  for (const mine of [box(page, 'jobs.list'), box(page, 'jobs.create'), groupBox(page, 'Jobs'), everything(page)]) {
    await expect(mine).toBeDisabled();
  }
  await expect(page.getByLabel('Description')).not.toBeEditable();
  await expect(bar(page)).toHaveCount(0);
  for (const name of ['Only reads', 'Nothing', 'Copy from another key…']) await expect(button(page, name)).toHaveCount(0);
  await search(page).fill(endpoint('close_reasons.list').path);
  await expect(boxes(page)).toHaveCount(1);
  await page.keyboard.press('Control+s');
  expect((await colleague.key(id)).version).toBe(1);
});

test('a key of nobody’s, or of another organization, is not there', async ({ enter, complaints }) => {
  complaints.announce(/status of 404/);
  const page = await enter(editPage('00000000-0000-4000-8000-000000000000'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such API key');
  await page.getByRole('main').getByRole('link', { name: 'API Credentials' }).last().click();
  await page.waitForURL(exactly(CREDENTIALS));
});
