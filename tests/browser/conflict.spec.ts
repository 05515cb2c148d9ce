// Two admins change one key at the same time: whoever saves later is told, and loses nothing.

import type { Page } from '@playwright/test';

import { bar, box, groupBox, save } from './matrix.ts';
import { editPage } from './places.ts';
import { expect, test } from './world.ts';

const conflict = (page: Page) => page.getByRole('dialog', { name: 'Somebody else changed this key' });
const answer = (page: Page, name: string) => conflict(page).getByRole('button', { name, exact: true });

// The answer to a save that came too late, which the browser notes.
test.beforeEach(({ complaints }) => complaints.announce(/status of 412/));

test('both are shown side by side, and mine goes on top of theirs once it is saved', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'Shared', permissions: ['jobs.list', 'users.list'] });
  const page = await enter(editPage(id));
  await groupBox(page, 'Offices').check();
  await box(page, 'users.list').uncheck();
  await colleague.update(id, { permissions: ['jobs.list', 'users.list', 'sources.list'] });
  await save(page).click();
  await page.getByRole('dialog', { name: '4 added, 1 removed' }).getByRole('button', { name: 'Save' }).click();

  await expect(conflict(page).getByRole('heading', { level: 2 })).toBeFocused();
  await expect(conflict(page)).toContainText('Nothing of yours is lost or saved.');
  await expect(conflict(page).getByRole('heading', { level: 3 })).toContainText([
    'Saved by colleague@example.org',
    'Sources 1 added',
    'Yours, not saved',
    'Offices 4 added',
    'Users 1 removed',
  ]);
  await expect(conflict(page)).toContainText('No permission was changed by both of you, so the two fit together: 6 of 142.');
  await expect(conflict(page).getByRole('radio')).toHaveCount(0);

  await answer(page, 'Apply mine to theirs').click();
  await expect(conflict(page)).toBeHidden();
  await expect(bar(page)).toContainText('4 added, 1 removed');
  await expect(page.getByRole('main')).toContainText('Based on their version now. Yours is not saved yet: 4 added, 1 removed.');
  await expect(box(page, 'sources.list')).toBeChecked();
  await expect(box(page, 'users.list')).not.toBeChecked();
  expect((await colleague.key(id)).permissions.toSorted()).toEqual(['jobs.list', 'sources.list', 'users.list']);

  await save(page).click();
  await page.getByRole('dialog', { name: '4 added, 1 removed' }).getByRole('button', { name: 'Save' }).click();
  await expect(bar(page)).toContainText('No changes');
  const offices = ['offices.create', 'offices.list', 'offices.retrieve', 'offices.update'];
  expect((await colleague.key(id)).permissions.toSorted()).toEqual(['jobs.list', ...offices, 'sources.list']);
});

test('mine is discarded, and theirs is shown, unharmed', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'Before', permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  await page.getByLabel('Description').fill('Mine');
  await colleague.update(id, { description: 'Theirs', permissions: ['jobs.list', 'jobs.update'] });
  await save(page).click();
  await answer(page, 'Discard mine').click();
  await expect(conflict(page)).toBeHidden();
  await expect(page.getByRole('main')).toContainText('This is their version. Yours has been discarded.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Theirs');
  await expect(page.getByLabel('Description')).toHaveValue('Theirs');
  await expect(box(page, 'jobs.update')).toBeChecked();
  await expect(box(page, 'jobs.create')).not.toBeChecked();
  await expect(bar(page)).toContainText('No changes');
  expect((await colleague.key(id)).version).toBe(2);
});

// A permission is held or not: who both changed it changed it alike, and nobody needs to be asked.
test('a permission that both changed is changed once, and nobody is asked', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list', 'jobs.update'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  await box(page, 'jobs.retrieve').check();
  await colleague.update(id, { permissions: ['jobs.list', 'jobs.create'] });
  await save(page).click();
  await expect(conflict(page)).toContainText('1 permission changed by both of you, in the same way, so the two fit together: 3 of 142.');
  await answer(page, 'Apply mine to theirs').click();
  await expect(bar(page)).toContainText('1 added, 0 removed');
  await expect(box(page, 'jobs.update')).not.toBeChecked();
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  expect((await colleague.key(id)).permissions.toSorted()).toEqual(['jobs.create', 'jobs.list', 'jobs.retrieve']);
});

test('when both did the same, nothing is left to save', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  await colleague.update(id, { permissions: ['jobs.list', 'jobs.create'] });
  await save(page).click();
  await answer(page, 'Apply mine to theirs').click();
  await expect(page.getByRole('main')).toContainText('This is their version; nothing of yours is left to save.');
  await expect(bar(page)).toContainText('No changes');
  await expect(box(page, 'jobs.create')).toBeChecked();
});

for (const [whose, description] of [['Theirs', 'Named by Casey'], ['Mine', 'Named by me']] as const) {
  test(`a description that both changed is asked about, and becomes ${whose.toLowerCase()}`, async ({ enter, colleague }) => {
    const { id } = await colleague.create({ description: 'Before', permissions: ['jobs.list'] });
    const page = await enter(editPage(id));
    await page.getByLabel('Description').fill('Named by me');
    await box(page, 'jobs.create').check();
    await colleague.update(id, { description: 'Named by Casey' });
    await save(page).click();
    const question = conflict(page).getByRole('group', { name: 'You both changed the description. Which one?' });
    await expect(question.getByRole('radio')).toHaveCount(2);
    await question.getByRole('radio', { name: `${whose}: ${description}` }).check();
    await answer(page, 'Apply mine to theirs').click();
    await expect(page.getByLabel('Description')).toHaveValue(description);
    await expect(box(page, 'jobs.create')).toBeChecked();
    await save(page).click();
    await expect(bar(page)).toContainText('No changes');
    const saved = await colleague.key(id);
    expect([saved.description, saved.permissions.toSorted()]).toEqual([description, ['jobs.create', 'jobs.list']]);
  });
}

for (const [how, away] of [
  ['Keep editing', (page: Page) => answer(page, 'Keep editing').click()],
  ['Escape', (page: Page) => page.keyboard.press('Escape')],
] as const) {
  test(`${how} keeps everything that was typed and ticked, and the next save asks again`, async ({ enter, colleague }) => {
    const { id } = await colleague.create({ description: 'Before', permissions: ['jobs.list'] });
    const page = await enter(editPage(id));
    await page.getByLabel('Description').fill('Mine');
    await box(page, 'jobs.create').check();
    await colleague.update(id, { permissions: ['jobs.list', 'users.list'] });
    await save(page).click();
    await expect(conflict(page)).toBeVisible();
    await away(page);
    await expect(conflict(page)).toBeHidden();
    await expect(page.getByRole('alert').filter({ hasText: 'Somebody else changed this key in the meantime.' })).toBeVisible();
    await expect(page.getByLabel('Description')).toHaveValue('Mine');
    await expect(box(page, 'jobs.create')).toBeChecked();
    await expect(bar(page)).toContainText('1 added, 0 removed, description changed');
    expect((await colleague.key(id)).description).toBe('Before');
    await save(page).click();
    await expect(conflict(page)).toBeVisible();
  });
}

test('a key that was revoked meanwhile is said to be', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  await colleague.revoke(id);
  await save(page).click();
  await expect(conflict(page)).toContainText('Status: Active, now Revoked');
  await expect(conflict(page)).toContainText('No permission changed');
  await answer(page, 'Apply mine to theirs').click();
  await expect(page.getByRole('main')).toContainText('This key is revoked, and stays so');
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  const saved = await colleague.key(id);
  expect([saved.status, saved.permissions.toSorted()]).toEqual(['revoked', ['jobs.create', 'jobs.list']]);
});

test('a third change while the two are put together is noticed, too', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ permissions: ['jobs.list'] });
  const page = await enter(editPage(id));
  await box(page, 'jobs.create').check();
  await colleague.update(id, { permissions: ['jobs.list', 'users.list'] });
  await save(page).click();
  await answer(page, 'Apply mine to theirs').click();
  await colleague.update(id, { permissions: ['jobs.list', 'users.list', 'tags.list'] });
  await save(page).click();
  await answer(page, 'Apply mine to theirs').click();
  await save(page).click();
  await expect(bar(page)).toContainText('No changes');
  expect((await colleague.key(id)).permissions.toSorted()).toEqual(['jobs.create', 'jobs.list', 'tags.list', 'users.list']);
});
