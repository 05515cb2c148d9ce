// The identity provider of `cargo dev`: stands in for the Cognito user pool, and has no passwords.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { Provider } from '../tools/node_modules/oidc-provider/lib/index.js';
import { signingKey } from './key.mjs';
import { choose, contentSecurityPolicy, message } from './pages.mjs';

const { CLIENT_ID, IDENTITY_KEY, IDENTITY_PORT, PAGE_ORIGIN } = process.env;
const ISSUER = `http://127.0.0.1:${IDENTITY_PORT}`;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
// What the API takes for an organization; `functions/domain/src/principal.rs` says the same.
const ORGANIZATION = '[A-Za-z0-9_\\-]{1,64}';
const people = JSON.parse(readFileSync(new URL('people.json', import.meta.url), 'utf8'));

// Sessions, codes and refresh tokens are kept in memory by the library's default
// adapter: after a restart one signs in again, which here takes one click.
const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_name: 'Granary',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [`${PAGE_ORIGIN}/signed-in`],
      post_logout_redirect_uris: [`${PAGE_ORIGIN}/signed-out`],
    },
  ],
  jwks: { keys: [signingKey(IDENTITY_KEY)] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  // The paths of a Cognito domain, so that the page needs no other ones here.
  routes: {
    authorization: '/oauth2/authorize',
    token: '/oauth2/token',
    revocation: '/oauth2/revoke',
    userinfo: '/oauth2/userInfo',
    end_session: '/logout',
    jwks: '/.well-known/jwks.json',
  },
  scopes: ['openid', 'email', 'profile'],
  claims: {
    openid: ['sub', 'token_use', 'email', 'name', 'cognito:groups', 'custom:organization'],
    email: ['email'],
    profile: ['name'],
  },
  // Cognito puts the claims into the ID token itself.
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  ttl: {
    AccessToken: 15 * MINUTE,
    AuthorizationCode: MINUTE,
    Grant: 24 * HOUR,
    IdToken: 15 * MINUTE,
    Interaction: HOUR,
    RefreshToken: 24 * HOUR,
    Session: 24 * HOUR,
  },
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: signOut,
      postLogoutSuccessSource: (ctx) =>
        render(ctx.res, (body) => (ctx.body = body), message('Signed out', 'You can close this page.')),
    },
  },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  clientBasedCORS: (_ctx, origin) => origin === PAGE_ORIGIN,
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  findAccount: (_ctx, sub) => account(sub),
  loadExistingGrant,
  renderError: (ctx, { error, error_description: text }) =>
    render(ctx.res, (body) => (ctx.body = body), message('Sign-in did not work', text ?? error)),
});

// The same person in another organization is another account.
const subject = (person, organization) => (organization ? `${person.sub}@${organization}` : person.sub);

function account(accountId) {
  const [sub, organization] = accountId.split('@');
  const person = people.find((candidate) => candidate.sub === sub);
  return person && { accountId, claims: () => claims(person, organization) };
}

// Cognito leaves the groups out where there are none.
function claims(person, organization) {
  const { name, email, groups } = person;
  return {
    sub: subject(person, organization),
    name,
    email,
    token_use: 'id',
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    ...(organization && { 'custom:organization': organization }),
  };
}

// As on Cognito, nobody is asked, and tokens live on until they are revoked.
async function signOut(ctx) {
  const { params, session } = ctx.oidc;
  await session.destroy();
  ctx.redirect(params.post_logout_redirect_uri ?? ctx.oidc.urlFor('end_session_success'));
}

// Cognito has a name of its own for where a sign-out leads.
function inOpenIdTerms(target) {
  const ours = target.startsWith('/logout?') && !target.includes('post_logout_redirect_uri=');
  return ours ? target.replace(/([?&])logout_uri=/, '$1post_logout_redirect_uri=') : target;
}

// The page is the provider's own: nobody is asked to consent.
async function loadExistingGrant({ oidc }) {
  const grantId = oidc.session.grantIdFor(oidc.client.clientId);
  const existing = grantId && (await oidc.provider.Grant.find(grantId));
  if (existing) return existing;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope('openid email profile');
  await grant.save();
  return grant;
}

function render(response, send, html) {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(PAGE_ORIGIN));
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  send(html);
}

async function interaction(request, response) {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    return render(response, (html) => response.end(html), choose(people, ORGANIZATION, `/interaction/${uid}`));
  }
  const form = new URLSearchParams(await body(request));
  const person = people.find(({ button }) => button === form.get('person'));
  const organization = form.get('organization') ?? '';
  if (!new RegExp(`^(${ORGANIZATION})?$`).test(organization)) throw new Error('no organization can have that name');
  const result = person
    ? { login: { accountId: subject(person, organization), remember: false } }
    : { error: 'access_denied', error_description: 'nobody was chosen' };
  return provider.interactionFinished(request, response, result);
}

async function body(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 1000) throw new Error('the form is too long');
  }
  return text;
}

const answer = provider.callback();
const server = createServer((request, response) => {
  if (!request.url.startsWith('/interaction/')) {
    request.url = inOpenIdTerms(request.url);
    return answer(request, response);
  }
  return interaction(request, response).catch((error) => {
    response.statusCode = 400;
    render(response, (html) => response.end(html), message('Sign-in did not work', error.error_description ?? error.message));
  });
});

server.listen(Number(IDENTITY_PORT), '127.0.0.1', () => console.log(`ready at ${ISSUER}`));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
