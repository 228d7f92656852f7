import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { htmlReport } from '../../reports/html/index.js';
import type { DrillResult } from '../../reports/result.js';
import { playDrill } from '../drill.js';
import { variants } from '../reports/variants.js';
import { openReports, VIEWS } from './browser.js';
import type { Reports } from './browser.js';
import { belowTheFold, deadAnchors, faintTexts, stickingOut } from './legibility.js';

/** Results that nobody made up, and the most that a print of them may take. */
const played: Readonly<Record<string, readonly string[]>> = {
  'the sound landing zone': [],
  'the broken landing zone': [
    'role-missing',
    'second-user-forgotten',
    'no-mfa-condition',
    'exemption-compares-literally',
    'custodians-one-team',
    'one-person-both-factors',
  ],
};
const MOST_PAGES = 16;

async function results(): Promise<Record<string, DrillResult>> {
  const found: Record<string, DrillResult> = {};
  for (const [title, faults] of Object.entries(played))
    found[title] = (await playDrill(faults.map((name) => readFileSync(`examples/broken/${name}.yaml`, 'utf8')))).result;
  return { ...found, ...variants() };
}

const all = await results();

describe('report.html in a browser', () => {
  let reports: Reports;
  before(async () => {
    reports = await openReports();
  });
  after(() => reports.close());

  for (const [title, result] of Object.entries(all)) {
    const html = htmlReport(result);

    for (const [size, view] of Object.entries(VIEWS)) {
      it(`${title}: is legible, whole and silent on ${size}`, () =>
        reports.open(html, view, async ({ page, requests, complaints }) => {
          expect(await page.evaluate(stickingOut), 'sticks out').to.deep.equal([]);
          expect(await page.evaluate(faintTexts, view.media === 'print'), 'too little contrast').to.deep.equal([]);
          expect(await page.evaluate(deadAnchors), 'anchors').to.deep.equal([]);
          expect([requests, complaints]).to.deep.equal([[], []]);
        }));
    }

    for (const size of ['desktop', 'phone'] as const) {
      it(`${title}: says on the first screen of a ${size} whether it holds, what to do first and how it was tested`, () =>
        reports.open(html, VIEWS[size] as (typeof VIEWS)[string], async ({ page }) => {
          const step = title === 'long names' ? '#do-first' : '#do-first + ol > li:first-child';
          expect(await page.evaluate(belowTheFold, ['.stamp', 'h1', 'h1 + p', step])).to.deep.equal([]);
        }));
    }

    it(`${title}: prints the mark on every page, on at most ${MOST_PAGES}`, async () => {
      const pages = await reports.print(html);
      expect(pages).to.have.length.within(1, MOST_PAGES);
      for (const [index, text] of pages.entries())
        expect(text, `page ${index + 1}`)
          .to.include(`Confidential: names the people and gaps of your emergency access · ${result.drill.mode}`)
          .and.match(new RegExp(`\\b${index + 1} ?/ ?${pages.length}\\b`));
      // Nothing that is folded on a screen is missing on paper.
      for (const { accounts } of result.findings)
        for (const { id } of accounts.slice(0, 5)) expect(pages.join('\n')).to.include(id);
    });
  }

  it('jumps to a finding and to a scenario', () => {
    const result = all['the broken landing zone'] as DrillResult;
    return reports.open(htmlReport(result), VIEWS['phone'] as (typeof VIEWS)[string], async ({ page }) => {
      await page.click('#do-first + ol a');
      expect(new URL(page.url()).hash).to.match(/^#finding-BG_/);
      expect(await page.evaluate(() => document.querySelector(':target')?.tagName)).to.equal('ARTICLE');
      await page.click(':target a[href^="#scenario-"]');
      expect(
        await page.evaluate(() => (document.querySelector(':target')?.getBoundingClientRect().top ?? -1) < innerHeight),
      ).to.equal(true);
    });
  });
});

describe('the measures themselves', () => {
  let reports: Reports;
  before(async () => {
    reports = await openReports();
  });
  after(() => reports.close());
  const page = '<!doctype html><html lang="en"><meta charset="utf-8"><style>body{margin:0}</style><body>';

  it('find what they are for', () =>
    reports.open(
      `${page}<p style="color:#999">faint</p><p>clear</p><div style="width:2000px">wide</div><a href="#no">dead</a><h1 style="margin-top:3000px">low</h1><script>fetch('http://127.0.0.1:9/x').catch(() => console.error('failed'))</script>`,
      VIEWS['desktop'] as (typeof VIEWS)[string],
      async ({ page: opened, requests, complaints }) => {
        expect((await opened.evaluate(faintTexts, false)).map(({ text }) => text)).to.deep.equal(['faint']);
        expect((await opened.evaluate(stickingOut)).join()).to.match(/^the page is 2000 wide,DIV wide/);
        expect(await opened.evaluate(deadAnchors)).to.deep.equal(['#no']);
        expect(await opened.evaluate(belowTheFold, ['h1', 'p'])).to.deep.equal(['h1']);
        await opened.waitForFunction(() => performance.getEntriesByType('resource').length > 0);
        expect(requests).to.deep.equal(['http://127.0.0.1:9/x']);
        expect(complaints).to.not.be.empty;
      },
    ));
});
