/** A module that makes a scenario with one check. */
export const scenarioModule = (
  id: string,
  check = 'await expect(drill.sweep()).to.reach.everyAccount',
): string => `import { expect, scenario } from 'breakglass-drill';
export default scenario('${id}', { title: 'T', source: 'S', proves: [] }, (drill) => {
  it('checks', async () => { ${check}; });
});
`;

const bodyOf = (body: string): string =>
  `import { scenario } from 'breakglass-drill';\nexport default scenario('own', { title: 'T', source: 'S', proves: [] }, ${body});\n`;

/** Scenarios that are refused: title, files, what the drill file names, what is said. Every file is beside the drill file. */
export const wrongScenarios: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  readonly string[],
  RegExp,
])[] = [
  [
    'a path that leads nowhere',
    {},
    ['./none.js'],
    /there is no file and no folder .*none\.js\n {2}Check the path: it is relative to the drill file\. Compile/,
  ],
  [
    'a folder without a module',
    { 'own/notes.txt': '' },
    ['./own'],
    /there is no \.js and no \.mjs file in the folder .*own\n {2}Name a folder/,
  ],
  ['a folder that was not compiled', { 'own/a.ts': '' }, ['./own/'], /no \.mjs file in the folder .*own\n {2}Compile/],
  [
    'a folder whose modules are in folders of it',
    { 'own/more/a.js': scenarioModule('a') },
    ['./own'],
    /there is no \.js and no \.mjs file/,
  ],
  ['a file that was not compiled', { 'a.ts': '' }, ['./a.ts'], /a\.ts is TypeScript, .*\n {2}Compile/],
  [
    'a file of another kind',
    { 'a.json': '{}' },
    ['./a.json'],
    /a\.json is no ES module: it ends in "\.json"\n {2}Name a \.js/,
  ],
  [
    'a module without a default export',
    { 'a.js': 'export const a = 1;' },
    ['./a.js'],
    /a\.js has no default export\n {2}Write "export default/,
  ],
  [
    'a default export that is nothing',
    { 'a.js': 'export default undefined;' },
    ['./a.js'],
    /the default export of .*a\.js is no scenario/,
  ],
  [
    'a default export that is something else',
    { 'a.js': 'export default { id: "a", title: "T", source: "S", proves: [] };' },
    ['./a.js'],
    /the default export of .*a\.js is no scenario\n {2}Write/,
  ],
  [
    'a helper among the scenarios of a folder',
    { 'own/a.js': scenarioModule('a'), 'own/helper.js': 'export const b = 1;' },
    ['./own'],
    /helper\.js has no default export/,
  ],
  [
    'a module that throws',
    { 'a.js': 'throw new Error("no luck");' },
    ['./a.js'],
    /a\.js cannot be loaded: no luck\n {2}Its module makes/,
  ],
  [
    'a module that is not written well',
    { 'a.js': 'export default (' },
    ['./a.js'],
    /a\.js cannot be loaded: Unexpected/,
  ],
  [
    'a module that imports what is not installed',
    { 'a.js': 'import "not-installed";' },
    ['./a.js'],
    /a\.js cannot be loaded: .*not-installed.*\n {2}Install what it imports/,
  ],
  [
    'two scenarios with one id',
    { 'a.js': scenarioModule('a'), 'b.js': scenarioModule('a') },
    ['./a.js', './b.js'],
    /there are two scenarios "a": .*a\.js and .*b\.js\n/,
  ],
  [
    'one scenario that is named twice',
    {},
    ['readiness', 'readiness'],
    /there are two scenarios "readiness"\n {2}Name each once/,
  ],
  [
    'the id of a scenario that ships',
    { 'a.js': scenarioModule('team-loss') },
    ['./a.js'],
    /a\.js has the id of a scenario that ships: "team-loss"\n/,
  ],
  [
    'an id that is none',
    { 'a.js': scenarioModule('Night/Shift') },
    ['./a.js'],
    /a\.js: "Night\/Shift" cannot be the id of a scenario\n/,
  ],
  [
    'an id that there is not',
    {},
    ['night-shift'],
    /there is no scenario "night-shift"\n {2}There are: readiness, [\w, -]+\.$/,
  ],
  [
    'a path that does not look like one',
    { 'a.js': scenarioModule('a') },
    ['a.js'],
    /there is no scenario "a\.js"\n.* begins with \.\/, \.\.\/ or \//,
  ],
  [
    'a scenario of another version',
    {
      'a.js':
        'export default { id: "a", title: "T", source: "S", proves: [], madeWith: "0.0.1", rehearse() {}, register() {} };',
    },
    ['./a.js'],
    /a\.js imports breakglass-drill 0\.0\.1, and [\d.]+ plays it\n {2}Play it with the copy/,
  ],
  [
    'a question that there is not',
    { 'a.js': scenarioModule('a', 'await expect(drill.sweeep()).to.reach.everyAccount') },
    ['./a.js'],
    /scenario "a", check "checks" cannot be planned: drill\.sweeep is not a function/,
  ],
  [
    'a question about what it is not about',
    { 'a.js': scenarioModule('a', 'await expect(drill.attempts("nobody")).to.be.refused') },
    ['./a.js'],
    /scenario "a", check "checks" cannot be planned: drill\.attempts\(\) is asked about "federated-administrator", /,
  ],
  [
    'a question about nothing that is about something',
    { 'a.js': scenarioModule('a', 'await expect(drill.attempts()).to.be.refused') },
    ['./a.js'],
    /check "checks" cannot be planned: drill\.attempts\(\) is asked about/,
  ],
  [
    'a body that throws',
    { 'a.js': bodyOf('() => { throw new Error("no luck"); }') },
    ['./a.js'],
    /scenario "own" cannot be planned: no luck\n {2}Its body declares/,
  ],
  [
    'a body that waits',
    { 'a.js': bodyOf('async () => { it("checks", () => undefined); }') },
    ['./a.js'],
    /scenario "own" cannot be planned: its body is an async function\n/,
  ],
  ['a body without a check', { 'a.js': bodyOf('() => undefined') }, ['./a.js'], /scenario "own" checks nothing\n/],
  [
    'a premise that is none',
    { 'a.js': bodyOf('(drill) => { drill.given({}); }') },
    ['./a.js'],
    /scenario "own" cannot be planned: what drill\.given\(\) is given is no premise\n/,
  ],
];
