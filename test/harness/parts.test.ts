import { recordsOf } from '../../reports/journal-record.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { virtualClock, wallClock } from '../../base/clock.js';
import { CodedError } from '../../base/errors.js';
import { redact } from '../../base/redaction.js';
import { seededRandom } from '../../base/random.js';
import { denialCode } from '../../harness/causes/denial.js';
import { parseDrillFile } from '../../harness/configuration/drill-file.js';
import { createRecorder } from '../../harness/engine/recorder.js';
import { mapInOrder } from '../../base/limiter.js';
import { silentProgress } from '../../harness/drill/progress.js';
import type { Change, Undoer } from '../../harness/drill/change.js';
import type { Ledger } from '../../harness/drill/ledger.js';
import { createUndoLedger, lateUndoPort } from '../../harness/engine/undo.js';
import { createJournal } from '../../reports/journal.js';
import type { Journal } from '../../reports/journal.js';

function memoryJournal(): { journal: Journal; log: string[] } {
  const log: string[] = [];
  const sink = {
    append: (line: string) => {
      const { kind, state } = JSON.parse(line) as { kind: string; state?: string };
      log.push(state ?? kind);
    },
    sync: () => void log.push('sync'),
  };
  return {
    journal: createJournal({ sink, drill: 'd', clock: virtualClock(0), firstHash: '0'.repeat(64), secrets: () => [] }),
    log,
  };
}

/** A clock that nobody looks at. */
const STILL = { now: () => 0, sleep: () => Promise.resolve() };

describe('the limiter', () => {
  it('keeps order and bound for every speed of work', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (delays, concurrency) => {
          let inFlight = 0;
          let most = 0;
          const seen: number[] = [];
          const work = async (index: number): Promise<number> => {
            most = Math.max(most, ++inFlight);
            for (let turn = 0; turn < (delays[index] ?? 0); turn++) await Promise.resolve();
            inFlight--;
            return index;
          };
          await mapInOrder([...delays.keys()], concurrency, work, (result) => seen.push(result));
          expect(seen).to.deep.equal([...delays.keys()]);
          expect(most).to.be.at.most(concurrency);
        },
      ),
      { seed: 5 },
    );
  });

  it('starts nothing more after a failure or an abort', async () => {
    const controller = new AbortController();
    let started = 0;
    const run = mapInOrder(
      [...Array(50).keys()],
      2,
      async () => (++started === 4 && controller.abort(new Error('stop')), Promise.resolve()),
      () => undefined,
      controller.signal,
    );
    await run.then(
      () => expect.fail(),
      (error: Error) => expect(error.message).to.equal('stop'),
    );
    expect(started).to.be.at.most(6);
    let calls = 0;
    await mapInOrder(
      [1, 2, 3, 4],
      1,
      () => (++calls === 2 ? Promise.reject(new Error('broken')) : Promise.resolve()),
      () => undefined,
    ).then(
      () => expect.fail(),
      (error: Error) => expect(error.message).to.equal('broken'),
    );
    expect(calls).to.equal(2);
  });
});

describe('the undo ledger', () => {
  const change = (log: string[], what: string): Change => ({
    scenario: 's',
    what,
    finish: 'by hand',
    undo: { kind: 'told', parameters: { what } },
    apply: async () => void (await Promise.resolve(log.push(`apply ${what}`))),
  });
  const ledgerOf = (journal: Journal, log: string[]): Ledger => {
    const told: Undoer = ({ what = '' }) =>
      what === 'bad' ? Promise.reject(new Error('stuck')) : Promise.resolve(void log.push(`undo ${what}`));
    return createUndoLedger(journal, { told }, lateUndoPort().port);
  };

  it('is on disk before the act, and undoes last first, once', async () => {
    const { journal, log } = memoryJournal();
    const ledger = ledgerOf(journal, log);
    await ledger.apply(change(log, 'a'));
    await ledger.apply(change(log, 'b'));
    expect(log).to.deep.equal(['planned', 'sync', 'apply a', 'planned', 'sync', 'apply b']);
    log.length = 0;
    expect(await ledger.undo('s')).to.deep.equal([]);
    expect(await ledger.undo()).to.deep.equal([]);
    expect(log).to.deep.equal(['undo b', 'done', 'sync', 'undo a', 'done', 'sync']);
  });

  it('undoes an act that failed half-way, and goes on after an undo that fails', async () => {
    const { journal, log } = memoryJournal();
    const ledger = ledgerOf(journal, log);
    await ledger
      .apply({ ...change(log, 'half'), apply: () => Promise.reject(new Error('half-way')) })
      .catch(() => undefined);
    await ledger.apply(change(log, 'bad'));
    expect(await ledger.undo()).to.deep.equal([{ what: 'bad', finish: 'by hand', why: 'stuck' }]);
    expect(log).to.include('undo half').and.include('failed');
  });

  it('writes how each change is undone, as data', async () => {
    const { journal, log } = memoryJournal();
    await ledgerOf(journal, log).apply(change(log, 'a'));
    expect(recordsOf(journal.records(), 'undo').map(({ undo }) => undo)).to.deep.equal([
      { kind: 'told', parameters: { what: 'a' } },
    ]);
  });
});

describe('the recorder', () => {
  const outcomes = (journal: Journal): unknown[] =>
    recordsOf(journal.records(), 'check').map(({ outcome, reason }) => [outcome, reason]);

  it('takes a check that asserted nothing, or did not wait, for inconclusive', async () => {
    const { journal } = memoryJournal();
    const recorder = createRecorder({
      journal,
      progress: silentProgress,
      clock: STILL,
      aborted: () => false,
      lineOf: () => undefined,
    });
    await recorder.record('s', { id: 'empty', title: 'empty' }, () => Promise.resolve()).catch(() => undefined);
    await recorder
      .record('s', { id: 'hasty', title: 'hasty' }, () => Promise.resolve(recorder.begin()))
      .catch(() => undefined);
    expect(outcomes(journal)).to.deep.equal([
      ['inconclusive', 'the check asserted nothing'],
      ['inconclusive', 'the check did not wait for its assertion (await is missing)'],
    ]);
  });

  it('records what an error carries, and an error that nobody planned as inconclusive', async () => {
    const { journal } = memoryJournal();
    const recorder = createRecorder({
      journal,
      progress: silentProgress,
      clock: STILL,
      aborted: () => false,
      lineOf: () => undefined,
    });
    for (const error of [
      Object.assign(new Error('no'), { outcome: 'broken' }),
      new TypeError('bug'),
      new CodedError('BG_X', 'planned'),
    ]) {
      await recorder
        .record('s', { id: 't', title: 't' }, () => Promise.reject(error))
        .then(
          () => expect.fail(),
          (thrown: unknown) => expect(thrown).to.equal(error),
        );
    }
    expect(outcomes(journal).map((row) => (row as unknown[])[0])).to.deep.equal([
      'broken',
      'inconclusive',
      'inconclusive',
    ]);
  });
});

describe('refusals are told apart by what AWS answers', () => {
  const refuse = (code: string, message: string): string =>
    denialCode({ ok: false, code, message, statusCode: 403, requestId: '' });
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y because no role trust policy allows the x action',
      'BG_TRUST_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p',
      'BG_SCP_DENIED',
    ],
    [
      'AccessDeniedException',
      'User: a is not authorized to perform: x on resource: y with an explicit deny in an identity-based policy',
      'BG_IDENTITY_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y because no permissions boundary allows the x action',
      'BG_BOUNDARY_DENIED',
    ],
    [
      'AccessDenied',
      'User: session policy is not authorized to perform: x on resource: session policy',
      'BG_ACCESS_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y because no session policy allows the x action',
      'BG_SESSION_POLICY_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y with an explicit deny in a resource-based policy',
      'BG_RESOURCE_POLICY_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y with an explicit deny in a resource control policy',
      'BG_RCP_DENIED',
    ],
    ['InvalidClientTokenId', '', 'BG_CREDENTIALS_REJECTED'],
    ['SignatureDoesNotMatch', '', 'BG_SIGNATURE_REJECTED'],
    ['AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 'BG_MFA_CODE_REJECTED'],
    ['ExpiredToken', '', 'BG_SESSION_EXPIRED'],
    [
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      'BG_SESSION_TOO_SHORT',
    ],
    ['ValidationError', 'RoleSessionName is invalid', 'BG_SERVICE_ERROR'],
    ['Throttling', 'Rate exceeded', 'BG_THROTTLED'],
    ['ServiceUnavailable', '', 'BG_SERVICE_ERROR'],
  ];
  for (const [code, message, expected] of cases)
    it(`${expected}: ${code} ${message.slice(0, 60)}`, () => expect(refuse(code, message)).to.equal(expected));
});

describe('clocks and randomness', () => {
  it('virtual time jumps and never runs backwards', async () => {
    const clock = virtualClock(1000);
    await clock.sleep(60_000);
    expect(clock.now()).to.equal(61_000);
    expect(() => clock.advance(-1)).to.throw(RangeError);
  });

  it('a sleep ends when its signal aborts', async () => {
    const controller = new AbortController();
    const sleeping = wallClock.sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await sleeping.then(
      () => expect.fail(),
      (error: Error) => expect(error.message).to.equal('enough'),
    );
  });

  it('a seed gives the same values, and derived sources do not depend on what was drawn', () => {
    const [one, two] = [seededRandom('s'), seededRandom('s')];
    one.bytes(5);
    expect(one.derive('x').bytes(8))
      .to.deep.equal(two.derive('x').bytes(8))
      .and.not.deep.equal(two.derive('y').bytes(8));
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 3000; draw++) {
      const value = one.below(3);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    for (const count of counts) expect(count).to.be.within(800, 1200);
  });

  it('redaction finds secrets of every length', () => {
    expect(redact('key=abcdefghij code 123456 not 1234567', ['abcdefghij', '123456', ''])).to.equal(
      'key=[redacted] code [redacted] not 1234567',
    );
  });
});

describe('a drill file', () => {
  const sound =
    'name: x\ntarget: embedded\norganization: o.yaml\nbreakGlass: { topology: management-direct, role: /r/R, users: [a] }\ncontrols:\n  federatedAdministrator: { person: e, permissionSet: A }\n  ordinaryUser: { account: m, user: u }\n  outsider: { account: s, user: v }\nreader: { person: i, permissionSet: I }\nscenarios: [s]\n';
  const place = (text: string): string => {
    try {
      parseDrillFile('d.yaml', text);
      return 'no error';
    } catch (error) {
      const { place: at, message } = error as CodedError;
      return `${at?.line ?? 0}:${at?.column ?? 0} ${message}`;
    }
  };

  it('is read with its defaults', () => {
    expect(parseDrillFile('d.yaml', sound).file).to.deep.include({
      seed: '1',
      overlays: [],
      limits: { concurrency: 16 },
      accounts: { exclude: {} },
    });
  });

  it('is refused with line and column', () => {
    expect(place(sound.replace('target: embedded', 'target: moon'))).to.match(/^2:1 target: /);
    expect(place(sound.replace('reader:', 'readr:'))).to.equal('9:1 unknown key "readr"');
    expect(place(sound.replace('role: /r/R', 'role: R'))).to.equal(
      '4:44 breakGlass.role: a role is written with its path, e.g. /break-glass/BreakGlass',
    );
    expect(place(`${sound}limits: { concurrency: 0 }\n`)).to.match(/^11:11 limits\.concurrency: /);
    expect(place(`${sound}name: y\n`)).to.equal('11:1 Map keys must be unique');
  });
});
