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

// The host may be somebody else's: what it changes at rest must not run.
for (const kind of ['js', 'wasm']) {
  test(`a program whose .${kind} was changed does not run`, async ({ page }) => {
    let changed = 0;
    await page.route(new RegExp(`/app-[0-9a-f]+\\.${kind}$`), async (route) => {
      const response = await route.fetch();
      changed += 1;
      await route.fulfill({ response, body: Buffer.concat([await response.body(), Buffer.from('\n')]) });
    });
    const refusal = page.waitForEvent('console', (message) => /integrity/.test(message.text()));
    await page.goto('/');
    await refusal;
    await expect(page.locator('main[aria-busy]')).toBeVisible();
    if (kind === 'wasm') await expect(page.locator('#boot-failed')).toBeVisible();
    expect(changed).toBeGreaterThan(0);
  });
}

test('text does not become markup, nor code', async ({ page }) => {
  await page.goto('/config.json');
  const attempts = await page.evaluate(async () => {
    // What a debugger evaluates may evaluate more, until it first waits.
    await new Promise((resolve) => setTimeout(resolve));
    const attempt = (what: () => unknown) => {
      try {
        what();
        return 'done';
      } catch (error) {
        return String(error);
      }
    };
    return {
      markup: attempt(() => (document.body.innerHTML = '<b>x</b>')),
      code: attempt(() => new Function('return 1')()),
      policy: attempt(() => Reflect.get(window, 'trustedTypes').createPolicy('default', {})),
    };
  });
  expect(attempts).toEqual({
    markup: expect.stringContaining('TrustedHTML'),
    code: expect.stringContaining('EvalError'),
    policy: expect.stringContaining('disallowed'),
  });
});
