/**
 * `npm run bench:detect`: what prowler, Cloud Custodian, principalmapper and the drill find in the same organizations, served by the
 * twin: seeded faults (examples/broken) and sound variants (bench/detect/sound). Found: a tool complains of something of which it did
 * not complain in the sound organization. Named: a new complaint has a name of what is faulty. `--faults N` plays the first N of a seeded
 * order with every tool but prowler, `--prowler N` with that one, which is slow; `--all` plays every fault with all, `--skip N` leaves out the
 * first N. `--write` adds what was seen to bench/detect/results.json, and makes docs/detection.md of all that stands there. Installs the tools into environments of their own; nothing but 127.0.0.1 is asked.
 */
import { readdirSync, readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { roleCredentials, signIn } from '../aws/federated-sign-in.js';
import type { Credentials } from '../aws/signer.js';
import { httpTransport } from '../aws/transport.js';
import { seededRandom } from '../base/random.js';
import { judge, readGallery } from '../cli/gallery.js';
import type { GalleryEntry } from '../cli/gallery.js';
import { serveEmulator } from '../harness/targets/emulator.js';
import type { Emulator } from '../harness/targets/emulator.js';
import { loadOrganization } from '../organization/load.js';
import type { Organization } from '../organization/model.js';
import { playDrill } from './detect/our-drill.js';
import { accountsToScan, namesOfFault } from './detect/names.js';
import { page } from './detect/page.js';
import { keep } from './detect/results.js';
import type { Board, Seen } from './detect/page.js';
import { fieldTools } from './detect/tools.js';
import type { Alert, FieldTool } from './detect/tools.js';

const DOCUMENT = 'examples/landing-zone.yaml';
const SEED = 'detect';
const MANAGEMENT = 'management';
/** Whoever runs the tools: a person who may do everything in every account. */
const PERSON = 'erin';

const { values: options } = parseArgs({
  options: {
    faults: { type: 'string', default: '24' },
    prowler: { type: 'string', default: '8' },
    skip: { type: 'string', default: '0' },
    all: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

interface Served {
  organization: Organization;
  emulator: Emulator;
}

async function served(overlays: readonly { file: string; text: string }[]): Promise<Served> {
  const organization = loadOrganization(DOCUMENT, readFileSync(DOCUMENT, 'utf8'), overlays);
  return { organization, emulator: await serveEmulator(organization, seededRandom('1')) };
}

/** Credentials in an account; in the management account the administrator's if the person's way is what is broken. */
async function credentialsIn({ organization, emulator }: Served, account: string): Promise<Credentials> {
  const { endpoint, administrator } = emulator.ready;
  const transport = httpTransport(endpoint);
  try {
    const token = await signIn(transport, organization.identityCenter.directory, PERSON);
    if (!token.ok) throw new Error(token.message);
    const id = organization.accounts[account]?.id ?? '';
    return await roleCredentials({ transport, endpoint, region: 'eu-west-1' }, token.value, id, 'Administrator');
  } catch (error) {
    if (account === MANAGEMENT) return administrator;
    throw error;
  } finally {
    await transport.close();
  }
}

async function scan(tool: FieldTool, where: Served, account: string): Promise<Alert[]> {
  const { organization, emulator } = where;
  return tool.scan({
    endpoint: emulator.ready.endpoint,
    accountId: organization.accounts[account]?.id ?? '',
    credentials: await credentialsIn(where, account),
    accountIds: Object.values(organization.accounts).map(({ id }) => id),
  });
}

const sound = await served([]);
const baselines = new Map<string, Promise<Alert[]>>();

/** What a tool complains of in the sound organization. */
function baseline(tool: FieldTool, account: string): Promise<Alert[]> {
  const key = `${tool.name} ${account}`;
  const known = baselines.get(key) ?? scan(tool, sound, account);
  baselines.set(key, known);
  return known;
}

/** Complaints that the sound organization does not raise. */
async function newAlerts(tool: FieldTool, other: Served): Promise<Alert[]> {
  const found: Alert[] = [];
  for (const account of accountsToScan(sound.organization, other.organization, MANAGEMENT)) {
    const before = new Set((await baseline(tool, account)).map(({ key }) => key));
    found.push(...(await scan(tool, other, account)).filter(({ key }) => !before.has(key)));
  }
  return found;
}

/** Checks that complain, each once: a tool of several Regions names the Region before the check. */
function kindsOf(alerts: readonly Alert[]): string[] {
  return [...new Set(alerts.map(({ key }) => (key.split(' ')[0] ?? '').replace(/^.*\//, '')))].sort();
}

async function drilled(overlays: readonly string[]): Promise<Awaited<ReturnType<typeof playDrill>>> {
  const output = mkdtempSync(join(tmpdir(), 'breakglass-detect-'));
  try {
    return await playDrill(overlays, output);
  } finally {
    rmSync(output, { recursive: true });
  }
}

/** What each tool sees of one organization; a tool that fails says so and counts as not having looked. */
async function seenBy(tools: readonly FieldTool[], other: Served): Promise<Record<string, Seen>> {
  const names = [...namesOfFault(sound.organization, other.organization)];
  const seen = tools.map(async (tool): Promise<[string, Seen][]> => {
    try {
      const alerts = await newAlerts(tool, other);
      const named = alerts.some(({ text }) => names.some((name) => text.includes(name)));
      return [[tool.name, { alerts: alerts.length, named, first: alerts[0]?.key ?? '' }]];
    } catch (error) {
      process.stderr.write(`${tool.name}: ${error instanceof Error ? error.message : String(error)}\n`);
      return [];
    }
  });
  return Object.fromEntries((await Promise.all(seen)).flat());
}

async function played(fault: GalleryEntry, tools: readonly FieldTool[]): Promise<Board['faults'][number]> {
  const faulty = await served([{ file: fault.file, text: fault.text }]);
  try {
    const [seen, result] = await Promise.all([seenBy(tools, faulty), drilled([fault.file])]);
    const problems = judge(fault, result);
    seen['breakglass-drill'] = {
      alerts: result.findings.length,
      named: problems.length === 0,
      first: result.findings[0]?.code ?? '',
    };
    return { name: fault.name, title: fault.title, direction: fault.direction, seen };
  } finally {
    await faulty.emulator.close();
  }
}

async function variant(file: string): Promise<Board['variants'][number]> {
  const other = await served([{ file, text: readFileSync(file, 'utf8') }]);
  try {
    const [seen, { findings }] = await Promise.all([seenBy(wanted, other), drilled([file])]);
    seen['breakglass-drill'] = { alerts: findings.length, named: false, first: findings[0]?.code ?? '' };
    return { name: file.replace(/^.*\/|\.yaml$/g, ''), seen };
  } finally {
    await other.emulator.close();
  }
}

const gallery = readGallery();
const order = seededRandom(SEED);
const shuffled = gallery
  .map((fault) => ({ fault, place: order.below(1_000_000) }))
  .sort((left, right) => left.place - right.place)
  .map(({ fault }) => fault);
const most = options.all ? gallery.length : Number(options.faults);
const mostOfProwler = options.all ? gallery.length : Number(options.prowler);
const slow = (tool: FieldTool): boolean => tool.name === 'prowler';
/** Without prowler nobody waits for it in the sound organizations either. */
const wanted = fieldTools.filter((tool) => !slow(tool) || mostOfProwler > 0);
const board: Board = {
  gallery: gallery.length,
  versions: Object.fromEntries(fieldTools.map(({ name, version }) => [name, version])),
  sound: {},
  variants: [],
  faults: [],
};
try {
  for (const tool of wanted) {
    const alerts = await baseline(tool, MANAGEMENT);
    board.sound[tool.name] = { alerts: alerts.length, kinds: kindsOf(alerts) };
  }
  const { findings } = await drilled([]);
  board.sound['breakglass-drill'] = { alerts: findings.length, kinds: findings.map(({ code }) => code) };
  for (const file of readdirSync('bench/detect/sound').sort()) {
    board.variants.push(await variant(`bench/detect/sound/${file}`));
    process.stderr.write(`sound: ${JSON.stringify(board.variants.at(-1))}\n`);
  }
  if (options.write) keep(board);
  for (const [index, fault] of shuffled.slice(0, most).entries()) {
    if (index < Number(options.skip)) continue;
    const tools = wanted.filter((tool) => !slow(tool) || index < mostOfProwler);
    board.faults.push(await played(fault, tools));
    process.stderr.write(`${index + 1}/${most} ${JSON.stringify(board.faults.at(-1))}\n`);
    if (options.write) keep(board);
  }
} finally {
  await sound.emulator.close();
}
if (!options.write) process.stdout.write(page(board));
