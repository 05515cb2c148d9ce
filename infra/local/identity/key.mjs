// The private key that signs every local token, shared with `cargo dev token`.

import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

// `infra/local/src/token.rs` writes the same id into the header of its tokens.
export const KEY_ID = 'granary-local';

// Reads the key, or makes it at the first start; only its owner can read the file.
export function signingKey(path) {
  return { ...createPrivateKey(pem(path)).export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' };
}

function pem(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(path, privateKey, { mode: 0o600, flag: 'wx' });
  return privateKey;
}
