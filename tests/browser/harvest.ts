// A program that uses a key at the gate, as Harvest's clients do: HTTP Basic without a password.

import { endpoint } from './catalogue.ts';
import { stack } from './stack.ts';

// The status of one call to the endpoint of that permission: 200s, 403 when denied, 401 when the key is refused.
export async function call(key: string, permission: string): Promise<number> {
  const { method, path } = endpoint(permission);
  const response = await fetch(stack.harvest_api + path.replaceAll(/\{[^}]*\}/g, '1'), {
    method,
    headers: { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, 'On-Behalf-Of': '1' },
  });
  await response.arrayBuffer();
  return response.status;
}
