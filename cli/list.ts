/** `list`: what can be rehearsed. */
import { Command } from 'commander';

export function listCommand(): Command {
  return new Command('list')
    .description('List the scenarios: what is taken away and what must still work')
    .option('--json', 'one JSON document on standard output')
    .action(async (options: { json?: true }) => {
      const { scenarios } = await import('../scenarios/index.js');
      const rows = scenarios.map(({ id, title, source, proves, outline }) => ({
        id,
        title,
        source,
        proves,
        ...outline(),
      }));
      process.stdout.write(options.json ? `${JSON.stringify(rows, undefined, 2)}\n` : rows.map(describe).join('\n'));
    });
}

function describe({
  id,
  title,
  premises,
  checks,
}: {
  id: string;
  title: string;
  premises: string[];
  checks: string[];
}): string {
  const lines = [
    id,
    `  ${title}`,
    ...premises.map((premise) => `  given  ${premise}`),
    ...checks.map((check) => `  check  ${check}`),
  ];
  return `${lines.join('\n')}\n\n  breakglass-drill explain ${id}\n`;
}
