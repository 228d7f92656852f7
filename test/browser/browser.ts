/** Reports in a headless Chromium that may reach nothing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath } from './setup.js';

/** How a page is looked at. */
export interface View {
  width: number;
  height: number;
  scheme: 'light' | 'dark';
  media: 'screen' | 'print';
}

export const VIEWS: Readonly<Record<string, View>> = {
  desktop: { width: 1280, height: 800, scheme: 'light', media: 'screen' },
  'desktop, dark': { width: 1280, height: 800, scheme: 'dark', media: 'screen' },
  phone: { width: 390, height: 844, scheme: 'light', media: 'screen' },
  'phone, dark': { width: 390, height: 844, scheme: 'dark', media: 'screen' },
  // A4 less its margins at 96 pixels to the inch.
  print: { width: 688, height: 980, scheme: 'light', media: 'print' },
};

/** A page, and what it did while it was open that a report must not do. */
export interface OpenPage {
  page: Page;
  /** Requests beside the one for the report itself. */
  requests: string[];
  /** Messages on the console and errors. */
  complaints: string[];
}

export interface Reports {
  /** Opens the HTML and closes it after `use`. */
  open<T>(html: string, view: View, use: (opened: OpenPage) => Promise<T>): Promise<T>;
  /** The texts of the pages of its print on A4, in black and white as most printers are set. */
  print(html: string): Promise<string[]>;
  close(): Promise<void>;
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. */
export async function openReports(): Promise<Reports> {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: FLAGS });
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-browser-'));
  const file = join(folder, 'report.html');
  const open: Reports['open'] = (html, view, use) => {
    writeFileSync(file, html);
    return withPage(browser, pathToFileURL(file).href, view, use);
  };
  return {
    open,
    print: (html) =>
      open(html, VIEWS['print'] as View, async ({ page }) => {
        await page.pdf({ path: join(folder, 'report.pdf'), preferCSSPageSize: true, printBackground: false });
        const { stdout } = spawnSync('pdftotext', ['-layout', join(folder, 'report.pdf'), '-'], {
          encoding: 'utf8',
          maxBuffer: 64 * 1024 * 1024,
        });
        return stdout.split('\f').slice(0, -1);
      }),
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function withPage<T>(
  browser: Browser,
  url: string,
  view: View,
  use: (opened: OpenPage) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.scheme,
  });
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => void (request.url().split('#')[0] === url || requests.push(request.url())));
  page.on('console', (message) => void complaints.push(message.text()));
  page.on('pageerror', (error) => void complaints.push(error.message));
  try {
    await page.emulateMedia({ media: view.media, colorScheme: view.scheme });
    await page.goto(url);
    return await use({ page, requests, complaints });
  } finally {
    await page.close();
  }
}
