// Where the stack that `cargo dev` started has what; `infra/local/src/stack/facts.rs` has the whole list.

interface Stack {
  page: string;
  admin_api: string;
  harvest_api: string;
  upstream: string;
  dynamodb: string;
  identity: string;
  issuer: string;
  // The PEM file of the key that signs tokens.
  identity_key: string;
  client_id: string;
  organization: string;
  // Names every part's process, so that a test can stop one.
  run: string;
  logs: string;
}

export const stack: Stack = facts();

function facts(): Stack {
  const text = process.env.GRANARY_STACK;
  if (!text) throw new Error('run these tests by `cargo dev browser`');
  return JSON.parse(text);
}
