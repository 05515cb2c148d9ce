// What a test begins with: an organization of its own, its admins, and a browser that must not complain.

import { test as base, expect, type Page } from '@playwright/test';

import { Admin, newOrganization } from './admin.ts';
import { Complaints } from './complaints.ts';
import { CREDENTIALS, exactly } from './places.ts';
import { stack } from './stack.ts';

export { expect };

export type Person = 'manager' | 'viewer' | 'outsider';

interface World {
  organization: string;
  // The other manager of the organization; has no browser.
  colleague: Admin;
  complaints: Complaints;
  // Goes to an address of the page, and there through the sign-in page.
  enter: (address?: string, person?: Person) => Promise<Page>;
}

export const test = base.extend<World>({
  organization: async ({}, use) => use(newOrganization()),
  colleague: async ({ organization }, use) => use(new Admin(organization)),
  complaints: [
    async ({ context }, use) => {
      const complaints = new Complaints(context);
      await use(complaints);
      complaints.settle();
    },
    { auto: true },
  ],
  enter: async ({ page, organization }, use) =>
    use(async (address = CREDENTIALS, person = 'manager') => {
      await page.goto(address);
      await signIn(page, organization, person);
      await page.waitForURL(exactly(address));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      return page;
    }),
});

// On the identity provider's page, wherever that was opened.
export async function signIn(page: Page, organization: string, person: Person = 'manager') {
  await page.waitForURL(`${stack.identity}/**`);
  await page.getByText('Of another organization').click();
  await page.getByLabel('Organization').fill(organization);
  await page.getByRole('button', { name: `Continue as ${person}` }).click();
}
