/** The style of the report: readable on a phone, on paper, in the dark, and without colours. */

const light =
  '--ink: #1b1f24; --soft: #57606a; --paper: #fff; --panel: #f6f8fa; --line: #d0d7de; --link: #0550ae; --held: #116329; --held-tint: #dafbe1; --broken: #a40e26; --broken-tint: #ffe9e7; --broken-fill: #b42318; --open: #7d4e00; --open-tint: #fff3cd; --held-fill: #1a7f37; --open-fill: #9a6700';
const dark =
  '--ink: #e6edf3; --soft: #a6b0ba; --paper: #0d1117; --panel: #161b22; --line: #3d444d; --link: #79c0ff; --held: #56d364; --held-tint: #12261a; --broken: #ff938a; --broken-tint: #3c1618; --broken-fill: #b42318; --open: #e3b341; --open-tint: #332701; --held-fill: #1a7f37; --open-fill: #8a5d00';

const screen = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere }
main { max-width: 70rem; margin: 0 auto; padding: 1rem 1rem 0 }
h1 { margin: .25rem 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.3rem; line-height: 1.25; border-bottom: 2px solid var(--line); padding-bottom: .25rem }
h3 { margin: 1.25rem 0 .35rem; font-size: 1.05rem; line-height: 1.3 }
p { margin: .35rem 0 } ul, ol { margin: .35rem 0; padding-left: 1.4rem } ul.plain { list-style: none; padding: 0 }
a { color: var(--link); text-underline-offset: .15em } a.code { font-family: ui-monospace, monospace; font-size: .9em }
code { font: .86em ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere }
.soft { color: var(--soft); font-size: .9em } .label { margin: .6rem 0 .1rem; color: var(--soft); font-size: .8rem; font-weight: 600 }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.held { --tone: var(--held); --tint: var(--held-tint); --fill: var(--held-fill) } .broken { --tone: var(--broken); --tint: var(--broken-tint); --fill: var(--broken-fill) } .open { --tone: var(--open); --tint: var(--open-tint); --fill: var(--open-fill) } .none { --tone: var(--soft); --tint: transparent; --fill: var(--line) }
.word { color: var(--tone); font-weight: 700; white-space: nowrap } .broken-text { color: var(--broken) }
.badge { display: inline-block; border: 1.5px solid currentColor; border-radius: .3rem; padding: 0 .4rem; font-size: .75rem; letter-spacing: .04em; vertical-align: .08em } .severity { text-transform: uppercase; font-weight: 600; color: var(--broken) } .badge.accepted { color: var(--open); font-weight: 600 }
`;

const top = `
.verdict { border: 1px solid var(--fill); border-top: .5rem solid var(--fill); border-radius: .5rem; background: var(--tint); padding: .9rem 1.25rem .6rem }
.verdict .soft { color: var(--ink) } .line { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; margin: 0 }
.stamp { background: var(--fill); color: #fff; border-radius: .3rem; padding: .05rem .7rem; font-size: 1.05rem; text-transform: uppercase; letter-spacing: .05em } .stamp.accepted { background: var(--open-fill); text-transform: none; letter-spacing: 0 }
.overview { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2rem } .overview h2 { margin-top: 1.25rem } @media (min-width: 56rem) { .overview { grid-template-columns: repeat(2, minmax(0, 1fr)) } }
#do-first + ol > li { margin-bottom: .6rem; padding-left: .2rem } #do-first + ol a { font-size: .85em }
.tiles { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem; margin: 0 }
.tile { border: 1px solid var(--line); border-left: .35rem solid var(--fill); border-radius: .35rem; background: var(--panel); padding: .35rem .7rem .5rem }
.tile.accepted { border-left-style: dashed } .tile dt { font-size: .85rem; font-weight: 600 } .tile dd { margin: 0; line-height: 1.3 } .tile b { display: block; font-size: 1.2rem; color: var(--tone); font-variant-numeric: tabular-nums } .tile .soft { font-size: .8rem }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin-top: 1.5rem; padding: .6rem 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line) }
`;

const parts = `
.card { border: 1px solid var(--line); border-left: .35rem solid var(--fill); border-radius: .35rem; background: var(--panel); padding: .75rem 1rem; margin: 0 0 .75rem } .card h3 { margin: 0 }
.card:target, figure:target { outline: .2rem solid var(--link); outline-offset: .15rem }
.facts { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .2rem 1rem; margin: .5rem 0 0 } .facts dt { color: var(--soft) } .facts dd { margin: 0; overflow-wrap: anywhere }
.checks { list-style: none; padding: 0; margin: 0 } .checks li { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .1rem .75rem; padding: .3rem 0; border-top: 1px solid var(--line) } .checks li:first-child { border-top: 0 }
table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: .5rem 0 1rem } caption { text-align: left; color: var(--soft); font-size: .85rem; font-weight: 600; padding: .2rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word } th { font-weight: 600 } tbody th { font-weight: 500 } thead th { vertical-align: bottom }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } .scroll { overflow-x: auto } .scroll:focus-visible { outline: .15rem solid var(--link) }
.mark { text-align: center; padding-right: .3rem } .found { display: inline-block; font-size: .8rem; margin-left: .5rem } .names { font-size: .85rem } .unit th { padding-top: 1rem; font-weight: 700 } .unit .soft { font-weight: 400 }
.cell, .dot { display: inline-grid; place-items: center; width: 1.6rem; height: 1.4rem; border-radius: .25rem; background: var(--tint); color: var(--tone); font-weight: 700; line-height: 1; position: relative } .cell.broken, .dot.broken { background: var(--fill); color: #fff } .cell.accepted { background: var(--tint); color: var(--tone); outline: 2px dashed var(--fill); outline-offset: -2px }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; font-size: .9rem }
.bar { display: flex; height: 1rem; min-width: 6rem; border-radius: .25rem; overflow: hidden; gap: 1px } .bar i { flex-basis: 4px; min-width: 4px; background: var(--fill) } .wide { width: 50%; padding-top: .5rem } .bar .broken { background: repeating-linear-gradient(45deg, var(--fill) 0 4px, #8e1519 4px 6px) } .bar .none { background: var(--line) }
.observed { --fill: #0b5394 } .evaluated { --fill: #6639ba } .declared { --fill: #9a6700 } .attested { --fill: #57606a } .without-an-answer { --fill: #b42318 } .key { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem; background: var(--fill) }
.chip { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; background: var(--panel); padding: 0 .6rem; margin: .1rem 0 }
.plots { border: 1px solid var(--line); border-radius: .35rem; padding: .5rem .75rem .1rem } .plot { margin: 0 0 .35rem; padding-bottom: .35rem; border-bottom: 1px solid var(--line) } figcaption { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; margin-bottom: .25rem } svg { display: block; overflow: visible; font: 12px system-ui, sans-serif }
circle { fill: #0b6bcb; fill-opacity: .55 } .late { fill: var(--broken); font-size: 14px } .missing { fill: var(--broken); font-weight: 700 } .grid { stroke: var(--line) } .sla { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 3 } .sla-text { fill: var(--ink) } .span { stroke: var(--ink); stroke-width: 1.5 } .thick { stroke-width: 5 } .axis text { fill: var(--soft) }
.lanes td, .lanes th { padding-top: .15rem; padding-bottom: .15rem } .lanes .lane { width: 3.6rem; text-align: center; padding: 0 .2rem; border-left: 1px solid var(--line) } .lanes .lane span:not(.dot) { font-size: .75rem } .lanes .standing { background: linear-gradient(90deg, transparent 46%, var(--soft) 46% 54%, transparent 54%) } .time { font-variant-numeric: tabular-nums; white-space: nowrap } .lanes .dot { width: 1.3rem; height: 1.2rem; font-size: .8rem } .lanes .dot.none { background: var(--paper); color: var(--ink) } .lanes .lane + td:not(.lane) { padding-left: .6rem; overflow-wrap: anywhere }
details { margin: .35rem 0 } summary { cursor: pointer; color: var(--link) }
footer.confidential { text-align: center; color: var(--soft); font-size: .8rem; padding: 2rem 1rem 1.5rem }
`;

const phone = `
@media (max-width: 40rem) {
main { padding: .5rem .75rem 0 } h1 { font-size: 1.35rem } h2 { margin-top: 1.75rem; font-size: 1.15rem } .verdict { padding: .7rem .85rem .8rem } .verdict p { font-size: .9rem } .overview h2 { margin-top: .9rem }
.facts { grid-template-columns: minmax(0, 1fr); gap: 0 } .facts dt { margin-top: .35rem; font-size: .85rem } .checks li { grid-template-columns: minmax(0, 1fr) } .lanes .lane { width: 1.7rem } .lanes th.lane span, .matrix thead .mark span { writing-mode: vertical-rl; text-align: right } .matrix thead .mark { text-align: center } .found { margin-left: 0; display: block } .bar { min-width: 3rem } .units th { overflow-wrap: anywhere }
}
`;

/** A browser without margin boxes prints the mark at the end only. */
const page = (mark: string): string => `
@page { size: A4; margin: 14mm 14mm 18mm; @bottom-left { content: "${mark}"; font: 8pt system-ui, sans-serif; color: #3d444d } @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #3d444d } }
`;

const print = `
@media print {
:root { ${light}; --soft: #3d444d; --panel: #fff } html { font-size: 14px } body { font-size: 9.5pt; line-height: 1.4; background: #fff } main { max-width: none; padding: 0 } h1 { font-size: 18pt } h2 { font-size: 13pt; break-after: avoid } h3 { break-after: avoid } nav { display: none }
.card, .tile, tr, .plot, li { break-inside: avoid } thead { display: table-header-group } .overview { grid-template-columns: repeat(2, minmax(0, 1fr)) } .scroll { overflow: visible } .mark { min-width: 4.8rem } .unit { break-after: avoid } .scroll th, .scroll td { overflow-wrap: anywhere } a { color: inherit }
details::details-content { content-visibility: visible; block-size: auto } summary { color: inherit; list-style: none }
.stamp, .stamp.accepted, .cell.broken, .dot.broken { background: #fff; color: #000; border: 2px solid #000 } .cell.accepted { border-style: dashed; outline: none } .cell, .dot { background: none; color: #000 } .bar, .key, circle, .lanes .standing { print-color-adjust: exact; -webkit-print-color-adjust: exact }
.scenario { break-inside: auto } footer.confidential { padding: 1rem 0 0 }
}
`;

/** The style sheet. `mark` is printed at the foot of every page; whatever could end the text in CSS is left out. */
export function style(mark: string): string {
  return screen + top + parts + phone + page(mark.replaceAll(/[^\w\s.,:·-]/gu, '')) + print;
}
