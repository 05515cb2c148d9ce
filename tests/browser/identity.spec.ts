// What the page relies on in the identity provider, which stands in for Cognito; asked without the page.

import { createHash, randomBytes } from 'node:crypto';

import { expect, test, type Page } from '@playwright/test';

import { stack } from './stack.ts';

interface Tokens {
  id_token: string;
  refresh_token: string;
}

const SIGNED_IN = `${stack.page}/signed-in`;
const SIGNED_OUT = `${stack.page}/signed-out`;
const AUTHORIZE = `${stack.identity}/oauth2/authorize`;

// The page's documents under its policies, but without its program, which would redeem the code.
test.beforeEach(({ context }) => context.route(`${stack.page}/*.js`, (route) => route.abort()));

function authorization(verifier: string): string {
  return `${AUTHORIZE}?${new URLSearchParams({
    client_id: stack.client_id,
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: SIGNED_IN,
    state: 'as-it-was',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })}`;
}

async function signIn(page: Page, who: string, organization?: string): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  await page.goto(authorization(verifier));
  if (organization !== undefined) {
    await page.getByText('Of another organization').click();
    await page.getByLabel('Organization').fill(organization);
  }
  await page.getByRole('button', { name: who }).click();
  await page.waitForURL(`${SIGNED_IN}?*`);
  const answer = new URL(page.url()).searchParams;
  expect(answer.get('state')).toBe('as-it-was');
  const form = { grant_type: 'authorization_code', code: answer.get('code')!, redirect_uri: SIGNED_IN };
  const reply = await post(page, '/oauth2/token', { ...form, code_verifier: verifier });
  expect(reply.status).toBe(200);
  return JSON.parse(reply.text);
}

// From within the document, so that the browser asks for permission across origins.
function post(page: Page, path: string, form: Record<string, string>): Promise<{ status: number; text: string }> {
  return page.evaluate(
    async ({ url, form }) => {
      const reply = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
      return { status: reply.status, text: await reply.text() };
    },
    { url: stack.identity + path, form: { client_id: stack.client_id, ...form } },
  );
}

function claims({ id_token: token }: Tokens): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

test('an ID token says who, in which groups, of which organization', async ({ page }) => {
  const manager = claims(await signIn(page, 'Continue as manager'));
  expect(manager).toMatchObject({
    name: 'Morgan Manager',
    email: 'manager@example.org',
    aud: stack.client_id,
    token_use: 'id',
    'cognito:groups': ['api-credential-managers'],
  });
  expect(manager).not.toHaveProperty('custom:organization');

  await page.context().clearCookies();
  const viewer = claims(await signIn(page, 'Continue as viewer', 'org-of_Another-1'));
  expect(viewer).toMatchObject({
    'cognito:groups': ['api-credential-viewers'],
    'custom:organization': 'org-of_Another-1',
  });
  expect(viewer.sub).toMatch(/@org-of_Another-1$/);
});

test('the API takes the token for that organization', async ({ page, request }) => {
  const { id_token: token } = await signIn(page, 'Continue as manager', `org-${randomBytes(6).toString('hex')}`);
  const reply = await request.get(`${stack.admin_api}/keys`, { headers: { Authorization: `Bearer ${token}` } });
  expect([reply.status(), (await reply.json()).keys]).toEqual([200, []]);
});

test('an organization that no token could name is refused', async ({ page }) => {
  await page.goto(authorization('v'.repeat(43)));
  await page.getByText('Of another organization').click();
  await page.getByLabel('Organization').fill('two words');
  await page.getByRole('button', { name: 'Continue as manager' }).click();
  await expect(page.getByLabel('Organization')).toHaveJSProperty('validity.valid', false);
  await page.locator('form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await page.getByRole('button', { name: 'Continue as manager' }).click();
  await expect(page.locator('main')).toContainText('no organization can have that name');
});

test('a refresh token works until it is revoked', async ({ page }) => {
  const first = await signIn(page, 'Continue as viewer', 'acme-2');
  const refresh = (token: string) => post(page, '/oauth2/token', { grant_type: 'refresh_token', refresh_token: token });
  const renewed = await refresh(first.refresh_token);
  expect(renewed.status).toBe(200);
  const second: Tokens = JSON.parse(renewed.text);
  expect(claims(second)).toMatchObject({ sub: claims(first).sub, 'custom:organization': 'acme-2' });

  expect((await post(page, '/oauth2/revoke', { token: second.refresh_token })).status).toBe(200);
  expect((await refresh(second.refresh_token)).status).toBe(400);
});

for (const parameter of ['logout_uri', 'post_logout_redirect_uri']) {
  test(`a sign-out by ${parameter} ends the session and leads back`, async ({ page }) => {
    await signIn(page, 'Continue as manager');
    await page.goto(authorization('v'.repeat(43)));
    expect(page.url()).toContain(`${SIGNED_IN}?code=`);

    const signOut = `${stack.identity}/logout?${new URLSearchParams({ client_id: stack.client_id, [parameter]: SIGNED_OUT })}`;
    await page.goto(signOut);
    expect(page.url()).toBe(SIGNED_OUT);
    await page.goto(authorization('v'.repeat(43)));
    await expect(page.getByRole('button', { name: 'Continue as manager' })).toBeVisible();

    // Nobody is signed in any more, which is no reason to stay.
    await page.goto(signOut);
    await page.waitForURL(SIGNED_OUT);
  });
}

test('a sign-out leads to no address but the page’s', async ({ page }) => {
  await signIn(page, 'Continue as manager');
  const target = new URLSearchParams({ client_id: stack.client_id, logout_uri: 'https://example.org/' });
  await page.goto(`${stack.identity}/logout?${target}`);
  expect(new URL(page.url()).origin).toBe(stack.identity);
  await expect(page.locator('main')).toContainText('not registered');
});

// The policy that keeps other sites from holding on to the page also parts the two windows: on its
// return, the new one has no opener, and counts as closed to the old one.
test('a sign-in in a window of its own can tell, and close itself', async ({ page }) => {
  await page.goto(stack.page);
  const opened = page.waitForEvent('popup');
  const told = page.evaluate(
    (url) =>
      new Promise((resolve) => {
        new BroadcastChannel('sign-in').onmessage = (message) => resolve(message.data);
        open(url, '_blank', 'popup');
      }),
    authorization('v'.repeat(43)),
  );
  const popup = await opened;
  await popup.getByRole('button', { name: 'Continue as manager' }).click();
  await popup.waitForURL(`${SIGNED_IN}?*`);
  await popup.evaluate(() => new BroadcastChannel('sign-in').postMessage(location.search));
  expect(await told).toContain('code=');

  const closed = popup.waitForEvent('close');
  await popup.evaluate(() => setTimeout(close));
  await closed;
});
