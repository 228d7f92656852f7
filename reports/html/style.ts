/** The style of the report: one column, readable on a phone, on paper, in the dark, and without colours. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --line: #d0d7de; --held: #1a7f37; --broken: #b42318; --open: #9a6700; --tint: #f6f8fa }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b1; --paper: #0d1117; --line: #30363d; --held: #3fb950; --broken: #ff7b72; --open: #d29922; --tint: #161b22 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 1rem }
header { border-left: .5rem solid var(--edge); padding: .25rem 1rem; margin: 1rem 0 }
header h1 { margin: 0; font-size: 1.6rem; line-height: 1.25 }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; border-bottom: 1px solid var(--line) }
h3 { margin: 0; font-size: 1rem }
.held { --edge: var(--held) } .broken { --edge: var(--broken) } .inconclusive, .aborted, .not { --edge: var(--open) }
.word { color: var(--edge); font-weight: 700; text-transform: uppercase; letter-spacing: .03em; white-space: nowrap }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: .25rem; padding: 0 .4rem; font-size: .8rem; font-weight: 700 }
.soft { color: var(--soft); font-size: .9rem }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem }
.tile, .card { border: 1px solid var(--line); border-left: .3rem solid var(--edge, var(--line)); border-radius: .25rem; padding: .5rem .75rem; background: var(--tint); margin: 0 0 .5rem; break-inside: avoid }
.tile b { display: block; font-size: 1.2rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.scroll { overflow-x: auto }
.card td + td { overflow-wrap: anywhere }
code { font-size: .85em; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: .25rem 0 } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr } dt { margin-top: .25rem } }
@media print { body { font-size: 10.5pt } main { max-width: none; padding: 0 } details > * { display: block } .stamp { position: fixed; right: 0; top: 0 } h2 { break-after: avoid } }
`;
