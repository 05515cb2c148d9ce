// How the page is driven; `cargo dev browser` starts what the tests talk to, and names it here.

import { defineConfig, type Project } from '@playwright/test';

import { stack } from './stack.ts';

const SCREENSHOTS = 'screenshots.spec.ts';
const SPEED = 'speed.spec.ts';
const BAD_DAYS = 'bad-days*.spec.ts';

// Tests of bad days stop real parts, which every other test needs: they run alone, at the end.
const tests: Project[] = [
  { name: 'page', testIgnore: [SCREENSHOTS, SPEED, BAD_DAYS] },
  { name: 'bad-days', testMatch: BAD_DAYS, dependencies: ['page'], fullyParallel: false, workers: 1 },
];
const pictures: Project[] = [{ name: 'screenshots', testMatch: SCREENSHOTS }];
const measurements: Project[] = [{ name: 'speed', testMatch: SPEED, workers: 1 }];

function projects(): Project[] {
  if (process.env.GRANARY_SCREENSHOTS) return pictures;
  return process.env.SPEED_REPORT ? measurements : tests;
}

export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  projects: projects(),
  fullyParallel: true,
  workers: 2,
  // What passes only when tried again hides a race, in the page or in its test.
  retries: 0,
  // For a machine that has more to do than this: nothing waits for as long when all is well.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  use: {
    baseURL: stack.page,
    screenshot: 'only-on-failure',
    // Two fifths of the time, when it is on: `cargo dev browser --trace on` asks for it.
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
