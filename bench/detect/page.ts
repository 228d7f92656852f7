/** The detection board as a page. */

/** What a tool saw of one organization, beyond what it complains of in the sound one. */
export interface Seen {
  /** New complaints. */
  alerts: number;
  /** One of them has a name of what is faulty. */
  named: boolean;
  /** The first of them. */
  first: string;
}

export interface Board {
  /** Faults that there are. */
  gallery: number;
  versions: Readonly<Record<string, string>>;
  /** Complaints about the sound organization's management account, by tool. */
  sound: Record<string, { alerts: number; kinds: readonly string[] }>;
  variants: { name: string; seen: Readonly<Record<string, Seen>> }[];
  faults: { name: string; title: string; direction: string; seen: Readonly<Record<string, Seen>> }[];
}

const US = 'breakglass-drill';

export function page(board: Board): string {
  const tools = [US, ...Object.keys(board.versions)];
  const alone = board.faults.filter(
    ({ seen }) => isFound(seen[US]) && !others(tools).some((tool) => isFound(seen[tool])),
  );
  const byAll = ({ seen }: Board['faults'][number]): boolean => tools.every((tool) => seen[tool] !== undefined);
  const missed = board.faults.filter(({ seen }) => !isFound(seen[US]));
  return [
    '<!-- Made by `npm run bench:detect -- --write`: run it again, do not change this file. -->',
    '',
    '# Who finds what',
    '',
    ...introduction(board),
    '',
    '| | ' + tools.map((tool) => heading(tool, board)).join(' | ') + ' |',
    '| --- | ' + tools.map(() => '---:').join(' | ') + ' |',
    ...totals(board, tools),
    '',
    '## What nobody but the drill found',
    '',
    `${alone.length} of ${board.faults.length} faults; all the others looked at ${alone.filter(byAll).length} of them, those without a star.`,
    '',
    ...alone.map((fault) => `- \`${fault.name}\`${byAll(fault) ? '' : ' *'}: ${fault.title}`),
    '',
    '## What others found and the drill did not',
    '',
    ...(missed.length === 0
      ? [
          'Of the faults played: none. What others say of the sound organization, and the drill does not, is in the last section.',
        ]
      : missed.map(({ name, title }) => `- \`${name}\`: ${title}`)),
    '',
    '## Fault by fault',
    '',
    '`named`: found, with the name of what is faulty. `found`: a new complaint, without. `no`: nothing new. `–`: not tried.',
    '',
    '| Fault | Direction | ' + tools.join(' | ') + ' | First new complaint of others |',
    '| --- | --- | ' + tools.map(() => '---').join(' | ') + ' | --- |',
    ...board.faults.map(({ name, direction, seen }) => {
      const complaint = others(tools).flatMap((tool) =>
        isFound(seen[tool]) ? [`${tool}: ${seen[tool]?.first ?? ''}`] : [],
      );
      return `| \`${name}\` | ${direction} | ${tools.map((tool) => verdict(seen[tool])).join(' | ')} | ${complaint.map(cell).join('<br>')} |`;
    }),
    '',
    ...ending(board),
    '',
  ].join('\n');
}

const others = (tools: readonly string[]): string[] => tools.filter((tool) => tool !== US);
const isFound = (seen: Seen | undefined): boolean => seen !== undefined && seen.alerts > 0;
const verdict = (seen: Seen | undefined): string =>
  seen === undefined ? '–' : !isFound(seen) ? 'no' : seen.named ? 'named' : 'found';
const cell = (text: string): string => `\`${text.replaceAll(/[|\s]+/g, ' ').slice(0, 160)}\``;

function heading(tool: string, { versions }: Board): string {
  return tool === US ? `${US}, this commit` : `${tool} ${versions[tool] ?? ''}`;
}

function introduction({ gallery, faults, variants }: Board): string[] {
  return [
    `The same organizations, served by the twin on 127.0.0.1, before the drill and before three tools that people have: ${faults.length} of the ${gallery}`,
    `seeded faults of [examples/broken](../examples/broken/), drawn by a seed, and ${variants.length} sound variants of the example (bench/detect/sound).`,
    'The others are run by an administrator in the management account and in the first other account in which the fault lies.',
    '',
    '- **Found**: it complains of something of which it did not complain in the sound organization.',
    '- **Named**: such a complaint has the name of what is faulty: a policy, role, user, alarm. Of the drill more is asked: exactly the finding of the',
    '  fault, with its cause, and no other.',
    '- **False alarms**: new complaints in a sound variant.',
    '',
    'None of the others claims to test break-glass access: the table says what they are worth for it, not what they are worth. Cloud Custodian ships no',
    'rules; the 23 policies in `bench/detect/custodian.json` are ours, of the filters that it documents. Of prowler the checks of the services iam, organizations,',
    'cloudtrail, cloudwatch, sns, sqs, eventbridge and kms are run; as it is installed today it is blind for privilege escalation',
    '([field-tools.md](field-tools.md) says why), and that is counted as it is. principalmapper is asked for its analysis and for `preset privesc *`.',
    'The faults are of our own making, those that the drill is built to find: of faults of another kind the table says nothing. Some of them, such as who',
    'keeps a key, stand in the organization document alone, which only the drill reads.',
  ];
}

function totals({ faults, variants, sound }: Board, tools: readonly string[]): string[] {
  const row = (title: string, value: (tool: string) => string): string =>
    `| ${title} | ${tools.map(value).join(' | ')} |`;
  const of = (tool: string): Seen[] => faults.flatMap(({ seen }) => seen[tool] ?? []);
  const inVariants = (tool: string): Seen[] => variants.flatMap(({ seen }) => seen[tool] ?? []);
  return [
    row('Faults tried (n)', (tool) => String(of(tool).length)),
    row('found', (tool) => String(of(tool).filter(isFound).length)),
    row('named', (tool) => String(of(tool).filter((seen) => isFound(seen) && seen.named).length)),
    row('Sound variants tried', (tool) => String(inVariants(tool).length)),
    row('false alarms in them', (tool) => String(inVariants(tool).reduce((sum, { alerts }) => sum + alerts, 0))),
    row('Complaints about the sound organization itself', (tool) => String(sound[tool]?.alerts ?? '–')),
  ];
}

function ending({ sound }: Board): string[] {
  const kinds = Object.entries(sound).filter(([, { kinds: some }]) => some.length > 0);
  return [
    '## What others say of the sound organization',
    '',
    'The last row of the first table counts complaints about the management account of the example as it is. They do not change with the fault, so',
    'they are not counted as found; what the drill does not look at stands here. Some of it is good advice that has nothing to do with break glass, and',
    'whoever wants it runs prowler or Cloud Custodian beside the drill. Some contradicts break glass: its users must be there, with a password and a key',
    'that nobody uses for months, and its role must be an administrator.',
    '',
    ...kinds.map(([tool, { kinds: some }]) => `- ${tool}: ${some.map((kind) => `\`${kind}\``).join(', ')}`),
  ];
}
