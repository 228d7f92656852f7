import { expect } from 'chai';
import fc from 'fast-check';
import type { DrillResult } from '../../reports/result.js';
import { resultSchema } from '../../reports/schema/result.js';
import { terminalVerdict } from '../../reports/terminal.js';
import { reportFiles } from '../../reports/write.js';
import { runs } from '../draw.js';
import { junitProblems } from './junit-schema.js';
import { syntheticResult } from './synthetic.js';
import { variants } from './variants.js';

const HOSTILE = `<img src=x onerror=alert(1)>|"'&\u0007\u001b[31m\`*_[x](y)\ud800\ufffe</style><script>\n| a | b |`;

const verdict = (result: DrillResult): string[] => terminalVerdict(result, { folder: 'drills/x', colour: false });
const file = (result: DrillResult, name: string): string => reportFiles(result)[name] ?? '';

/** Every text of a result that comes from outside replaced by something hostile; keys and enumerations stay. */
function hostile(result: DrillResult): DrillResult {
  const names = [
    'management',
    'Q4 game day',
    'custodian',
    'team-',
    'unit-',
    'break-glass-1',
    'eu-west-1',
    'there is no role',
    'The identity provider is down',
    'SUSPENDED',
    'organizations:DetachPolicy',
    'region-lock',
    'head of platform',
    'closed at the end',
    'stops every',
    'is not confirmed',
  ];
  return JSON.parse(
    names.reduce((text, name) => text.replaceAll(name, JSON.stringify(HOSTILE).slice(1, -1)), JSON.stringify(result)),
  ) as DrillResult;
}

/** Tables of Markdown: every row has as many cells as the head of its table. */
function expectWholeTables(markdown: string): void {
  const cells = (line: string): number => line.replaceAll(/\\./g, '').split('|').length;
  let head: number | undefined;
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('|')) head = undefined;
    else expect(cells(line), line).to.equal((head ??= cells(line)));
  }
}

for (const [ending, result] of Object.entries(variants())) {
  describe(`the reports of a drill that ended as: ${ending}`, () => {
    it('are about a result that fits its schema', () => {
      expect(resultSchema.safeParse(result).error).to.equal(undefined);
    });

    it('are a verdict of at most 12 lines of 80 columns, and a few about exceptions', () => {
      const lines = verdict(result);
      expect(lines).to.have.length.of.at.most(result.exceptions ? 19 : 12);
      for (const line of lines) expect(line, line).to.have.length.of.at.most(80);
      expect(lines[0]).to.match(
        new RegExp(`^${result.drill.outcome.toUpperCase()}${result.exceptions ? ', with \\d accepted' : ' '} `),
      );
      expect(lines.at(-1)).to.include(`Exit ${result.drill.exitCode}`);
      expect(lines.join('\n')).to.not.include('\u001b');
    });

    it('are HTML whose anchors all resolve, with headings in order and heads that say what they are heads of', () => {
      const html = file(result, 'report.html');
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size, 'ids are unique').to.equal(ids.length);
      for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids, target).to.include(target);
      for (const [, reference] of html.matchAll(/aria-labelledby="([^"]+)"/g)) expect(ids).to.include(reference);
      for (const scenario of result.scenarios) expect(ids).to.include(`scenario-${scenario.id}`);
      for (const finding of result.findings) expect(ids).to.include(`finding-${finding.code}`);
      const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).to.have.length(1);
      for (const [index, level] of levels.entries())
        if (index > 0) expect(level - (levels[index - 1] ?? 0), `heading ${index + 1}`).to.be.at.most(1);
      for (const [head] of html.matchAll(/<th\b[^>]*>/g)) expect(head).to.match(/ scope="(row|col|rowgroup)"/);
      for (const [svg] of html.matchAll(/<svg\b[^>]*>/g))
        expect(svg).to.match(/ aria-label="[^"]{10,}"| aria-hidden="true"/);
    });

    it('are HTML that loads nothing, runs nothing and says what it is', () => {
      const html = file(result, 'report.html');
      expect(html).to.not.match(/<script|<link|<img|url\(|https?:\/\/|\son\w+=/);
      expect(html).to.include(`content="default-src 'none'; style-src 'unsafe-inline'"`);
      for (const words of [result.drill.mode, 'Confidential', result.drill.planSha256, result.headHash])
        expect(html, words).to.include(words);
      expect(html.length, 'bytes').to.be.below(1_000_000);
    });

    it('are Markdown with whole tables, short enough for a comment', () => {
      const markdown = file(result, 'report.md');
      expectWholeTables(markdown);
      expect(markdown.length, 'GitHub refuses a longer comment').to.be.below(65_536);
      expect(markdown).to.include(result.drill.outcome.toUpperCase()).and.include(result.drill.mode);
    });

    it('are JUnit XML as its schema asks, whose figures are the checks', () => {
      const xml = file(result, 'junit.xml');
      expect(junitProblems(xml)).to.deep.equal([]);
      const checks = result.scenarios.flatMap((scenario) => scenario.checks);
      const count = (pattern: RegExp): number => [...xml.matchAll(pattern)].length;
      expect([count(/<testcase /g), count(/<failure /g), count(/<error /g)]).to.deep.equal([
        checks.length,
        checks.filter(({ outcome, accepted }) => outcome === 'broken' && !accepted).length,
        checks.filter(({ outcome }) => outcome === 'inconclusive' || outcome === 'aborted').length,
      ]);
      for (const [name, text] of [
        ['name', checks.map(({ id }) => id)],
        ['classname', result.scenarios.flatMap(({ id, checks: own }) => own.map(() => id))],
      ] as const)
        expect(
          [...xml.matchAll(new RegExp(`<testcase [^>]*\\b${name}="([^"]*)"`, 'g'))].map(([, value]) => value),
        ).to.deep.equal(text);
      for (const { id, title } of checks) expect(xml).to.include(`${id}: it ${title}`);
      for (const { until, owner } of checks.flatMap((check) => check.accepted ?? []))
        expect(xml)
          .to.match(/<skipped message="it [^"]*: broken, accepted by /)
          .and.include(`: broken, accepted by ${owner} until ${until}: `);
      expect(xml).to.include(
        `<testsuites name="${result.drill.name}" tests="${checks.length}" failures="${count(/<failure /g)}" errors="${count(/<error /g)}"`,
      );
    });

    it('escape whatever names hold', () => {
      const files = reportFiles(hostile(result));
      // A code span of Markdown shows its text as it is.
      const texts = {
        html: files['report.html'] ?? '',
        xml: files['junit.xml'] ?? '',
        markdown: (files['report.md'] ?? '').replaceAll(/(?<!\\)`[^`\n]*`/g, ''),
      };
      for (const [name, content] of Object.entries(texts))
        expect(content, name).to.not.match(/<img|<script|<\/style>[^<]*<\/style>/);
      expect(junitProblems(files['junit.xml'] ?? '')).to.deep.equal([]);
      expectWholeTables(files['report.md'] ?? '');
      // A terminal obeys control characters: none may come from a name.
      for (const line of verdict(hostile(result))) expect(line, line).to.not.match(/\p{Cc}/u);
    });
  });
}

describe('the reports of any drill', () => {
  it('tell what the target itself delivered, and what nobody could ask it', () => {
    const { 'delivered by the target': told, held } = variants();
    if (!told || !held) throw new Error('there is no such ending');
    const markdown = file(told, 'report.md');
    for (const row of [
      '| log group trail | ✔ held | 12.3 s |',
      '| EventBridge in eu-west-1 | ✘ broken | nothing came |',
      '| EventBridge in us-east-1 | – not applicable | takes no events of AWS from others |',
    ])
      expect(markdown).to.include(row);
    expect(file(told, 'report.html')).to.match(
      /<th scope="row">log group trail<\/th><td>.*?held.*?<\/td><td>12\.3 s<\/td>/,
    );
    for (const name of ['report.md', 'report.html'])
      expect(file(held, name)).to.not.include('What the target itself delivered');
  });

  it('are the same for the same result, and never fail', () => {
    const size = fc.record({
      accounts: fc.integer({ min: 1, max: 700 }),
      ous: fc.integer({ min: 1, max: 30 }),
      exceptions: fc.nat(80),
      alarmPoints: fc.nat(60),
    });
    fc.assert(
      fc.property(size, (given) => {
        const result = syntheticResult(given);
        expect(reportFiles(result)).to.deep.equal(reportFiles(syntheticResult(given)));
        expect(verdict(result)).to.have.length.of.at.most(12);
        const html = file(result, 'report.html');
        // Every account that failed is named, and accounts that held are while they are few.
        for (const { accountId } of result.matrix.exceptions) expect(html).to.include(accountId);
        if (given.accounts <= 500) for (const { name } of result.matrix.accounts) expect(html).to.include(name);
      }),
      runs(7, { few: 20, more: 60, every: 200 }),
    );
  });
});
