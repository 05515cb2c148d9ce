// The page that manages a key's permissions, by what is on it.

import type { Locator, Page } from '@playwright/test';

import { ENDPOINTS, endpoint } from './catalogue.ts';

export const GROUPS = [...new Set(ENDPOINTS.map(({ group }) => group))];
export const membersOf = (group: string) => ENDPOINTS.filter((candidate) => candidate.group === group);

const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

// A permission's box, where its group is open; its name begins with what a save would do to it.
export function box(page: Page, id: string): Locator {
  const found = endpoint(id);
  const name = new RegExp(`^([+−] )?${found.method}: ${literally(found.title)} ?${literally(found.path).replaceAll(/\\\{\w+\\\}/g, '\\{\\w+\\}')}( |$)`);
  return page.getByRole('checkbox', { name });
}

// The boxes of all permissions that are on the screen.
export const boxes = (within: Page | Locator) => within.getByRole('checkbox', { name: /^([+−] )?[A-Z]+: / });

export const group = (page: Page, name: string) => page.getByRole('group', { name, exact: true });
export const groupBox = (page: Page, name: string) => page.getByRole('checkbox', { name: `All of ${name}`, exact: true });
export const everything = (page: Page) => page.getByRole('checkbox', { name: /^Select all/ });
export const search = (page: Page) => page.getByRole('searchbox', { name: 'Search name, method, path or group' });

export const bar = (page: Page) => page.getByRole('region', { name: /^(Save|Unsaved changes)$/ });
export const save = (page: Page) => bar(page).getByRole('button', { name: 'Save', exact: true });

export const button = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true });

// What is said to those who do not see it.
export const said = (page: Page, sentence: string) => page.getByRole('status').filter({ hasText: sentence });
