/**
 * Documents that are made from the code: schemas, scenario and finding catalogues, drill file, command line, services of
 * the twin. `--check` changes nothing and exits 1 if one is stale.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { program } from '../cli/main.js';
import { version } from '../base/version.js';
import { drillFileSchema } from '../harness/configuration/drill-file.js';
import { controls } from '../harness/questions/refusal/controls.js';
import { catalogue } from '../harness/questions/catalogue.js';
import { doorSubject } from '../harness/questions/doors/door-rules.js';
import { subjects } from '../harness/questions/readiness/inspect.js';
import { loadDrill } from '../harness/engine/load.js';
import { silentProgress } from '../harness/drill/progress.js';
import { runDrill } from '../harness/engine/run.js';
import { documentJsonSchema, overlayJsonSchema } from '../organization/json-schema.js';
import { seededFault } from '../organization/schema.js';
import { exitMeanings } from '../reports/exit-codes.js';
import { terminalVerdict } from '../reports/terminal.js';
import { journalSchema } from '../reports/journal-record.js';
import { planSchema } from '../reports/schema/plan.js';
import { preparationSchema } from '../reports/schema/preparation.js';
import { resultSchema } from '../reports/schema/result.js';
import { described } from '../cli/described.js';
import { scenarios } from '../scenarios/index.js';
import { plainOperations, services } from '../twin/services/index.js';
import { refused, withoutEffect } from '../twin/services/unheld.js';
import { capabilitiesPage } from './capabilities-page.js';
import { comparisonPage } from './comparison-page.js';
import { recordsPage } from './records-page.js';
import { wordsPage } from './words-page.js';

const MADE = '<!-- Made by `npm run docs`: change the code, not this file. -->\n';

function schema(type: z.ZodType, title: string): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) }, undefined, 2)}\n`;
}

async function scenarioPage(): Promise<string> {
  const parts = (await Promise.all(scenarios.map(described))).map((scenario) => {
    const { premises, checks } = scenario;
    return [
      `## ${scenario.id}`,
      '',
      scenario.title,
      '',
      `Source: ${scenario.source}`,
      '',
      ...premises.map((premise) => `- given: ${premise} (simulated, put back afterwards)`),
      ...checks.map((check) => `- it ${check.title} (\`${check.id}\`)`),
      '',
    ].join('\n');
  });
  const who = Object.values(controls).map(
    ({ title, rightReasons, letIn }) => `| ${title} | ${rightReasons.join(' or ')} | ${letIn} |`,
  );
  return `${MADE}\n# Scenarios\n\n${parts.join('\n')}\n## Who must be refused\n\n| control | right reasons | finding if it gets in |\n|---|---|---|\n${who.join('\n')}\n`;
}

function findingPage(): string {
  const parts = catalogue().map(
    ({ code, severity, title, meaning, remedy, controls: ids }) =>
      `## ${code}\n\n**${title}** (${severity})\n\n${meaning}\n\nDo: ${remedy}\n${ids.length > 0 ? `\nAsked for by: ${ids.join(', ')}\n` : ''}`,
  );
  const byControl = new Map<string, string[]>();
  for (const { code, controls: ids } of catalogue())
    for (const id of ids) byControl.set(id, [...(byControl.get(id) ?? []), code]);
  const mapping = [...byControl].map(([id, codes]) => `| ${id} | ${codes.join(', ')} |`);
  return `${MADE}\n# Findings\n\nEvery code that a drill can report. \`breakglass-drill explain CODE\` prints the same.\n\n${parts.join('\n')}\n## By control\n\n| control | findings |\n|---|---|\n${mapping.join('\n')}\n`;
}

function readinessPage(): string {
  const parts = [...Object.values(subjects), doorSubject].map(({ id, rules, reads, evidence }) => {
    const rows = rules.map(({ id: rule, title, code }) => `| ${rule} | ${title} | ${code} |`);
    return `## ${id}\n\nLooks at: ${reads.join(', ')}. Evidence: ${evidence}.\n\n| rule | finds that | code |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `${MADE}\n# Readiness\n\nThe rules of the scenario \`readiness\`: what is wrong on a quiet day, before anybody needs break glass. Ids are rows of the project's catalogue of ways in which break-glass access fails. Parts of the configuration that the reader may not read make a check inconclusive.\n\n${parts.join('\n')}`;
}

interface JsonSchema {
  description?: string;
  type?: string;
  enum?: unknown[];
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
}

function drillFilePage(): string {
  const rows: string[] = [];
  const walk = (part: JsonSchema, path: string): void => {
    for (const [key, member] of Object.entries(part.properties ?? {})) {
      const at = path === '' ? key : `${path}.${key}`;
      const kind = member.enum
        ? member.enum.map((value) => `\`${String(value)}\``).join(', ')
        : member.type === 'array'
          ? `list of ${member.items?.type ?? 'values'}`
          : (member.type ?? '');
      const need =
        part.required?.includes(key) === true
          ? 'required'
          : member.default === undefined
            ? ''
            : `\`${JSON.stringify(member.default)}\``;
      rows.push(`| \`${at}\` | ${kind} | ${need} | ${member.description ?? ''} |`);
      if (member.items?.properties) walk(member.items, `${at}[]`);
      walk(member, at);
    }
  };
  walk(z.toJSONSchema(drillFileSchema, { io: 'input' }) as JsonSchema, '');
  return `${MADE}\n# The drill file\n\nYAML; unknown keys are errors. \`drill.yaml\` is an example, \`docs/schemas/drill.schema.json\` its schema.\n\n| key | value | default | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function commandPage(): string {
  const made = program(() => undefined);
  const parts = [made, ...made.commands].map(
    (command) => `## ${command.name()}\n\n\`\`\`\n${command.helpInformation().trimEnd()}\n\`\`\`\n`,
  );
  return `${MADE}\n# Command line\n\n${parts.join('\n')}`;
}

function twinPage(): string {
  const signed = [...services.values()].map(
    (service) =>
      `| ${service.id} | ${service.operations
        .map(({ name }) => name)
        .sort()
        .join(', ')} |`,
  );
  const plain = plainOperations.map(({ method, path, component }) => `| ${component} | \`${method} ${path}\` |`);
  return `${MADE}\n# What the twin answers\n\nThe twin is an enforcing, made-up copy of an organization on AWS. Whatever is not here answers \`NotImplemented\` and names the operation. [comparison.md](comparison.md) sets it beside free emulators.\n\nAny client that takes an endpoint can be pointed at it; [field-tools.md](field-tools.md) has commands that were tried. **\`aws sqs\` of the AWS CLI 1.46.3 asks AWS itself in spite of \`AWS_ENDPOINT_URL\`: give it \`--endpoint-url\`.**\n\n| service | operations |\n|---|---|\n${[...signed, ...plain].join('\n')}\n\n${unheldTables()}`;
}

/** Members of inputs that are refused by name, and those that are taken without effect. */
function unheldTables(): string {
  const refusals = Object.entries(refused).flatMap(([service, operations]) =>
    Object.entries(operations).map(([operation, members]) => {
      const named = Object.entries(members).map(
        ([path, harmless]) => `\`${path}\`${harmless.length > 0 ? ` (but ${harmless.join(', ')})` : ''}`,
      );
      return `| ${service}:${operation} | ${named.join(', ')} |`;
    }),
  );
  const effectless = Object.entries(withoutEffect).flatMap(([service, operations]) =>
    Object.entries(operations).flatMap(([operation, members]) =>
      Object.entries(members).map(([path, why]) => `| ${service}:${operation} | \`${path}\` | ${why} |`),
    ),
  );
  return [
    'A member that would be taken and then forgotten answers `NotImplemented` and is named:',
    '',
    '| operation | members |',
    '|---|---|',
    ...refusals,
    '',
    'Taken without effect, since nobody could see one here:',
    '',
    '| operation | member | why |',
    '|---|---|---|',
    ...effectless,
    '',
  ].join('\n');
}

/** What the shipped drill leaves with some seeded faults or none, and prints: the same on every machine, because the seed is. */
async function sample(faults: readonly string[] = []): Promise<{ report: string; verdict: string }> {
  const output = mkdtempSync(join(tmpdir(), 'breakglass-sample-'));
  try {
    const loaded = loadDrill('drill.yaml', { overlays: faults.map((name) => `examples/broken/${name}.yaml`) });
    const { result, folder } = await runDrill(loaded, {
      scenarios,
      output,
      progress: silentProgress,
      tool: { name: 'breakglass-drill', version },
    });
    const verdict = terminalVerdict(result, { folder: `drills/${result.drill.id}`, colour: false }).join('\n');
    return { report: readFileSync(join(folder, 'report.html'), 'utf8'), verdict };
  } finally {
    rmSync(output, { recursive: true });
  }
}

/** README.md, with the exit codes and with what commands print put between their marks. */
function readme(printed: Readonly<Record<string, string>>): string {
  const parts = {
    'exit codes': `Exit codes: ${exitMeanings.join(' · ')}.`,
    ...Object.fromEntries(
      Object.entries(printed).map(([command, output]) => [`printed by: ${command}`, `\`\`\`\n${output}\n\`\`\``]),
    ),
  };
  return Object.entries(parts).reduce((text, [mark, content]) => {
    const [start, end] = [`<!-- ${mark} -->\n`, '<!-- end -->'];
    const from = text.indexOf(start);
    const to = text.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`README.md has no mark "${mark}"`);
    return `${text.slice(0, from + start.length)}${content}\n${text.slice(to)}`;
  }, read('README.md'));
}

/** Faults of the broken sample: one of each subject, too strict and too loose. */
const SAMPLE_FAULTS = [
  'exemption-compares-literally',
  'role-missing',
  'second-user-forgotten',
  'no-mfa-condition',
  'custodians-one-team',
  'alarm-rule-disabled',
  'boundary-forgets-alarms',
];

/** Every made document by path. */
async function documents(): Promise<Record<string, string>> {
  const [held, missing, broken] = [await sample(), await sample(['role-missing']), await sample(SAMPLE_FAULTS)];
  return {
    'README.md': readme({ 'npm run drill': held.verdict, 'npm run drill -- broken role-missing': missing.verdict }),
    'docs/samples/held.html': held.report,
    'docs/samples/broken.html': broken.report,
    'docs/schemas/result.schema.json': schema(resultSchema, 'result.json of a drill'),
    'docs/schemas/journal.schema.json': schema(journalSchema, 'one line of journal.jsonl'),
    'docs/schemas/preparation.schema.json': schema(preparationSchema, 'preparation.json of a drill'),
    'docs/schemas/plan.schema.json': schema(planSchema, 'plan.json of a drill'),
    'docs/schemas/drill.schema.json': schema(drillFileSchema, 'drill file'),
    'docs/schemas/organization.schema.json': `${JSON.stringify(documentJsonSchema(), undefined, 2)}\n`,
    'docs/schemas/overlay.schema.json': `${JSON.stringify(overlayJsonSchema(), undefined, 2)}\n`,
    'docs/schemas/seeded-fault.schema.json': schema(seededFault, 'seeded fault of examples/broken/'),
    'docs/scenarios.md': await scenarioPage(),
    'docs/findings.md': findingPage(),
    'docs/readiness.md': readinessPage(),
    'docs/drill-file.md': drillFilePage(),
    'docs/own-scenarios.md': await wordsPage(read('docs/own-scenarios.md')),
    'docs/command-line.md': commandPage(),
    'docs/twin.md': twinPage(),
    'docs/target-capabilities.md': await capabilitiesPage(MADE),
    'docs/comparison.md': await comparisonPage(MADE),
    'docs/records.md': `${MADE}\n${recordsPage()}`,
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const stale = Object.entries(await documents()).filter(([path, content]) => read(path) !== content);
const check = process.argv.includes('--check');
for (const [path, content] of stale) {
  process.stdout.write(`${check ? 'stale' : 'written'}  ${path}\n`);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
process.stdout.write(
  stale.length === 0 ? 'all made documents are fresh\n' : check ? 'run "npm run docs" and commit\n' : '',
);
process.exitCode = check && stale.length > 0 ? 1 : 0;
