/** `list`: what can be rehearsed. */
import { Command } from 'commander';
import { described } from './described.js';
import type { DescribedScenario } from './described.js';

export function listCommand(): Command {
  return new Command('list')
    .description('List the scenarios: what is taken away and what must still work')
    .option('--json', 'one JSON document on standard output')
    .action(async (options: { json?: true }) => {
      const { scenarios } = await import('../scenarios/index.js');
      const rows = await Promise.all(scenarios.map(described));
      process.stdout.write(options.json ? `${JSON.stringify(rows, undefined, 2)}\n` : rows.map(describe).join('\n'));
    });
}

function describe({ id, title, premises, checks }: DescribedScenario): string {
  const lines = [
    id,
    `  ${title}`,
    ...premises.map((premise) => `  given  ${premise}`),
    ...checks.map((check) => `  check  ${check.title}`),
  ];
  return `${lines.join('\n')}\n\n  breakglass-drill explain ${id}\n`;
}
