import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { seededRandom } from '../../base/random.js';
import { embeddedTarget } from '../../harness/targets/embedded.js';
import type { JournalRecord, RecordOf } from '../../reports/journal-record.js';
import type { DrillPlan } from '../../reports/plan.js';
import { summarize } from '../../reports/summarize.js';
import { verifyDrill } from '../../reports/verify.js';
import { runs } from '../draw.js';
import { keptDrill } from '../drill.js';
import type { PlayedDrill } from '../drill.js';
import { landingZone } from '../landing-zone.js';

describe('what a drill leaves behind', () => {
  let held: PlayedDrill;
  let broken: PlayedDrill;
  before(async () => {
    held = await keptDrill();
    broken = await keptDrill(readFileSync('examples/broken/role-missing.yaml', 'utf8'));
  });
  const text = (played: PlayedDrill, name: string): string => played.texts.get(name) ?? '';
  const records = (played: PlayedDrill): JournalRecord[] =>
    text(played, 'journal.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalRecord);
  const plan = (played: PlayedDrill): DrillPlan => JSON.parse(text(played, 'plan.json')) as DrillPlan;

  it('is every file that is promised', () => {
    expect([...held.texts.keys()].sort()).to.deep.equal([
      'digests.json',
      'journal.jsonl',
      'junit.xml',
      'plan.json',
      'preparation.json',
      'report.html',
      'report.md',
      'result.json',
    ]);
  });

  it('fits the published schemas', () => {
    const ajv = new Ajv2020({ allErrors: true });
    const check = (schema: string, content: unknown): void => {
      const validate = ajv.compile(JSON.parse(readFileSync(`docs/schemas/${schema}.schema.json`, 'utf8')) as object);
      expect(validate(content), JSON.stringify(validate.errors?.slice(0, 3))).to.equal(true);
    };
    for (const played of [held, broken]) {
      check('result', JSON.parse(text(played, 'result.json')));
      check('plan', plan(played));
    }
    const validate = ajv.compile(JSON.parse(readFileSync('docs/schemas/journal.schema.json', 'utf8')) as object);
    for (const record of records(broken)) expect(validate(record), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ ...records(held)[0], extra: 1 })).to.equal(false);
  });

  it('verifies', () => {
    for (const played of [held, broken])
      expect(verifyDrill(played.texts)).to.deep.include({ ok: true, problems: [], notUndone: [] });
  });

  it('does not verify after any change of any file', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...held.texts.keys()),
        fc.nat(),
        fc.constantFrom('x', '0', ' ', ''),
        (name, position, replacement) => {
          const original = text(held, name);
          const at = position % original.length;
          if (original[at] === replacement) return;
          const changed = new Map(held.texts).set(name, original.slice(0, at) + replacement + original.slice(at + 1));
          // digests.json is not derived from anything but its values: its white space may change.
          if (
            name === 'digests.json' &&
            JSON.stringify(safeParse(changed.get(name) ?? '')) === JSON.stringify(safeParse(original))
          )
            return;
          expect(verifyDrill(changed).ok, `${name} at ${at}: "${original[at] ?? ''}" -> "${replacement}"`).to.equal(
            false,
          );
        },
      ),
      runs(11, { few: 50, more: 300, every: 1000 }),
    );
  });

  it('names the line of the journal that was changed, added or taken away', () => {
    const lines = text(held, 'journal.jsonl').split('\n');
    const verify = (changed: string[]): string[] =>
      verifyDrill(new Map(held.texts).set('journal.jsonl', changed.join('\n'))).problems;
    expect(
      verify(
        lines.map((line, index) =>
          index === 20 ? line.replace('"held"', '"broken"').replace('"status":200', '"status":201') : line,
        ),
      ),
    ).to.deep.equal(['journal.jsonl line 21: was changed']);
    expect(verify(lines.filter((_, index) => index !== 20))[0]).to.match(/^journal\.jsonl line 21: has number 22/);
    expect(verify(lines.slice(0, -2).concat(''))[0]).to.match(/did not end/);
    expect(
      verifyDrill(new Map(held.texts).set('plan.json', text(held, 'plan.json').replace('"landing-zone"', '"other"')))
        .problems[0],
    ).to.match(/plan\.json: is not the plan that the journal names/);
    expect(verifyDrill(new Map([...held.texts].filter(([name]) => name !== 'report.md'))).problems).to.include(
      'report.md: is missing',
    );
  });

  it('finds an undo that never happened, as after kill -9', () => {
    const lines = text(held, 'journal.jsonl').split('\n');
    const planned = lines.findIndex((line) => line.includes('"kind":"undo"'));
    const { ok, notUndone } = verifyDrill(
      new Map(held.texts).set(
        'journal.jsonl',
        lines
          .slice(0, planned + 2)
          .join('\n')
          .concat('\n'),
      ),
    );
    expect(ok).to.equal(false);
    expect(notUndone).to.deep.equal([
      { what: 'The identity provider is down', finish: 'Start the identity provider again and sign in once.' },
    ]);
  });

  it('holds no secret', async () => {
    const secrets = [...embeddedTarget(landingZone(), seededRandom('1')).secrets()];
    expect(secrets).to.have.length.of.at.least(10);
    for (const [name, content] of [...held.texts, ...broken.texts]) {
      for (const secret of secrets) expect(content, `in ${name}`).to.not.include(secret);
      expect(content, name).to.not.match(
        /(AKIA|ASIA)[A-Z2-7]{16}|"(SecretAccessKey|SessionToken|ticket|accessToken)"/i,
      );
    }
    // A message that carries a secret is cleaned before it is written.
    const { createJournal } = await import('../../reports/journal.js');
    const lines: string[] = [];
    const journal = createJournal({
      sink: { append: (line) => void lines.push(line), sync: () => undefined },
      drill: 'd',
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      firstHash: '0'.repeat(64),
      secrets: () => ['very-secret-value'],
    });
    journal.append({ kind: 'aborted', why: 'it is very-secret-value' });
    expect(lines[0]).to.include('[redacted]').and.not.include('very-secret-value');
  });

  it('gives the same result in whatever order the cells came', () => {
    const original = records(broken);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          original.filter((record) => record.kind === 'cell'),
          { minLength: original.filter((record) => record.kind === 'cell').length },
        ),
        (cells) => {
          const shuffled = original.map((record) => (record.kind === 'cell' ? (cells.pop() ?? record) : record));
          const { matrix, inventory, findings } = summarize(plan(broken), text(broken, 'plan.json'), shuffled);
          expect({ matrix, inventory, findings }).to.deep.equal({
            matrix: broken.result.matrix,
            inventory: broken.result.inventory,
            findings: broken.result.findings,
          });
        },
      ),
      { seed: 2, numRuns: 20 },
    );
  });

  it('tells each premise with its end, each check, each alarm path and what was put back', () => {
    const { timeline, premises, scenarios, alarms } = held.result;
    const lane = (name: string): typeof timeline => timeline.filter((entry) => entry.lane === name);
    expect(lane('premise').map(({ what }) => what)).to.deep.equal(premises.map(({ title }) => title));
    for (const { at, until = '' } of lane('premise')) expect(until >= at, `${at} to ${until}`).to.equal(true);
    // Containment is put back too, and is no premise.
    const undone = lane('undo').map(({ what }) => what);
    expect(undone).to.include.members(premises.map(({ title }) => `Put back: ${title}`));
    expect(undone.every((what) => what.startsWith('Put back: '))).to.equal(true);
    expect(lane('check')).to.have.length(scenarios.flatMap(({ checks }) => checks).length);
    for (const entry of lane('check')) expect(entry.outcome).to.equal('held');
    expect(lane('alarm').map(({ outcome }) => outcome)).to.deep.equal(alarms.map(({ outcome }) => outcome));
    expect(lane('drill').map(({ what }) => what)).to.deep.equal(['The drill starts', 'The drill ends']);
  });

  it('names every account of the plan with the worst that was found there', () => {
    const { matrix, inventory } = broken.result;
    expect(matrix.accounts.map(({ id }) => id)).to.deep.equal(plan(broken).accounts.map(({ id }) => id));
    const missing = matrix.accounts.find(({ name }) => name === 'payments-2');
    expect(missing?.users).to.deep.equal(Object.fromEntries(inventory.breakGlassUsers.map((user) => [user, 'broken'])));
    expect(missing?.control).to.equal('inconclusive');
    for (const { name, users } of matrix.accounts)
      if (name !== 'payments-2') expect(Object.values(users), name).to.deep.equal(['held', 'held']);
  });

  it('calls a planned check without an answer inconclusive, never held, and aborted once stopped', () => {
    const original = records(held);
    const without = original.filter((record) => !(record.kind === 'check' && record.title.startsWith('lets every')));
    const { drill, scenarios } = summarize(plan(held), text(held, 'plan.json'), without);
    expect([drill.outcome, drill.exitCode]).to.deep.equal(['inconclusive', 3]);
    expect(scenarios.flatMap(({ checks }) => checks.map((check) => check.outcome))).to.include('inconclusive');
    const stopped = summarize(plan(held), text(held, 'plan.json'), [
      ...without,
      { ...(original.at(-1) as RecordOf<'end'>), kind: 'aborted', why: 'stopped' },
    ]);
    expect([stopped.drill.outcome, stopped.drill.exitCode]).to.deep.equal(['aborted', 4]);
    const left = summarize(
      plan(held),
      text(held, 'plan.json'),
      original.filter((record) => record.kind !== 'undo' || record.state !== 'done'),
    );
    expect(left.drill.exitCode).to.equal(5);
  });
});

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
