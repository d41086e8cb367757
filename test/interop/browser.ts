/** Chromium, where it is installed, and pages in it that complain of every error they meet. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, PageOptions } from 'playwright-core';
import { onTestFinished } from 'vitest';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const PROGRAM = PROGRAMS.find(existsSync) ?? null;

/** Why there is no browser, in words; null when there is one. */
export const BROWSER_MISSING = PROGRAM === null ? 'no Chromium here (apt-get install chromium)' : null;

/** Where pictures of the page go; nowhere unless the environment says. */
const SHOTS = process.env.EDGEFRONT_SHOTS;

/** `args`: beside those that every one needs. */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  // As root it runs only without its sandbox; it meets nothing here but ourselves.
  const browser = await chromium.launch({ executablePath: PROGRAM!, args: ['--no-sandbox', ...args] });
  onTestFinished(() => browser.close());
  return browser;
}

export interface WatchedPage {
  readonly page: Page;
  /** What the console said that was an error or a warning, and mistakes of scripts. */
  readonly complaints: string[];
}

/** The operator's window, shown and live. */
export async function openPage(
  browser: Browser,
  url: string,
  options: PageOptions = {},
): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, ...options });
  const complaints: string[] = [];
  page.on('console', (told) => {
    if (told.type?.() === 'error' || told.type?.() === 'warning') complaints.push(told.text?.() ?? '');
  });
  page.on('pageerror', ({ message }) => complaints.push(message ?? ''));
  await page.goto(url);
  await page.locator('.line[data-state=live]').waitFor();
  return { page, complaints };
}

export async function picture(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.evaluate('scrollTo(0, 0)');
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
