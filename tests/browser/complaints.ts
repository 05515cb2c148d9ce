// What a browser complains about: every test fails on what it did not announce.

import { expect, type BrowserContext } from '@playwright/test';

interface Announced {
  pattern: RegExp;
  heard: boolean;
}

export class Complaints {
  private readonly heard: string[] = [];
  private readonly announced: Announced[] = [];

  constructor(context: BrowserContext) {
    // Violations of the Content-Security-Policy come here, too: Chromium writes each to the console.
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.hear(message.text(), message.location().url);
    });
    context.on('weberror', ({ error }) => this.hear(String(error())));
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // The browser's own end of what a page asked for and left behind.
      if (why !== 'net::ERR_ABORTED') this.hear(`${request.method()} ${request.url()}: ${why}`);
    });
  }

  // Says that one or more complaints like this will come, and are right to.
  announce(pattern: RegExp) {
    this.announced.push({ pattern, heard: false });
  }

  // No others came, and each of these did.
  settle() {
    expect.soft(this.heard, 'complaints of the browser').toEqual([]);
    const unheard = this.announced.filter(({ heard }) => !heard);
    expect.soft(unheard.map(({ pattern }) => String(pattern)), 'complaints that did not come').toEqual([]);
  }

  private hear(text: string, from = '') {
    const complaint = from ? `${text} (${from})` : text;
    const known = this.announced.find(({ pattern }) => pattern.test(complaint));
    if (known) known.heard = true;
    else this.heard.push(complaint);
  }
}
