/** What the browser tests need beyond npm, asked for before the first of them: Chromium, and pdftotext to read what it prints. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where Chromium lies. */
export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** mocha's global setup: ends the process with one sentence if something is missing, because skipping would exit 0. */
export function mochaGlobalSetup(): void {
  const missing = [
    ...(existsSync(chromiumPath) ? [] : [`Chromium (${chromiumPath})`]),
    ...(spawnSync('pdftotext', ['-v']).error ? ['pdftotext'] : []),
  ];
  if (missing.length === 0) return;
  process.stderr.write(
    `test:browser needs ${missing.join(' and ')}: install them with "apt-get install chromium poppler-utils", or name another Chromium in the environment variable CHROMIUM.\n`,
  );
  process.exit(1);
}
