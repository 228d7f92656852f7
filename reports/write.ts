/** Writes the reports of a finished drill into its folder, and the digests that hold them together. */
import { sha256 } from '../base/canonical-json.js';
import type { DrillFiles } from './files.js';
import { htmlReport } from './html/index.js';
import { junitReport } from './junit.js';
import { markdownReport } from './markdown.js';
import type { DrillResult } from './result.js';

/** Every report by file name: pure. Adding one is a line here. */
export function reportFiles(result: DrillResult): Record<string, string> {
  return {
    'result.json': `${JSON.stringify(result, undefined, 2)}\n`,
    'report.html': htmlReport(result),
    'report.md': markdownReport(result),
    'junit.xml': junitReport(result),
  };
}

/** Writes them, each whole or not at all; last `digests.json`, which `verify` checks. */
export function writeReports({ write }: Pick<DrillFiles, 'write'>, result: DrillResult): void {
  const files = reportFiles(result);
  for (const [name, content] of Object.entries(files)) write(name, content);
  const digests = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, sha256(content)]));
  write('digests.json', `${JSON.stringify({ headHash: result.headHash, files: digests }, undefined, 2)}\n`);
}
