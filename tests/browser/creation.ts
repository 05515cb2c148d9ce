// Making a key on the page, as the help page tells it.

import { expect, type Page } from '@playwright/test';

import { remember } from './admin.ts';

export interface Made {
  id: string;
  // The key itself, as the screen showed it.
  key: string;
}

// From the form to the screen that shows the key.
export async function make(page: Page, partner: string, description: string): Promise<Made> {
  await page.getByRole('combobox', { name: 'Partner' }).fill(partner);
  await page.getByRole('textbox', { name: 'Description' }).fill(description);
  await page.getByRole('button', { name: 'Manage Permissions' }).click();
  await expect(page.getByRole('heading', { name: 'Store your API key' })).toBeVisible();
  const key = await shownKey(page).textContent();
  if (!key) throw new Error('no key is shown');
  remember(key);
  return { id: key.split('_')[1], key };
}

export const shownKey = (page: Page) => page.getByLabel('Harvest API key');

export const storedButton = (page: Page) => page.getByRole('button', { name: 'I have stored the API Key' });
