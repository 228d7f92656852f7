/** The page that says what each target can do, from what drills of it found. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../base/random.js';
import { loadDrill } from '../harness/engine/load.js';
import { silentProgress } from '../harness/drill/progress.js';
import { runDrill } from '../harness/engine/run.js';
import { serveEmulator } from '../harness/targets/emulator.js';
import { DECIDES_ITSELF } from '../harness/drill/capability.js';
import { READABLE } from '../harness/drill/evidence-on-target.js';
import { questions } from '../harness/questions/index.js';
import type { Ask, Question } from '../harness/questions/question.js';
import type { DrillResult } from '../reports/result.js';
import { scenarios } from '../scenarios/index.js';
import { readRecorded, recordedTargets, recordOf } from './recorded-target.js';
import type { RecordedTarget } from './recorded-target.js';

const HEAD = `# What targets can do

What a target has and enforces is asked at the start of a drill and printed with the answer that showed it: see [targets.md](targets.md).
This page is made from whole drills of the landing zone: of \`emulate\` whenever the page is made, of LocalStack and of moto by the suites that play
them (\`npm run test:localstack\`, \`npm run test:moto\`), which fail when they answer otherwise than here.`;

interface Found {
  title: string;
  record: RecordedTarget;
}

/** The page; plays a drill of `emulate`. */
export async function capabilitiesPage(made: string): Promise<string> {
  const found: Found[] = [
    { title: '`emulate`', record: recordOf(await drillOfEmulator()) },
    ...recordedTargets.map(({ title, file }) => ({ title, record: readRecorded(file) })),
  ];
  const needs = questions
    .flatMap(capabilityTable)
    .map(({ check, needs: needed, otherwise }) => `| ${check} | ${needed} | ${otherwise} |`);
  return (
    [
      `${made}\n${HEAD}`,
      `## Capabilities\n\n${table(['capability', ...found.map(({ title }) => title)], capabilityRows(found))}`,
      `## Checks\n\n${table(['scenario', 'check', ...found.map(({ title }) => title)], checkRows(found))}`,
      `## What a check needs\n\n| check | needs | otherwise |\n|---|---|---|\n${needs.join('\n')}`,
      ...found.map(
        ({ title, record }) =>
          `## What ${title} answered\n\n${table(
            ['capability', 'asked', 'answer'],
            record.capabilities.map(({ capability, asked, answer }) => [capability, asked, cell(answer)]),
          )}`,
      ),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function capabilityRows(found: readonly Found[]): string[][] {
  const capabilities = [
    ...new Set(found.flatMap(({ record }) => record.capabilities.map(({ capability }) => capability))),
  ];
  return capabilities.map((name) => [
    name,
    ...found.map(({ record }) => {
      const able = record.capabilities.find(({ capability }) => capability === name)?.able;
      return able === undefined ? 'not asked' : able ? 'yes' : '**no**';
    }),
  ]);
}

function checkRows(found: readonly Found[]): string[][] {
  const [first] = found;
  return (first?.record.checks ?? []).map(({ scenario, check }) => [
    scenario,
    check,
    ...found.map(
      ({ record }) =>
        record.checks.find((one) => one.scenario === scenario && one.check === check)?.found ?? 'not played',
    ),
  ]);
}

/** A table ends where a line does. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

async function drillOfEmulator(): Promise<DrillResult> {
  const output = mkdtempSync(join(tmpdir(), 'breakglass-capabilities-'));
  const { organization } = loadDrill('drill.yaml');
  const emulator = await serveEmulator(organization, seededRandom('capabilities'));
  try {
    const loaded = loadDrill('drill.yaml', {
      target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready },
    });
    return (
      await runDrill(loaded, {
        scenarios,
        output,
        progress: silentProgress,
        tool: { name: 'breakglass-drill', version: 'documents' },
      })
    ).result;
  } finally {
    await emulator.close();
    rmSync(output, { recursive: true });
  }
}

/** What checks of a question need of a target, and what they are without it; a row for all words that need the same. */
function capabilityTable(question: Question): { check: string; needs: string; otherwise: string }[] {
  const asks = Object.entries(question.methods).flatMap(([method, { words, abouts = [''] }]) =>
    abouts.flatMap((about) => words.map((word): Ask => ({ method, about, word }))),
  );
  const rows = asks.flatMap((ask) => {
    const part = question.decidedFrom(ask);
    const needed = [question.needs(ask), question.needsToHold(ask)].flatMap((one) => one ?? []);
    const check = `${ask.method}${ask.about === '' ? '' : `: ${ask.about}`}`;
    return [
      ...needed.map((needs) => ({
        check: question.needsToHold(ask) === needs ? `${check}: ${ask.word}` : check,
        needs: needs as string,
        otherwise: 'not applicable',
      })),
      ...(part
        ? [
            {
              check,
              needs: [DECIDES_ITSELF, ...READABLE[part]].join(', or '),
              otherwise: 'decided from the document (declared)',
            },
          ]
        : []),
    ];
  });
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
