/** `explain`: teaches one scenario or one code. */
import { Command } from 'commander';
import { usageError } from '../base/errors.js';
import { catalogue, catalogueEntry, similarCodes } from '../harness/questions/catalogue.js';
import type { CatalogueEntry } from '../harness/causes/catalogue-entry.js';
import type { Scenario } from '../harness/index.js';
import { described } from './described.js';
import type { DescribedScenario } from './described.js';
import { scenariosOf } from './scenarios-of.js';

export function explainCommand(): Command {
  return new Command('explain')
    .description('Explain a scenario or a code: what it means and what to do')
    .argument('<scenario or code>', 'such as identity-provider-failure or BG_ROLE_MISSING')
    .option('-f, --file <file>', 'drill file: explain a scenario that it plays, your own among them')
    .option('--json', 'one JSON document on standard output')
    .action(async (name: string, options: { file?: string; json?: true }) => {
      const scenarios = await scenariosOf(options.file);
      const scenario = scenarios.find(({ id }) => id === name);
      const entry = catalogueEntry(name.toUpperCase());
      if (!scenario && !entry) throw unknown(name, scenarios);
      const content = scenario ? await described(scenario) : entry;
      const text = scenario
        ? describeScenario(await described(scenario), options.file)
        : describeCode(entry as CatalogueEntry);
      process.stdout.write(options.json ? `${JSON.stringify(content, undefined, 2)}\n` : text);
    });
}

function describeScenario(
  { id, title, source, premises, checks }: DescribedScenario,
  file: string | undefined,
): string {
  return [
    `${id}: ${title}`,
    `Source  ${source}`,
    '',
    'What is taken away (simulated, and put back afterwards)',
    ...premises.map((premise) => `  - ${premise}`),
    'What is checked, and the id of each check',
    ...checks.flatMap((check) => [`  - it ${check.title}`, `      ${id}/${check.id}`]),
    '',
    `Play it  breakglass-drill run ${file === undefined ? id : `--file ${file}`}`,
    '',
  ].join('\n');
}

function describeCode({ code, severity, title, meaning, remedy, controls }: CatalogueEntry): string {
  const lines = [`${code}  ${title} (${severity})`, '', meaning, '', `What to do  ${remedy}`];
  if (controls.length > 0) lines.push(`Asked for by  ${controls.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

function unknown(name: string, scenarios: readonly Scenario[]): Error {
  const codes = catalogue().map((entry) => entry.code);
  const near = similarCodes(name);
  return usageError(
    `there is no scenario and no code "${name}"`,
    near.length > 0
      ? `Did you mean ${near.join(', ')}?`
      : `Scenarios: ${scenarios.map(({ id }) => id).join(', ')}. Codes: ${codes.join(', ')}.`,
  );
}
