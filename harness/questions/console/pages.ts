/** The pages of the console through which a drill signs in, so that each Region that may record a sign-in does. Pure. */
import type { ConsolePage } from '../../../aws/console.js';
import { seededRandom } from '../../../base/random.js';
import { ALIAS_COOKIE_REGIONS } from '../../../monitoring/index.js';
import type { AccountInScope } from '../../drill/context.js';

/** A page, and the Region in which CloudTrail records what is done there (CloudTrail user guide, "AWS Management Console sign-in events"). */
export interface PageInRegion {
  page: ConsolePage;
  region: string;
}

/** The global page and those to which a cookie leads; in partitions without a global page that of the home Region. */
export function consolePages(partition: string, homeRegion: string): PageInRegion[] {
  if (partition !== 'aws') return [{ page: { region: homeRegion }, region: homeRegion }];
  return [
    { page: {}, region: 'us-east-1' },
    ...ALIAS_COOKIE_REGIONS.map((region) => ({ page: { region, aliasCookie: true }, region })),
  ];
}

/** One account of each OU, chosen by the seed: the sweep enters all of them, the console a sample. */
export function oneOfEachOu(accounts: readonly AccountInScope[], seed: string): AccountInScope[] {
  const byOu = new Map<string, AccountInScope[]>();
  for (const account of accounts) byOu.set(account.ou, [...(byOu.get(account.ou) ?? []), account]);
  return [...byOu].flatMap(([ou, group]) => group[seededRandom(`${seed} console ${ou}`).below(group.length)] ?? []);
}
