/** `list`: what can be rehearsed. */
import { Command } from 'commander';
import { described } from './described.js';
import type { DescribedScenario } from './described.js';
import { scenariosOf } from './scenarios-of.js';

export function listCommand(): Command {
  return new Command('list')
    .description('List the scenarios: what is taken away and what must still work')
    .option('-f, --file <file>', 'drill file: list those that it plays, your own among them')
    .option('--json', 'one JSON document on standard output')
    .action(async (options: { file?: string; json?: true }) => {
      const rows = await Promise.all((await scenariosOf(options.file)).map(described));
      process.stdout.write(
        options.json
          ? `${JSON.stringify(rows, undefined, 2)}\n`
          : rows.map((row) => describe(row, options.file)).join('\n'),
      );
    });
}

function describe({ id, title, premises, checks }: DescribedScenario, file: string | undefined): string {
  const lines = [
    id,
    `  ${title}`,
    ...premises.map((premise) => `  given  ${premise}`),
    ...checks.map((check) => `  check  ${check.title}`),
  ];
  return `${lines.join('\n')}\n\n  breakglass-drill explain ${id}${file === undefined ? '' : ` --file ${file}`}\n`;
}
