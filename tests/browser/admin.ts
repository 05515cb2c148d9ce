// An organization's admins, talking to the admin API: what a test needs to be there, made in no time.

import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { stack } from './stack.ts';

export interface Key {
  id: string;
  description: string;
  partner: string;
  status: 'active' | 'revoked';
  permissions: string[];
  permission_count: number;
  version: number;
  created_at: string;
  updated_at: string;
  // The key itself; only where it was just made.
  key: string;
}

export interface Wanted {
  description?: string;
  partner?: string;
  permissions?: string[];
}

export interface Happened {
  event: string;
  time: string;
  key_id: string;
  key_description: string;
  changes: object[];
}

const GROUPS = { manager: 'api-credential-managers', viewer: 'api-credential-viewers' };

// No test shares its organization with another one, so that all run side by side.
export const newOrganization = () => `org-${randomUUID().slice(0, 18)}`;

// Somebody other than whoever signs in through the page.
export class Admin {
  readonly email = 'colleague@example.org';
  private readonly token: string;

  constructor(
    readonly organization: string,
    group: keyof typeof GROUPS = 'manager',
  ) {
    this.token = idToken({
      sub: `colleague@${organization}`,
      name: 'Casey Colleague',
      email: this.email,
      'cognito:groups': [GROUPS[group]],
      'custom:organization': organization,
    });
  }

  async create({ description = 'A key of a test', partner = 'custom_integration', permissions }: Wanted = {}): Promise<Key> {
    const key = await this.send('POST', '/keys', { api_type: 'harvest', partner, description, permissions });
    remember(key.key);
    return key;
  }

  // One after the other, oldest first, since lists show them in the order of their creation.
  async createAll(wanted: Wanted[]): Promise<Key[]> {
    const keys: Key[] = [];
    for (const one of wanted) keys.push(await this.create(one));
    return keys;
  }

  async update(id: string, change: { description?: string; permissions?: string[] }): Promise<Key> {
    const { version } = await this.key(id);
    return this.send('PATCH', `/keys/${id}`, change, { 'If-Match': `"${version}"` });
  }

  revoke = (id: string): Promise<Key> => this.send('POST', `/keys/${id}/revoke`);
  reenable = (id: string): Promise<Key> => this.send('POST', `/keys/${id}/reenable`);
  key = (id: string): Promise<Key> => this.send('GET', `/keys/${id}`);
  keys = async (): Promise<Key[]> => (await this.send('GET', '/keys?limit=500')).keys;
  events = async (id: string): Promise<Happened[]> => (await this.send('GET', `/keys/${id}/events?limit=500`)).events;

  private async send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(stack.admin_api + path, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, ...(body && { 'Content-Type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
}

// Notes a secret that is looked for in every log, and in the table, once all tests are done.
export function remember(key: string) {
  appendFileSync(join(dirname(stack.logs), 'canaries'), `${key}\n`);
}

// As the identity provider signs them; `infra/local/src/token.rs` has the same.
function idToken(claims: object): string {
  const now = Math.floor(Date.now() / 1000);
  const whole = { aud: stack.client_id, iss: stack.issuer, iat: now, exp: now + 15 * 60, token_use: 'id', ...claims };
  const encoded = [{ alg: 'RS256', kid: 'granary-local', typ: 'JWT' }, whole]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('RSA-SHA256', Buffer.from(encoded), createPrivateKey(readFileSync(stack.identity_key, 'utf8')));
  return `${encoded}.${signature.toString('base64url')}`;
}
