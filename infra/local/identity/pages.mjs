// The pages a browser sees here: choosing who to be, and messages.

import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; --canvas: light-dark(#f4f5f1, #141611); --surface: light-dark(#fff, #1b1e18);
  --ink: light-dark(#1b1f18, #eceee5); --ink-2: light-dark(#4b5245, #b9bfae); --line: light-dark(#818877, #747c6a);
  --wash: light-dark(#fcf4df, #2a2416); --wheat: light-dark(#b27b12, #e9b44c); --focus: light-dark(#1f5fb4, #8fc0f5); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--canvas); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(26rem, 100%); padding: 2rem; background: var(--surface); border-radius: 10px; border-top: 4px solid var(--wheat); }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.018em; }
p { margin: 0 0 1.5rem; color: var(--ink-2); overflow-wrap: anywhere; }
form { display: grid; gap: 1rem; }
button { width: 100%; min-height: 44px; padding: .6rem 1rem; border: 1px solid var(--line); border-radius: 6px; background: none;
  color: inherit; font: inherit; font-weight: 650; text-align: start; cursor: pointer; }
small { display: block; padding: .25rem 1rem 0; color: var(--ink-2); }
details { border-top: 1px solid var(--line); padding-top: 1rem; }
summary { min-height: 24px; cursor: pointer; }
details small { padding: .25rem 0 0; }
label { display: block; padding: .75rem 0 .25rem; font-weight: 650; }
input { width: 100%; min-height: 44px; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--canvas); color: inherit; font: inherit; }
input:user-invalid { border-color: light-dark(#b3261e, #f2b8b5); }
button:hover { background: var(--wash); border-color: var(--wheat); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
`;

// `form-action` covers what a form's answer redirects to, which is the admin page.
export function contentSecurityPolicy(pageOrigin) {
  const style = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; img-src data:; style-src 'sha256-${style}'; form-action 'self' ${pageOrigin}; base-uri 'none'; frame-ancestors 'none'`;
}

// `pattern` is what an organization may be called.
export function choose(people, pattern, action) {
  const buttons = people.map(
    ({ button, email, may }) =>
      `<div><button name="person" value="${button}" aria-describedby="${button}">Continue as ${button}</button>
<small id="${button}">${escaped(email)}. ${escaped(may)}.</small></div>`,
  );
  return page('Sign in to Granary', `<p>This machine only: choose who to be. There is no password.</p>
<form method="post" action="${escaped(action)}">${buttons.join('\n')}
<details><summary>Of another organization</summary>
<label for="organization">Organization</label>
<input id="organization" name="organization" pattern="${escaped(pattern)}" maxlength="64" autocomplete="off"
  spellcheck="false" aria-describedby="organization-note">
<small id="organization-note">Letters, digits, hyphens and underscores. Empty means the one whose keys <code>cargo dev</code> makes.</small>
</details></form>`);
}

export function message(title, text) {
  return page(title, `<p>${escaped(text)}</p>`);
}

function page(title, content) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${content}
</main>
</body>
</html>
`;
}

function escaped(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
