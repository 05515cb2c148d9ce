// Whether a text is anywhere in a page: in what the browser keeps, and in the memory of script and program.

import type { CDPSession, Page } from '@playwright/test';

// Places that hold the text; none, once it is gone.
export async function placesOf(page: Page, text: string): Promise<string[]> {
  const browser = await page.context().newCDPSession(page);
  const found = [
    ...(await kept(page, text)),
    ...((await heap(browser)).includes(text) ? ['the script’s memory'] : []),
    ...((await programHolds(page, text)) ? ['the program’s memory'] : []),
    ...(JSON.stringify(await browser.send('Page.getNavigationHistory')).includes(text) ? ['the history'] : []),
    ...(JSON.stringify(await page.context().cookies()).includes(text) ? ['a cookie'] : []),
  ];
  await browser.detach();
  return found;
}

async function kept(page: Page, text: string): Promise<string[]> {
  return page.evaluate(async (text) => {
    const fields = [...document.querySelectorAll('input, textarea, output')] as HTMLInputElement[];
    const caches = await Promise.all((await window.caches.keys()).map(async (name) => (await window.caches.open(name)).keys()));
    const places: Record<string, unknown> = {
      'the document': document.documentElement.outerHTML,
      'a field': fields.map((field) => field.value ?? ''),
      'the address': [location.href, document.referrer, window.name, document.title],
      'the history’s state': history.state,
      'local storage': { ...localStorage },
      'session storage': { ...sessionStorage },
      'a database': await indexedDB.databases(),
      'a cache': caches.flat().map(({ url }) => url),
    };
    return Object.keys(places).filter((place) => JSON.stringify(places[place] ?? null).includes(text));
  }, text);
}

// What is still reachable, after what is not has been collected.
async function heap(browser: CDPSession): Promise<string> {
  const chunks: string[] = [];
  browser.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await browser.send('HeapProfiler.enable');
  await browser.send('HeapProfiler.collectGarbage');
  await browser.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  return chunks.join('');
}

// Notes the memory of each program that starts from now on, before which it must be called. Chromium
// has a query for them, and does not answer it once two programs share one.
export async function notePrograms(page: Page) {
  await page.addInitScript(() => {
    const memories = new Set<WebAssembly.Memory>();
    Object.assign(window, { memories });
    const start = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
      const started = await start(...given);
      const { memory } = started.instance.exports;
      if (memory instanceof WebAssembly.Memory) memories.add(memory);
      return started;
    };
  });
}

// Every byte of every WebAssembly memory, for the text as UTF-8 and as UTF-16.
async function programHolds(page: Page, text: string): Promise<boolean> {
  const { memories, holds } = await page.evaluate((text) => {
    const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
    const wide = [...text].map((letter) => `${letter}\0`).join('');
    const noted = [...((window as { memories?: Set<WebAssembly.Memory> }).memories ?? [])];
    const all = noted.map(({ buffer }) => latin(new Uint8Array(buffer)));
    return { memories: all.length, holds: all.some((bytes) => bytes.includes(text) || bytes.includes(wide)) };
  }, text);
  if (memories < 1) throw new Error('the program has no memory to search');
  return holds;
}
