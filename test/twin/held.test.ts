import { expect } from 'chai';
import { services } from '../../twin/services/index.js';
import { refused, withoutEffect } from '../../twin/services/unheld.js';
import { drawn } from '../draw.js';
import { elsewhere, subjects, unread } from './held/index.js';
import {
  another,
  baseOf,
  canonical,
  changed,
  inputSchema,
  leavesOf,
  outcomeOf,
  pathsOf,
  staged,
  toldBy,
} from './held/law.js';
import type { Leaf, Outcome, Row, Seen, Subject } from './held/law.js';

/** Members by which a list is read in pages: a law of its own asks about them. */
const TOKEN = /^(nextToken|marker)$/i;
const LIMIT = /^(maxItems|maxResults|limit|maxRecords)$/i;

/** Refused, since it names something that is not there or that this caller has no part in. */
const NOT_THERE = /NoSuch|NotFound|NonExist|DoesNotExist|AccessDenied|InvalidClientTokenId|NotInflight|InvalidArn/;

/** What is wrong with how one value of a row is held; `undefined` if nothing is. */
function forgotten({ path, value }: Leaf, row: Row, base: Outcome, other: Outcome): string | undefined {
  if (JSON.stringify(other) === JSON.stringify(base)) return `${path}: ${canonical(value)} makes no difference`;
  if (!row.read || row.acts?.includes(path) === true) return undefined;
  if (other.refused !== undefined && NOT_THERE.test(other.refused)) return undefined;
  return toldBy(base.reads).has(canonical(value)) ? undefined : `${path}: ${canonical(value)} is read nowhere`;
}

async function lapsesOf(subject: Subject, row: Row): Promise<string[]> {
  const stage = await staged(subject, row);
  const input = baseOf(row, stage);
  const base = await outcomeOf(stage, row, input);
  if (base.refused !== undefined) return [`refused: ${base.refused} ${base.message ?? ''}`];
  const lapses: string[] = [];
  const idle = Object.keys(withoutEffect[row.service]?.[row.operation] ?? {});
  for (const leaf of leavesOf(input, inputSchema(row.service, row.operation))) {
    if (isUnder(leaf.path, idle)) continue;
    const to = row.instead && Object.hasOwn(row.instead, leaf.path) ? row.instead[leaf.path] : another(leaf.value);
    // What asks alone changes nothing, so that one twin can answer all of it.
    const seen: Seen = row.read || writes(row) ? await staged(subject, row) : stage;
    const lapse = forgotten(leaf, row, base, await outcomeOf(seen, row, changed(input, leaf.keys, to)));
    if (lapse !== undefined) lapses.push(lapse);
  }
  return lapses;
}

const writes = ({ operation }: Row): boolean => !/^(Get|List|Describe|Lookup|Filter|Test|Simulate)/.test(operation);

const isUnder = (path: string, paths: readonly string[]): boolean =>
  paths.some((one) => path === one || path.startsWith(`${one}.`));

const all = Object.values(subjects).flatMap(({ rows }) => rows);
/** A row plays a twin for each of its values. */
const played = new Set(
  drawn('rows of the law of inputs', all, { few: Math.ceil(all.length / 6), more: Math.ceil(all.length / 2) }),
);

describe('every service', () => {
  it('is under the law of inputs, or left out with a reason', () => {
    expect([...Object.keys(subjects), ...Object.keys(elsewhere)]).to.have.members([...services.keys()]);
  });
});

for (const [service, subject] of Object.entries(subjects)) {
  describe(`what ${service} is given`, function () {
    for (const [number, row] of subject.rows.entries()) {
      if (!played.has(row)) continue;
      it(`${row.operation} holds it (${number})`, async () => {
        expect(await lapsesOf(subject, row)).to.deep.equal([]);
      });
    }

    it('is all in a row, refused by name, or listed with a reason', async () => {
      const seen = await staged(subject);
      const missing = (services.get(service)?.operations ?? []).flatMap(({ name }) => {
        const schema = inputSchema(service, name);
        const inRows = subject.rows
          .filter(({ operation }) => operation === name)
          .flatMap((row) => leavesOf(baseOf(row, seen), schema).map(({ path }) => path));
        const listed = [
          ...Object.keys(refused[service]?.[name] ?? {}),
          ...Object.keys(withoutEffect[service]?.[name] ?? {}),
          ...Object.keys(unread[service]?.[name] ?? {}),
        ];
        return (schema ? pathsOf(schema) : ['(no schema)'])
          .filter((path) => !TOKEN.test(path) && !LIMIT.test(path) && !isUnder(path, inRows) && !isUnder(path, listed))
          .map((path) => `${name} ${path}`);
      });
      expect(missing).to.deep.equal([]);
    });

    it('in pages is asked for by tokens and numbers', async () => {
      const seen = await staged(subject);
      const lapses: string[] = [];
      for (const row of subject.rows.filter((one) => !writes(one))) {
        const schema = inputSchema(service, row.operation);
        for (const path of schema ? pathsOf(schema) : []) {
          const wrong = TOKEN.test(path) ? 'made up' : LIMIT.test(path) ? -1 : undefined;
          if (wrong === undefined || withoutEffect[service]?.[row.operation]?.[path] !== undefined) continue;
          const { refused: code } = await outcomeOf(seen, row, { ...baseOf(row, seen), [path]: wrong });
          if (code === undefined) lapses.push(`${row.operation} ${path}`);
        }
      }
      expect(lapses).to.deep.equal([]);
    });
  });
}
