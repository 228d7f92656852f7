/** Reads an emulated organization as its administrator; where it has no AWS Organizations, a document says which accounts there are. */
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { notImplemented } from '../../aws/missing-operations.js';
import { accountName, declaredTree } from '../../aws/deploy/localize.js';
import { regionsOf } from '../../aws/deploy/monitoring.js';
import { readMetadata } from '../../aws/deploy/sign-in.js';
import { readOrganization } from '../../aws/snapshot/index.js';
import type { Snapshot } from '../../aws/snapshot/snapshot.js';
import { readTree } from '../../aws/snapshot/tree.js';
import type { Tree } from '../../aws/snapshot/tree.js';
import { isWayFault } from '../../aws/way-faults.js';
import { usageError } from '../../base/errors.js';
import { ALIAS_COOKIE_REGIONS } from '../../monitoring/index.js';
import type { Organization } from '../../organization/model.js';
import { USUAL_HOMES } from './remote.js';
import type { Remote } from './remote.js';

/** How much is read. */
export interface ReadOptions {
  /** Says which accounts there are, if the endpoint does not. */
  document?: Organization;
  /** Found by the instance of IAM Identity Center if absent. */
  homeRegion?: string;
  /** Accounts whose monitoring is read, by name; all, if absent. */
  watched?: readonly string[];
  /** Where monitoring is read; where sign-ins can be recorded, if absent. */
  regions?: readonly string[];
  signal?: AbortSignal;
}

/** Reads it. Throws a usage error if nobody says which accounts there are; every other refusal is in `unread`. */
export async function readRemote(
  { ways, transport, clock }: Remote,
  { document, homeRegion, regions, watched: named, signal }: ReadOptions,
): Promise<Snapshot> {
  const tree = await treeOf({ ways }, document);
  const home = homeRegion ?? document?.homeRegion ?? (await findHome({ ways })) ?? 'us-east-1';
  const { certificates } = await readMetadata(transport);
  const declared = Object.values(document?.accounts ?? {}).flatMap(({ monitoring }) => regionsOf(monitoring));
  const places = regions ?? [...new Set([home, 'us-east-1', ...ALIAS_COOKIE_REGIONS, ...declared])];
  const watched = tree.accounts
    .filter(({ state, name }) => state === 'ACTIVE' && (named?.includes(name) ?? true))
    .map(({ id }) => id);
  return readOrganization(
    { clients: (id, region) => ways.clients(id, region ?? home), concurrency: 8, ...(signal ? { signal } : {}) },
    {
      managementAccountId: ways.accountId,
      homeRegion: home,
      monitoring: { accounts: watched, regions: places },
      ...(certificates.length > 0 ? { certificates } : {}),
      now: clock.now(),
      tree,
    },
  );
}

/** The tree as it is there, or as the document declares it where there is no organization. Throws a usage error if neither says. */
export async function treeOf({ ways }: Pick<Remote, 'ways'>, document: Organization | undefined): Promise<Tree> {
  const client = (await ways.clients(ways.accountId)).organizations();
  try {
    return document ? withName(await readTree(client), document.management) : await readTree(client);
  } catch (error) {
    const absent = notImplemented(error);
    const alone = (error as { name?: string }).name === 'AWSOrganizationsNotInUseException';
    if (document && (absent !== undefined || alone)) return declaredTree(document);
    if (alone)
      throw usageError(
        'the account belongs to no organization',
        'Deploy one, or say with --organization which accounts there are.',
      );
    if (absent === undefined) throw error;
    throw usageError(
      `the endpoint has no AWS Organizations (${absent})`,
      'Say with --organization which accounts there are.',
    );
  }
}

/** The tree with the document's name for the management account: whoever made the organization chose another. */
function withName(tree: Tree, management: string): Tree {
  return {
    ...tree,
    accounts: tree.accounts.map((account) =>
      account.id === tree.managementAccountId ? { ...account, name: accountName(management) } : account,
    ),
  };
}

/** Where the instance of IAM Identity Center is. */
async function findHome({ ways }: Pick<Remote, 'ways'>): Promise<string | undefined> {
  for (const region of USUAL_HOMES) {
    try {
      const { Instances: instances = [] } = await (
        await ways.clients(ways.accountId, region)
      )
        .ssoAdmin()
        .send(new ListInstancesCommand({}));
      if (instances.length > 0) return region;
    } catch (error) {
      if (isWayFault(error)) throw error;
      return undefined;
    }
  }
  return undefined;
}
