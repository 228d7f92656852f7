/** The endpoint target: an emulated organization somewhere else. What it enforces is found out, never assumed. */
import { guardedTransport } from '../../aws/guard.js';
import type { Call } from '../../aws/call.js';
import { belongsToIdentitySystem } from '../../aws/call.js';
import { deployOrganization } from '../../aws/deploy/index.js';
import { localize, matchingIds } from '../../aws/deploy/localize.js';
import { wallClock } from '../../base/clock.js';
import { usageError } from '../../base/errors.js';
import { systemRandom } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import { guardAdministrator } from './administration.js';
import { capabilitiesOf, capabilityLines, probeMonitoring, probeTarget, undecided } from './capabilities/index.js';
import type { Capability, Probing } from './capabilities/capability.js';
import { servicesOf } from './organization-as-read.js';
import { evaluatedTarget } from './evaluated.js';
import type { Opened, Opening } from './index.js';
import { treeOf } from './read-remote.js';
import { openRemote, remoteControl } from './remote.js';
import type { Remote, RemoteControl } from './remote.js';
import type { EndpointSecrets } from './secrets-file.js';
import { DECIDES_ITSELF } from '../drill/capability.js';
import type { Component, Target, UserSecrets } from '../drill/target.js';

/** Opens it, and deploys the organization document first if asked. Throws usage errors. */
export async function openEndpoint(opening: Opening, url: string): Promise<Opened> {
  const { organization: document, choice, progress } = opening;
  const remote = await openRemote({
    endpoint: url,
    secrets: choice.secrets,
    accountId: document.accounts[document.management]?.id ?? '',
    region: document.homeRegion,
    guard: (transport) => guardAdministrator(transport, opening.allowed),
  });
  const probing: Probing = {
    remote,
    secrets: choice.secrets,
    organization: document,
    spared: opening.file.breakGlass.users,
    progress,
    ledger: opening.ledger,
    ...(opening.signal ? { signal: opening.signal } : {}),
  };
  opening.provide({
    administrator: (account, region) => remote.ways.clients(account, region ?? document.homeRegion),
    clock: () => remote.clock,
  });
  // Its waits pass while the document is written.
  const monitoring = probeMonitoring(probing);
  // It may reject before anybody waits for it, if a disk is full: that must not end the process with everything still changed.
  const asked = monitoring.catch(() => undefined);
  try {
    const { secrets, codesUsed } = choice.deploy
      ? await deployFirst(opening, remote)
      : { secrets: choice.secrets, codesUsed: false };
    const organization = await asItIsThere(remote, document);
    progress.step(`Asking what ${remote.options.endpoint} enforces`);
    const probed = await probeTarget({ ...probing, secrets, organization }, monitoring);
    const lacking = undecided(probed);
    const decides = lacking.length === 0;
    const capabilities = [decision(lacking), ...probed, outsiders(opening, secrets, decides)];
    for (const line of capabilityLines(capabilities)) progress.step(line);
    if (!decides) {
      progress.step('It does not enforce all that AWS does: reading the configuration that decides');
      const { target, organization: read } = await evaluatedTarget({
        remote,
        document: organization,
        services: servicesOf(capabilities),
        opening,
      });
      return {
        target: { ...target, name: 'endpoint', ...capabilitiesOf(capabilities) },
        organization: read,
        document: organization,
      };
    }
    const control = await remoteControl(remote.options.endpoint, secrets.control);
    // A code works once: those that enabled the devices were of this and the last half minute.
    if (codesUsed) await control.clock.sleep(60_000, opening.signal);
    return { target: enforcingTarget({ remote, secrets, organization, capabilities, control }), organization };
  } catch (error) {
    await asked;
    await remote.close();
    throw error;
  }
}

/** Deploys, and knows afterwards what was made and whether codes were used for it. Throws a usage error if something was refused: what is missing would look like a finding. */
async function deployFirst(
  { organization, choice, progress, signal }: Opening,
  remote: Remote,
): Promise<{ secrets: EndpointSecrets; codesUsed: boolean }> {
  progress.step('Deploying the organization document');
  const { clock, ways, transport } = remote;
  const deployed = await deployOrganization(
    { ways, transport, clock, random: systemRandom, progress: () => undefined, ...(signal ? { signal } : {}) },
    organization,
  );
  const [refused] = deployed.notDeployed.filter((one) => one.refused);
  if (refused)
    throw usageError(
      `the endpoint refused to ${refused.what} (${refused.where}): ${refused.why}`,
      'Deploy with "breakglass-drill deploy", which lists everything that was refused.',
    );
  const users = { ...choice.secrets.users };
  let codesUsed = false;
  for (const [account, made] of Object.entries(deployed.credentials)) {
    for (const [user, held] of Object.entries(made)) {
      const name = account === organization.management ? user : `${account}/${user}`;
      users[name] = { ...users[name], ...held };
      codesUsed ||= held.mfaSeed !== undefined;
    }
  }
  return { secrets: { ...choice.secrets, users }, codesUsed };
}

/** The document with the ids of the endpoint; as it is where there is no organization. Rejects if nobody may read the organization: its ids would be made up. */
async function asItIsThere(remote: Remote, document: Organization): Promise<Organization> {
  return localize(document, matchingIds(document, await treeOf(remote, document)));
}

/** What follows from the answers about enforcement. */
function decision(lacking: readonly string[]): Capability {
  return {
    capability: DECIDES_ITSELF,
    able: lacking.length === 0,
    asked: 'all that it must enforce for that',
    answer: lacking.length === 0 ? 'it does' : `not so: ${lacking.join(', ')}`,
  };
}

/** Nobody can create an account outside the organization: where the endpoint decides, somebody must have given its keys. */
function outsiders({ file }: Opening, secrets: EndpointSecrets, decides: boolean): Capability {
  const { account, user } = file.controls.outsider;
  const answer = !decides
    ? 'not needed: the document describes the outsider'
    : secretsOf(secrets, account, user) === undefined
      ? undefined
      : 'known';
  return {
    capability: 'has accounts outside the organization',
    able: answer !== undefined,
    asked: 'keys of the outsider',
    answer: answer ?? 'none were given',
  };
}

interface Enforcing {
  remote: Remote;
  secrets: EndpointSecrets;
  organization: Organization;
  capabilities: readonly Capability[];
  control: RemoteControl;
}

/** A target that decides itself who gets in. */
function enforcingTarget({ remote, secrets, organization, capabilities, control }: Enforcing): Target {
  const dead = new Set<Component>();
  const refuses = (call: Call): boolean =>
    (dead.has('identity-provider') && call.service === 'identity-provider') ||
    (dead.has('identity-center') && call.service !== 'identity-provider' && belongsToIdentitySystem(call));
  const set = async (component: Component, available: boolean): Promise<void> => {
    // Where nothing can be taken away the drill refuses its own calls: a premise that nobody mistakes for an answer.
    if (await control.setAvailable(component, available)) return;
    if (available) dead.delete(component);
    else dead.add(component);
  };
  return {
    name: 'endpoint',
    mode: 'EMULATED',
    ...capabilitiesOf(capabilities),
    ...(capabilities.some(({ capability, able }) => able && capability === 'has a console for programs')
      ? { console: 'for programs' as const }
      : {}),
    clock: control.clock,
    wireClock: wallClock,
    partition: organization.partition,
    connect: (purpose, guard) => ({
      ...remote.options,
      region: organization.homeRegion,
      transport: guardedTransport(remote.wire, purpose, guard, refuses),
    }),
    secretsOf: (account, user) => secretsOf(secrets, account, user),
    take: (component) => set(component, false),
    giveBack: (component) => set(component, true),
    secrets: () => knownSecrets(secrets),
    close: () => remote.close(),
  };
}

/** Users are named with their account where two accounts have one of that name. */
function secretsOf({ users }: EndpointSecrets, account: string, user: string): UserSecrets | undefined {
  const held = users[`${account}/${user}`] ?? users[user];
  if (held?.accessKeyId === undefined || held.secretAccessKey === undefined) return undefined;
  const { accessKeyId, secretAccessKey, mfaSerial, mfaSeed } = held;
  return {
    accessKeyId,
    secretAccessKey,
    mfa: mfaSerial === undefined || mfaSeed === undefined ? undefined : { serialNumber: mfaSerial, seed: mfaSeed },
  };
}

function* knownSecrets({ administrator, users }: EndpointSecrets): Generator<string> {
  if (administrator) yield administrator.secretAccessKey;
  for (const { secretAccessKey, mfaSeed } of Object.values(users)) {
    if (secretAccessKey !== undefined) yield secretAccessKey;
    if (mfaSeed !== undefined) yield mfaSeed;
  }
}
