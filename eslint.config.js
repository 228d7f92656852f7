// Lint rules, each with its reason. Import directions are the architecture: see docs/architecture.md.
import tseslint from 'typescript-eslint';

/** Rooms and what they may import; everything else is refused. The order is the order of the house, lowest first. */
const rooms = {
  base: [],
  iam: [],
  monitoring: ['base'],
  organization: ['base'],
  reports: ['base'],
  twin: ['base', 'iam', 'monitoring', 'organization'],
  aws: ['base', 'organization'],
  harness: ['base', 'iam', 'monitoring', 'organization', 'reports', 'aws'],
  scenarios: ['harness/index.js'],
};
const all = ['base', 'iam', 'monitoring', 'organization', 'reports', 'twin', 'aws', 'harness', 'scenarios', 'cli'];

/** What the room refuses to import. */
const refusedBy = (room) => [
  {
    regex: `^(\\.\\./)+(?!(${[...rooms[room], room].map((name) => (name.includes('.') ? `${name}$` : `${name}/`)).join('|')}))(${all.join('|')})/`,
    message: `${room}/ may import only ${rooms[room].join(', ') || 'itself'}: imports point one way.`,
  },
  ...(room === 'harness'
    ? [
        {
          regex: '(^|/)harness/index\\.js$|^(\\.\\./)+index\\.js$',
          message: 'The facade is for scenarios: nothing inside harness imports it.',
        },
      ]
    : []),
];
const refusing = (files, patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns }] } });

const directions = Object.keys(rooms).map((room) => refusing([`${room}/**/*.ts`], refusedBy(room)));

/** Only the targets of a drill know that there is a twin. */
const targetsRefuse = [{ regex: '^(\\.\\./)+(scenarios|cli)/', message: 'Imports point one way.' }];

/** Floors of a room, lowest first. Each imports its own and those below it; above them all is its index.ts. */
const floors = {
  twin: ['wire', 'state', 'access', 'delivery', 'services', 'build', 'endpoint'],
  harness: ['causes', 'monitoring', 'configuration', 'drill', 'targets', 'premises', 'questions', 'engine'],
};

/** Depth 1 is a file of the floor itself: there `../` leads to the other floors. */
const stairs = Object.entries(floors).flatMap(([room, own]) =>
  own.flatMap((floor, height) =>
    [1, 2, 3].map((depth) =>
      refusing(
        [`${room}/${floor}/${'*/'.repeat(depth - 1)}*.ts`],
        [
          ...(room === 'harness' && floor === 'targets' ? targetsRefuse : refusedBy(room)),
          {
            regex: `^(\\.\\./){${depth}}((${own.slice(height + 1).join('|') || '-'})/|index\\.js$)`,
            message: `${room}/${floor}/ may import only ${own.slice(0, height).join(', ') || 'itself'}: no import climbs.`,
          },
        ],
      ),
    ),
  ),
);

const forbiddenEffects = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time comes from a Clock (base/clock.ts).',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes from a Clock (base/clock.ts).',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness comes from a Random (base/random.ts).',
  },
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate)$/]',
    message: 'Waiting is done by a Clock (base/clock.ts).',
  },
  {
    selector: 'ExpressionStatement > MemberExpression',
    message: 'An assertion that nobody awaited passes whatever is true: write "await expect(…)".',
  },
];
// What no-misused-promises finds where it matters, without its asking for every type. Conditions are tsc's.
const lostPromises = [
  {
    selector:
      'CallExpression[callee.property.name=/^(forEach|filter|find|findIndex|findLast|some|every|sort|toSorted)$/] > .arguments[async=true]',
    message: 'Nobody waits for what an async function gives to this method: use for…of, or Promise.all over map.',
  },
  {
    selector:
      'CallExpression[callee.name=/^(describe|suite)$/] > .arguments[async=true], CallExpression[callee.property.name=/^(on|once|addEventListener)$/] > .arguments[async=true]',
    message: 'Nobody hears of a promise that this callback gives.',
  },
];
const clientConstruction = {
  selector:
    'NewExpression[callee.name=/^(STS|IAM|Organizations|SSO|SSOAdmin|Identitystore|CloudWatch|CloudWatchLogs|CloudTrail|EventBridge|SNS|SQS|S3|KMS)Client$/]',
  message: 'Clients are made in aws/clients.ts, behind the request guard.',
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'drills/**', 'docs/**'] },
  ...tseslint.configs.strict.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Rules that ask for types take most of the time: these two earn it (`npm run bench:lint -- --goal`).
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      'no-async-promise-executor': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-dynamic-delete': 'error',
      // Taking a member out by naming it is how a rest is made.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-params': ['error', 5],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...forbiddenEffects, ...lostPromises, clientConstruction],
    },
  },
  ...directions,
  ...stairs,
  // The one file that owns each effect.
  { files: ['base/clock.ts', 'base/random.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['aws/clients.ts'], rules: { 'no-restricted-syntax': ['error', ...forbiddenEffects, ...lostPromises] } },
  // chai's types are extended through its global namespace.
  { files: ['harness/questions/*/question.ts'], rules: { '@typescript-eslint/no-namespace': 'off' } },
  // The union of finding codes is declared empty below, and filled by the catalogue above.
  {
    files: ['harness/causes/explanation.ts', 'harness/questions/catalogue.ts'],
    rules: { '@typescript-eslint/no-empty-object-type': 'off' },
  },
  // Tests declare suites in one function, build their own clients, and chai's assertions are expressions.
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      'no-restricted-syntax': ['error', ...forbiddenEffects.slice(0, 4), ...lostPromises],
    },
  },
);
