import { expect } from 'chai';
import { inTime } from '../../reports/figures.js';
import { htmlReport } from '../../reports/html/index.js';
import type { DrillResult } from '../../reports/result.js';
import { syntheticResult } from './synthetic.js';
import { variants } from './variants.js';

const large = syntheticResult({ accounts: 3000, ous: 40, exceptions: 600, alarmPoints: 500 });
const broken = syntheticResult({ accounts: 24, ous: 6, exceptions: 7, alarmPoints: 500 });
const count = (html: string, pattern: RegExp): number => [...html.matchAll(pattern)].length;
const section = (html: string, id: string): string =>
  new RegExp(`<section id="${id}".*?</section>`, 's').exec(html)?.[0] ?? '';
const rowOf = (html: string, account: string): string =>
  new RegExp(`<tr><th scope="row">${account} .*?</tr>`, 's').exec(html)?.[0] ?? '';

describe('accounts and users in report.html', () => {
  it('show a cell that was not played as such, never as held', () => {
    const [account] = broken.matrix.accounts;
    if (!account) throw new Error('no account');
    const alone = {
      ...broken,
      matrix: {
        ...broken.matrix,
        accounts: [{ ...account, users: { 'break-glass-1': 'held' as const } }, ...broken.matrix.accounts.slice(1)],
      },
    };
    const cells = (result: DrillResult): string[] =>
      [...rowOf(htmlReport(result), account.name).matchAll(/title="([^"]+)"/g)].map(([, title = '']) => title);
    expect(cells(broken)).to.deep.equal([
      'break-glass-1: held',
      'break-glass-2: held',
      'others refused: held',
      'guardrails: held',
    ]);
    expect(cells(alone)).to.deep.equal([
      'break-glass-1: held',
      'break-glass-2: not played',
      'others refused: held',
      'guardrails: held',
    ]);
    expect(
      count(section(htmlReport(variants()['aborted'] as DrillResult), 'accounts'), /class="cell held"/g),
      'only the legend',
    ).to.equal(1);
  });

  it('say it with a sign, a colour and a word each', () => {
    const row = rowOf(htmlReport(broken), 'team-0003-production');
    expect(row)
      .to.include(
        '<span class="cell broken" title="break-glass-1: broken"><span aria-hidden="true">✘\ufe0e</span><span class="unseen">broken</span></span>',
      )
      .and.include('BG_ROLE_MISSING');
  });

  it('begin with the OU that has most broken accounts, and there with the broken ones', () => {
    const accounts = section(htmlReport(broken), 'accounts');
    const units = [
      ...accounts.matchAll(/scope="rowgroup"[^>]*>([^<]+) <span class="soft">(\d+) accounts?(?:, (\d+) not held)?/g),
    ].map(([, , , failed]) => Number(failed ?? 0));
    expect(units)
      .to.deep.equal([...units].sort((left, right) => right - left))
      .and.to.have.length.greaterThan(2);
    expect(accounts.indexOf('team-0003-production')).to.be.below(accounts.indexOf('team-0000-production'));
  });

  it('of thousands are bars for OUs and at most 200 rows, and say how many more there are', () => {
    const accounts = section(htmlReport(large), 'accounts');
    expect(count(accounts, /<th scope="row">team-/g)).to.equal(200);
    expect(accounts).to.include('and 400 more accounts in result.json');
    const failed = new Set(large.matrix.exceptions.map(({ ou }) => ou)).size;
    expect(
      count(accounts, /class="bar" role="img" aria-label="[^"]+: \d+ broken, 0 inconclusive, \d+ held, 0 not played"/g),
    ).to.equal(failed);
    expect(accounts).to.include(`in every account of ${40 - failed} OUs`);
  });
});

describe('alarm times in report.html', () => {
  it('are one row a path and Region, with every message, its service level, and what was late or never came', () => {
    const alarms = section(htmlReport(broken), 'alarms');
    expect(count(alarms, /<figure /g)).to.equal(broken.alarms.length);
    for (const alarm of broken.alarms) {
      const figure =
        new RegExp(`<figure class="plot" id="alarm-${alarm.path}-${alarm.region}".*?</figure>`, 's').exec(
          alarms,
        )?.[0] ?? '';
      expect([count(figure, /<circle /g), count(figure, /class="late"/g)]).to.deep.equal([
        alarm.points.length - alarm.late,
        alarm.late,
      ]);
      expect(count(figure, /class="sla"/g)).to.equal(1);
      expect(figure).to.include(`${inTime(alarm)} of 125 uses told in time`);
      expect(figure.includes('class="missing"')).to.equal(alarm.missing > 0);
      if (alarm.missing > 0) expect(figure).to.include('3 missing, lost at: the subscription of topic');
      if (alarm.late > 0) expect(figure).to.include(`◆ ${alarm.late} late`);
    }
    expect(broken.alarms.some(({ late }) => late > 0) && broken.alarms.some(({ missing }) => missing > 0)).to.equal(
      true,
    );
  });

  it('lie between nothing and the end of the axis, and the service level with them', () => {
    const places = [...section(htmlReport(broken), 'alarms').matchAll(/ (?:cx|x|x1|x2)="([\d.]+)%"/g)].map(
      ([, place]) => Number(place),
    );
    expect(Math.min(...places)).to.be.at.least(0);
    expect(Math.max(...places)).to.be.at.most(100);
  });

  it('are followed by separate verdicts, the slowest legs, what was not exercised, and the uses that went wrong', () => {
    const alarms = section(htmlReport(broken), 'alarms');
    expect(alarms).to.match(/<th scope="row">events in us-east-1<\/th><td>.*?inconclusive.*?broken.*?held/);
    expect(alarms).to.include('125, a sample of 250');
    expect(alarms).to.include('call to log group');
    expect(alarms).to.match(/failed sign-in<\/td>.*?not exercised/);
    expect(alarms).to.include('and 50 more uses in result.json');
    expect(alarms, 'somebody was asked').to.not.include('nobody confirmed');
    expect(
      section(
        htmlReport({
          ...broken,
          alarms: broken.alarms.map((alarm) => ({ ...alarm, acknowledgement: 'not applicable' as const })),
        }),
        'alarms',
      ),
    ).to.include('Delivered, nobody confirmed');
  });

  it('count only what came in time', () => {
    expect(
      inTime({ ...(broken.alarms[0] as DrillResult['alarms'][number]), uses: 10, delivered: 8, late: 3, missing: 2 }),
    ).to.equal(5);
  });
});

describe('anchors in report.html', () => {
  it('tell findings of one code apart', () => {
    const [finding] = broken.findings;
    if (!finding) throw new Error('no finding');
    const html = htmlReport({
      ...broken,
      findings: [finding, { ...finding, cause: 'another' }, { ...finding, cause: 'a third' }],
    });
    expect([...html.matchAll(/<article class="card broken" id="([^"]+)"/g)].map(([, id]) => id)).to.deep.equal([
      'finding-BG_ROLE_MISSING',
      'finding-BG_ROLE_MISSING-2',
      'finding-BG_ROLE_MISSING-3',
    ]);
    expect([...html.matchAll(/<li>[^<]*<br><a href="#([^"]+)"/g)].map(([, id]) => id)).to.deep.equal([
      'finding-BG_ROLE_MISSING',
      'finding-BG_ROLE_MISSING-2',
      'finding-BG_ROLE_MISSING-3',
    ]);
  });
});

describe('the timeline in report.html', () => {
  it('has a lane for what there is, and a line while a premise lasts', () => {
    const timeline = section(htmlReport(broken), 'timeline');
    expect([...timeline.matchAll(/class="lane"><span>([^<]+)</g)].map(([, title]) => title)).to.deep.equal([
      'premises',
      'checks',
      'alarms',
      'put back',
    ]);
    const rows = [...timeline.matchAll(/<tr><td class="time">.*?<\/tr>/gs)].map(([row]) => row);
    expect(rows).to.have.length(broken.timeline.length);
    expect(rows.map((row) => row.includes('standing'))).to.deep.equal([
      false,
      true,
      true,
      true,
      ...broken.alarms.map(() => false),
      false,
    ]);
    expect(rows[1]).to.include('for 24 min 56 s');
  });

  it('says of a premise without end that it was not put back', () => {
    const premise = broken.timeline.find(({ lane }) => lane === 'premise');
    const { until, ...open } = premise ?? { until: '' };
    expect(until).to.not.equal('');
    expect(htmlReport({ ...broken, timeline: [open as DrillResult['timeline'][number]] })).to.include(', not put back');
  });
});

describe('people in report.html', () => {
  it('names who holds both factors, and calls a loss broken only if it leaves nobody', () => {
    const people = section(htmlReport(broken), 'people');
    expect(people)
      .to.include('custodian 2 ✘&#xfe0e; holds both')
      .and.include('Nobody gets in without site head office.');
    expect(count(people, /title="break-glass-[12]: broken"/g)).to.equal(2);
    expect(count(people, /title="break-glass-[12]: out of reach"/g)).to.equal(3);
    expect(people).to.include('1 loss leaves every user');
    const held = section(htmlReport(variants()['held'] as DrillResult), 'people');
    expect(held).to.not.include('holds both').and.not.include(': broken"');
  });
});
