// The page starts in a real browser, under its own Content-Security-Policy.

import { expect, test } from '@playwright/test';

test('the page starts without a complaint of the browser', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  await page.goto('/');
  await expect(page.locator('#boot-failed:visible, main[aria-busy]')).toHaveCount(0);
  await expect(page.locator('body')).toContainText('Granary');
  expect(complaints).toEqual([]);
});
