// The way in and the way out: who sees what, where tokens are, and what a browser keeps of it.

import type { Page, Request } from '@playwright/test';

import { CREDENTIALS, DEV_CENTER, EVENTS, NEW_KEY, editPage, exactly, keyPage } from './places.ts';
import { stack } from './stack.ts';
import { expect, signIn, test } from './world.ts';

const TOKENS = `${stack.identity}/oauth2/token`;

// Requests to an address, from now on.
function requestsTo(page: Page, address: string): Request[] {
  const found: Request[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(address) && request.method() !== 'OPTIONS') found.push(request);
  });
  return found;
}

async function signOut(page: Page) {
  await page.getByLabel('Account: ').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
}

test('signing in leads to the page that was asked for, filters included', async ({ enter, colleague }) => {
  const [, revoked] = await colleague.createAll([{ description: 'HRIS Link' }, { description: 'HRIS nightly' }]);
  await colleague.revoke(revoked.id);
  const page = await enter(`${CREDENTIALS}?search=hris&status=revoked&sort=-description`);
  await expect(page.getByRole('searchbox')).toHaveValue('hris');
  await expect(page.getByRole('radio', { name: 'Revoked' })).toBeChecked();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('link', { name: 'HRIS nightly', exact: true })).toBeVisible();
});

test('nothing of a page is shown, and nothing asked for it, before the tokens are there', async ({ page, organization }) => {
  let issue = () => {};
  const held = new Promise<void>((resolve) => (issue = resolve));
  await page.route(TOKENS, async (route) => {
    await held;
    await route.continue();
  });
  const asked = requestsTo(page, stack.admin_api);
  await page.goto(CREDENTIALS);
  await signIn(page, organization);
  // Drawn already, behind what the page looks like while one waits.
  const title = page.locator('h1', { hasText: 'API Credentials' });
  await expect(title).toBeAttached();
  await expect(title).toBeHidden();
  await expect(page.locator('main[aria-busy]')).toBeVisible();
  await expect(page.getByRole('link')).toHaveCount(0);
  await expect(page.locator('link[rel=preconnect]')).toHaveAttribute('href', stack.admin_api);
  expect(asked).toEqual([]);
  expect(page.url()).not.toContain('code=');

  issue();
  await expect(title).toBeVisible();
  await expect(page.locator('main[aria-busy]')).toHaveCount(0);
  await expect(page.getByText('No API keys yet')).toBeVisible();
  expect(asked.length).toBe(1);
});

test('tokens are in memory, and nowhere a browser keeps things', async ({ enter, page, context }) => {
  const answer = page.waitForResponse(TOKENS);
  await enter();
  const { id_token, access_token, refresh_token } = await (await answer).json();
  expect([id_token, access_token, refresh_token].every((token) => token?.length > 20)).toBe(true);

  const kept = await page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      history.state,
      window.name,
      await indexedDB.databases(),
      await caches.keys(),
    ]),
  );
  expect(JSON.parse(kept)).toEqual([{}, {}, '', stack.page + CREDENTIALS, null, '', [], []]);

  const browser = await context.newCDPSession(page);
  const { entries } = await browser.send('Page.getNavigationHistory');
  const places = entries.map(({ url }) => url).join('\n');
  expect(places).toContain(CREDENTIALS);
  expect(places).not.toMatch(/signed-in|code=|_token/);
  const cookies = JSON.stringify(await context.cookies());
  for (const token of [id_token, access_token, refresh_token]) expect(cookies).not.toContain(token);
});

test('the theme is all that is ever stored, and it holds from the first paint on', async ({ enter }) => {
  const page = await enter();
  await page.getByLabel('Account: ').click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  const stored = () => page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }]);
  expect(await stored()).toEqual([{ 'granary.theme': 'dark' }, {}]);
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  expect(await scheme()).toBe('dark');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'API Credentials' })).toBeVisible();
  expect(await scheme()).toBe('dark');
  await page.getByLabel('Account: ').click();
  await page.getByRole('radio', { name: 'System' }).check();
  expect(await stored()).toEqual([{}, {}]);
});

test('every address survives a reload', async ({ enter, colleague }) => {
  const { id } = await colleague.create({ description: 'Reloaded' });
  const addresses = [
    DEV_CENTER,
    `${EVENTS}?event=created`,
    `${CREDENTIALS}?search=reload&status=active`,
    NEW_KEY,
    keyPage(id),
    editPage(id),
    `${editPage(id)}?new`,
  ];
  const page = await enter();
  for (const address of addresses) {
    await page.goto(address);
    await page.waitForURL(exactly(address));
    const title = await page.getByRole('heading', { level: 1 }).textContent();
    expect(title, address).toMatch(/\w/);
    await page.reload();
    await page.waitForURL(exactly(address));
    await expect(page.getByRole('heading', { level: 1 }), address).toHaveText(title!);
  }
});

test('signing out ends the session here and there', async ({ enter, page, colleague, organization }) => {
  await colleague.create({ description: 'Not for the next one' });
  const answer = page.waitForResponse(TOKENS);
  await enter();
  await expect(page.getByText('Not for the next one').first()).toBeVisible();
  const { refresh_token } = await (await answer).json();

  await signOut(page);
  await expect(page).toHaveURL('/signed-out');
  await expect(page.locator('body')).not.toContainText('Not for the next one');
  const renewal = new URLSearchParams({ grant_type: 'refresh_token', client_id: stack.client_id, refresh_token });
  const refused = await fetch(TOKENS, { method: 'POST', body: renewal });
  expect([refused.status, (await refused.json()).error]).toEqual([400, 'invalid_grant']);

  await page.reload();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signIn(page, organization);
  await page.waitForURL(exactly(CREDENTIALS));
});

test('a document that a browser keeps for Back keeps nobody signed in', async ({ enter, colleague }) => {
  await colleague.create({ description: 'Not for the next one' });
  const page = await enter(CREDENTIALS);
  await expect(page.getByText('Not for the next one').first()).toBeVisible();
  // An answer without content leaves the browser where it is.
  await page.route(`${stack.identity}/logout*`, (route) => route.fulfill({ status: 204 }));
  const left = page.waitForResponse(`${stack.identity}/logout*`);
  await page.getByLabel('Account: ').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await left;
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed out');
  await expect(page.locator('body')).not.toContainText('Not for the next one');
});

// Playwright switches the browser's back-forward cache off, which is what could bring a page back, and
// loses sight of a document that comes out of it: the browser itself is asked what it shows.
test('after signing out, Back brings nothing back', async ({ playwright, colleague, organization, launchOptions }) => {
  await colleague.create({ description: 'Not for the next one' });
  const browser = await playwright.chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const page = await browser.newPage({ baseURL: stack.page });
  await page.goto(CREDENTIALS);
  await signIn(page, organization);
  await expect(page.getByText('Not for the next one').first()).toBeVisible();
  await signOut(page);
  const devTools = await page.context().newCDPSession(page);
  const shown = async () => {
    const expression = '`${location.pathname} ${document.body?.innerText}`';
    const answer = await devTools.send('Runtime.evaluate', { expression }).catch(() => undefined);
    return String(answer?.result.value);
  };
  await devTools.send('Runtime.evaluate', { expression: 'history.back()' });
  // The browser kept the document, which knows that nobody is signed in; or loads it anew, and is sent to sign in.
  await expect.poll(shown).toMatch(new RegExp(`^(${CREDENTIALS} .*You are signed out|/interaction/.*Sign in)`, 's'));
  expect(await shown()).not.toContain('Not for the next one');
  await browser.close();
});

test('an outsider is told what is missing and whom to ask, and nothing is asked of the API', async ({ enter, page }) => {
  const asked = requestsTo(page, stack.admin_api);
  await enter(CREDENTIALS, 'outsider');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You lack a permission');
  const main = page.getByRole('main');
  await expect(main).toContainText('manage ALL organization’s API credentials');
  await expect(main).toContainText('Ask whoever manages accounts in your organization');
  await expect(main).toContainText('api-credential-managers');
  await expect(main).toContainText('api-credential-viewers');
  await expect(main).toContainText('outsider@example.org');
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.waitForURL(exactly(CREDENTIALS));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You lack a permission');
  expect(asked).toEqual([]);
});

test('a viewer sees everything, changes nothing, and is told why', async ({ enter, page, colleague }) => {
  const { id } = await colleague.create({ description: 'Look at me', permissions: ['candidates.list'] });
  const asked = requestsTo(page, stack.admin_api);
  const actions = page.getByRole('main').getByRole('button', { name: /Revoke|Re-enable|Save|Discard|Manage Permissions/ });
  const ways = page.getByRole('main').getByRole('link', { name: /Create new API key|^Edit/ });

  await enter(CREDENTIALS, 'viewer');
  await expect(page.getByRole('link', { name: 'Look at me', exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('You can look at API credentials but not change them.');
  await expect(page.getByRole('main')).toContainText('api-credential-managers');
  await expect(actions.or(ways)).toHaveCount(0);

  await page.getByRole('link', { name: 'Look at me', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look at me');
  await expect(page.getByRole('main')).toContainText('You can look at this key but not change it.');
  await expect(page.getByRole('heading', { name: 'API Key Created' })).toBeVisible();
  await expect(actions.or(ways)).toHaveCount(0);

  await page.goto(editPage(id));
  await expect(page.getByLabel('Description')).not.toBeEditable();
  await expect(page.getByRole('checkbox', { name: 'All of Candidates', exact: true })).toBeDisabled();
  await expect(page.getByRole('main')).toContainText('You can look at API credentials but not change them.');
  await expect(actions).toHaveCount(0);

  await page.goto(NEW_KEY);
  await expect(page.getByRole('main')).toContainText('You can look at API credentials but not create them.');
  await expect(actions).toHaveCount(0);
  expect(asked.filter((request) => request.method() !== 'GET')).toEqual([]);
});

test('Configure, Dev Center, API Credential Management, as the help page says', async ({ enter }) => {
  const page = await enter(EVENTS);
  await page.getByRole('link', { name: 'Configure', exact: true }).first().click();
  await page.waitForURL(exactly(DEV_CENTER));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dev Center');
  const rail = page.getByRole('navigation', { name: 'Configure' });
  await expect(rail.getByRole('link', { name: 'Dev Center' })).toHaveAttribute('aria-current', 'page');
  await page.getByRole('main').getByRole('link', { name: 'API Credential Management' }).click();
  await page.waitForURL(exactly(CREDENTIALS));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API Credentials');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle('API Credentials · Granary');
  await expect(rail.getByRole('link', { name: 'API Credential Management' })).toHaveAttribute('aria-current', 'page');
  await page.getByRole('link', { name: 'Create new API key' }).first().click();
  await page.waitForURL(exactly(NEW_KEY));
});

test('an address that leads nowhere says so, and leads back', async ({ enter }) => {
  const page = await enter(`${DEV_CENTER}/nothing-of-the-kind`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  await page.getByRole('main').getByRole('link', { name: 'API Credentials' }).click();
  await page.waitForURL(exactly(CREDENTIALS));
});

test('a return with another state is refused', async ({ page, complaints }) => {
  // The page takes itself for the small window that signs in again, and tries to close.
  complaints.announce(/Scripts may close only the windows that were opened by them/);
  const asked = requestsTo(page, TOKENS);
  await page.goto(CREDENTIALS);
  await page.waitForURL(`${stack.identity}/**`);
  await page.goto('/signed-in?code=stolen&state=of-somebody-else');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('nobody was signed in here')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Configure' })).toHaveCount(0);
  expect(asked).toEqual([]);
  expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
});

test('a token of another sign-in is refused', async ({ page, organization }) => {
  await page.route(TOKENS, async (route) => {
    const response = await route.fetch();
    const issued = await response.json();
    const [head, claims, signature] = issued.id_token.split('.');
    const other = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), nonce: 'of-another-one' };
    const id_token = [head, Buffer.from(JSON.stringify(other)).toString('base64url'), signature].join('.');
    await route.fulfill({ response, json: { ...issued, id_token } });
  });
  await page.goto(CREDENTIALS);
  await signIn(page, organization);
  await expect(page.getByRole('alert')).toContainText('answered for another sign-in');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to Granary');
});

test('a token is renewed once, without a word, when it is about to end', async ({ enter, page, colleague }) => {
  await colleague.create({ description: 'Still here' });
  await page.clock.install();
  await enter();
  const renewals = requestsTo(page, TOKENS);
  await page.clock.fastForward('14:30');
  // The key's page sends two requests at once.
  await page.getByRole('link', { name: 'Still here', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'API Key Created' })).toBeVisible();
  expect(renewals.map((request) => request.postDataJSON().grant_type)).toEqual(['refresh_token']);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
