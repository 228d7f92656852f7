/** The tools of the field, each as a program of its own: what it complains of in one account. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Credentials } from '../../aws/signer.js';
import { pythonEnvironment } from '../../test/python.js';

/** One complaint: what tells it from others, and all that the tool says of it. */
export interface Alert {
  key: string;
  text: string;
}

/** Where a tool looks. */
export interface Place {
  endpoint: string;
  accountId: string;
  credentials: Credentials;
  /** All accounts of the organization: foreigners are the others. */
  accountIds: readonly string[];
}

export interface FieldTool {
  name: string;
  version: string;
  scan(place: Place): Promise<Alert[]>;
}

const REGIONS = ['eu-west-1', 'us-east-1'];

/** Other exit codes with results: prowler's when a check failed, custodian's when some policies could not be played, as in a locked Region. */
const ENDS_ALL_THE_SAME: Readonly<Record<string, number>> = { prowler: 3, custodian: 2 };

/** Runs a command as its user would, in a folder of its own. Throws if it ends without results. */
function run(
  command: readonly string[],
  place: Place,
  home: string,
  env: Record<string, string> = {},
): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = place.credentials;
  const [program = '', ...args] = command;
  const child = spawn('nice', ['-n', '10', program, ...args], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      AWS_ENDPOINT_URL: place.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      // What goes elsewhere ends here: the emulator is no proxy.
      HTTPS_PROXY: place.endpoint,
      NO_PROXY: '127.0.0.1',
      ...env,
    },
  });
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString('utf8')));
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 || code === ENDS_ALL_THE_SAME[program.split('/').at(-1) ?? '']) done(out);
      else reject(new Error(`${command.join(' ')} ended with ${String(code)}: ${error.slice(-600)}`));
    });
  });
}

async function inFolder<T>(use: (home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'breakglass-detect-'));
  try {
    return await use(home);
  } finally {
    rmSync(home, { recursive: true });
  }
}

interface OcsfFinding {
  status_code: string;
  status_detail?: string;
  message?: string;
  metadata: { event_code: string };
  resources: { uid: string; name?: string; region?: string }[];
}

const PROWLER_SERVICES = ['iam', 'organizations', 'cloudtrail', 'cloudwatch', 'sns', 'sqs', 'eventbridge', 'kms'];

const prowler: FieldTool = {
  name: 'prowler',
  version: pinned('test/field-tools/prowler.txt', 'prowler'),
  scan: (place) =>
    inFolder(async (home) => {
      const program = join(pythonEnvironment('test/field-tools/prowler.txt'), 'prowler');
      await run(
        [program, 'aws', '--service', ...PROWLER_SERVICES, '-f', ...REGIONS, '-M', 'json-ocsf', '-o', 'found', '-b'],
        place,
        home,
      );
      const file = readdirSync(join(home, 'found')).find((name) => name.endsWith('.json')) ?? '';
      const findings = JSON.parse(readFileSync(join(home, 'found', file), 'utf8')) as OcsfFinding[];
      return findings
        .filter(({ status_code: status }) => status === 'FAIL')
        .flatMap(({ metadata, resources, status_detail: detail = '', message = '' }) =>
          resources.map(({ uid, region = '' }) => ({
            key: `${metadata.event_code} ${uid} ${region}`,
            text: `${uid} ${detail} ${message}`,
          })),
        );
    }),
};

/** What a resource of Cloud Custodian is called. */
const IDS = [
  'Arn',
  'TopicArn',
  'SubscriptionArn',
  'Endpoint',
  'AlarmArn',
  'TrailARN',
  'Name',
  'logGroupName',
  'account_id',
];

const custodian: FieldTool = {
  name: 'Cloud Custodian',
  version: pinned('test/field-tools/custodian.txt', 'c7n'),
  scan: (place) =>
    inFolder(async (home) => {
      const policies = readFileSync('bench/detect/custodian.json', 'utf8');
      writeFileSync(join(home, 'policies.json'), policies.replaceAll('"ACCOUNTS"', JSON.stringify(place.accountIds)));
      const program = join(pythonEnvironment('test/field-tools/custodian.txt'), 'custodian');
      const regions = REGIONS.flatMap((region) => ['-r', region]);
      await run([program, 'run', ...regions, '-s', 'found', '--cache-period', '0', 'policies.json'], place, home);
      const files = readdirSync(join(home, 'found'), { recursive: true, encoding: 'utf8' });
      return files
        .filter((file) => file.endsWith('resources.json'))
        .flatMap((file) => {
          const matched = JSON.parse(readFileSync(join(home, 'found', file), 'utf8')) as Record<string, unknown>[];
          return matched.map((resource) => {
            const id = IDS.flatMap((member) => (typeof resource[member] === 'string' ? [resource[member]] : [])).join(
              ' ',
            );
            return { key: `${file.replace('/resources.json', '')} ${id}`, text: id };
          });
        });
    }),
};

interface MapperFinding {
  title: string;
  description: string;
}

const mapper: FieldTool = {
  name: 'principalmapper',
  version: pinned('bench/detect/principalmapper.txt', 'principalmapper'),
  scan: (place) =>
    inFolder(async (home) => {
      const program = join(pythonEnvironment('bench/detect/principalmapper.txt'), 'pmapper');
      const env = {
        PYTHONPATH: resolve('bench/detect/shim'),
        PYTHONDONTWRITEBYTECODE: '1',
        PMAPPER_STORAGE: join(home, 'graphs'),
      };
      await run([program, 'graph', 'create', '--include-regions', ...REGIONS], place, home, env);
      const about = [program, '--account', place.accountId];
      const analysis = JSON.parse(await run([...about, 'analysis', '--output-type', 'json'], place, home, env)) as {
        findings: MapperFinding[];
      };
      // Who is an administrator, or can become one.
      const escalation = await run([...about, 'query', 'preset privesc *'], place, home, env);
      return [
        ...analysis.findings.map(({ title, description }) => ({
          key: `${title} ${description}`,
          text: `${title} ${description}`,
        })),
        ...escalation
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => ({ key: line, text: line })),
      ];
    }),
};

export const fieldTools: readonly FieldTool[] = [custodian, mapper, prowler];

function pinned(file: string, name: string): string {
  const text = readFileSync(file, 'utf8');
  return new RegExp(`^${name}==(.+)$`, 'm').exec(text)?.[1] ?? 'unknown';
}
