/** The organization document: what people write, with defaults and short forms. The expanded form is `model.ts`. */
import { z } from 'zod';
import { otherCredentials } from './credential-schema.js';
import { doors } from './door-schema.js';
import { monitoring } from './monitoring-schema.js';
import { entityName, name, permissionStatements, resourceControlStatements, trustStatements } from './statements.js';

const path = z
  .string()
  .regex(/^\/([\w+=,.@-]+\/)*$/, 'a path begins and ends with a slash, e.g. /break-glass/')
  .default('/');
const arn = z.string().regex(/^arn:[\w-]+:/, 'is not an ARN');
const accountId = z
  .string({
    error: (issue) =>
      typeof issue.input === 'number'
        ? 'an account id must be quoted, or YAML reads it as a number: "111111111111"'
        : 'an account id is a quoted string of 12 digits',
  })
  .regex(/^\d{12}$/, 'an account id has 12 digits');
/** Users and roles have 64 characters at most, groups and policies 128, permission sets 32. */
const [shortName, longName, permissionSetName] = [entityName(64), entityName(128), entityName(32)];
const policyName = z
  .string()
  .max(640)
  .regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/, 'a policy has letters, digits and +=,.@_- in its name, after its path');
const tags = z.record(z.string(), z.string()).default({});
const permissions = {
  policies: z.record(longName, permissionStatements).default({}).describe('Inline policies: name -> Sid -> statement'),
  managedPolicies: z.array(arn).default([]).describe('ARNs of attached managed policies'),
};

const user = z.strictObject({
  path,
  groups: z.array(name).default([]),
  permissionsBoundary: arn.optional(),
  tags,
  mfa: z.record(name, z.strictObject({ kind: z.enum(['virtual', 'hardware', 'fido']).default('virtual') })).default({}),
  password: z.boolean().default(false).describe('Has a console password'),
  passwordResetRequired: z.boolean().default(false).describe('Must choose a new password at the next sign-in'),
  accessKey: z
    .boolean()
    .default(false)
    .describe('Has an active access key; planned if custody.accessKey says where it is kept'),
  otherCredentials,
  custody: z
    .strictObject({ accessKey: name.optional(), password: name.optional(), mfa: name.optional() })
    .optional()
    .describe('Names of credential stores'),
  ...permissions,
});

const role = z.strictObject({
  path,
  maxSessionSeconds: z.int().min(3600).max(43_200).default(3600),
  trust: trustStatements.describe('Sid -> statement'),
  permissionsBoundary: arn.optional(),
  tags,
  ...permissions,
});

const content = {
  users: z.record(shortName, user).default({}),
  roles: z.record(shortName, role).default({}),
  groups: z.record(longName, z.strictObject({ path, ...permissions })).default({}),
  policies: z
    .record(policyName, z.strictObject({ statements: permissionStatements }))
    .default({})
    .describe('Customer managed policies; one that is not below / has its path in its name: team/policy'),
  samlProviders: z
    .record(
      longName,
      z.strictObject({
        signedBy: z.enum(['identity-provider', 'stranger']).default('identity-provider'),
        validUntil: z
          .string()
          .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'is not an instant in UTC, such as 2027-01-31T00:00:00Z')
          .optional(),
      }),
    )
    .default({})
    .describe('SAML providers, without those that Identity Center makes for itself'),
  passwordPolicy: z
    .strictObject({ maxAgeDays: z.int().min(1).max(1095).optional(), hardExpiry: z.boolean().default(false) })
    .optional(),
  monitoring: monitoring.prefault({}).describe('What watches the account'),
};

const state = z.enum(['PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']).default('ACTIVE');
const ou = name.default('Root').describe('Name of its OU, or Root');
const duration = z.int().min(3600).max(43_200).default(3600);
const assignedAccounts = z.union([z.enum(['everyAccount', 'everyMemberAccount']), z.array(name).min(1)]);

const assignment = z
  .strictObject({
    person: name.optional(),
    group: name.optional().describe('Name of a group of people, instead of a person'),
    permissionSet: name,
    accounts: assignedAccounts,
  })
  .refine(
    ({ person, group }) => (person === undefined) !== (group === undefined),
    'an assignment is to a person or to a group',
  );

/** Everything of the organization that has the same form in the document and in the expanded organization. */
export const shared = {
  outsiders: z
    .record(name, z.strictObject({ id: accountId.optional(), ...content }))
    .default({})
    .describe('Accounts of no organization'),
  policyTypes: z
    .array(z.enum(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']))
    .default(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'])
    .describe('Types of guardrails that are enabled on the root; those of another type bind nobody'),
  withoutFullAccess: z
    .array(name)
    .default([])
    .describe(
      'Names of OUs or accounts, or Root, that FullAWSAccess was detached from: nothing is allowed there that no other policy allows',
    ),
  serviceControlPolicies: z
    .record(
      name,
      z.strictObject({
        description: z.string().default(''),
        attachedTo: z.array(name).describe('Names of OUs or accounts, or Root'),
        mustReach: z
          .array(name)
          .optional()
          .describe('Names of OUs or accounts, or Root: every ACTIVE account there must be reached'),
        expects: z.enum(['yields', 'binds', 'indifferent']).describe('What it does to the break-glass role'),
        statements: permissionStatements,
      }),
    )
    .default({}),
  resourceControlPolicies: z
    .record(
      name,
      z.strictObject({
        description: z.string().default(''),
        attachedTo: z.array(name).describe('Names of OUs or accounts, or Root'),
        expects: z
          .enum(['yields', 'binds', 'indifferent'])
          .default('indifferent')
          .describe('What it does to the break-glass path'),
        statements: resourceControlStatements,
      }),
    )
    .default({}),
  identityCenter: z
    .strictObject({
      instanceArn: arn.optional(),
      identityStoreId: z.string().optional(),
      directory: z
        .enum(['external', 'identity-center'])
        .default('external')
        .describe('Where people sign in: at the identity provider, or at the access portal itself'),
      people: z
        .record(
          name,
          z.strictObject({
            displayName: z.string(),
            email: z.string(),
            disabled: z.boolean().default(false).describe('Signs in nowhere'),
          }),
        )
        .default({}),
      groups: z
        .record(name, z.strictObject({ members: z.array(name).default([]).describe('Names of people') }))
        .default({})
        .describe('Groups of people'),
      permissionSets: z
        .record(
          permissionSetName,
          z.strictObject({
            sessionSeconds: duration,
            permissionsBoundary: z
              .string()
              .min(1)
              .optional()
              .describe('ARN of an AWS managed policy, or name of a customer managed policy of the accounts'),
            ...permissions,
          }),
        )
        .default({}),
      assignments: z.record(name, assignment).default({}),
    })
    .prefault({}),
  identityProvider: z.strictObject({ name: z.string() }).default({ name: 'identity provider' }),
  doors,
  credentialStores: z
    .record(
      name,
      z.strictObject({
        description: z.string().default(''),
        signIn: z.enum(['none', 'identity-provider', 'identity-center']),
        keptBy: z.array(name).default([]).describe('Custodians, each of whom can open it alone'),
        site: name.optional().describe('Where it stands; lost with the site'),
      }),
    )
    .default({})
    .describe('Places that hold credentials of break-glass users'),
  people: z
    .record(name, z.strictObject({ team: name, site: name, manager: name.optional() }))
    .default({})
    .describe('Custodians: the people who can open a store'),
};

/** What `everyAccount` gives, complete. */
export const accountContent = z.strictObject(content);

/** How many accounts a document makes of one. */
export const count = z.int().min(1).max(10_000).describe('Makes NAME-1 to NAME-N of it');

/** An OU, complete. */
export const organizationalUnit = z.strictObject({
  in: name.describe('Name of the OU above it, or Root'),
  id: z.string(),
});

/** An account of the organization, complete: what a document gives it and what expansion added. */
export const account = z.strictObject({ id: accountId, email: z.string(), ou, state, ...content });

const head = z.strictObject({
  id: z.string().regex(/^o-[a-z0-9]{10,32}$/, 'an organization id is o- and 10 to 32 lower-case letters or digits'),
  rootId: z
    .string()
    .regex(/^r-[a-z0-9]{4,32}$/, 'a root id is r- and 4 to 32 lower-case letters or digits')
    .optional(),
  partition: z.enum(['aws', 'aws-us-gov', 'aws-cn']).default('aws'),
  homeRegion: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not a Region, such as eu-west-1')
    .default('us-east-1'),
  management: name.describe('Name of the management account'),
});

/** A part whose content is checked after expansion and overlays, when it is complete. */
const part = z.looseObject({});
/** What a frame says of a shared part: that it is a list, or a mapping. An overlay replaces a list as a whole, as JSON Merge Patch says. */
const frameOf = (type: z.ZodDefault | z.ZodPrefault): z.ZodType =>
  type.unwrap() instanceof z.ZodArray ? z.array(z.string()) : part;
const everyAccount = z.strictObject(Object.fromEntries(Object.keys(content).map((key) => [key, part.optional()])));

/**
 * The frame of a document, checked before expansion: what only a document has. Accounts may hold parts of what
 * `everyAccount` gives them, so their content is checked after expansion.
 */
export const documentFrame = z.strictObject({
  organization: head,
  ous: z.record(name, part).default({}),
  everyAccount: everyAccount.default({}).describe('What every ACTIVE member account has; its own keys win'),
  accounts: z.record(
    name,
    z
      .looseObject({ count: count.optional() })
      .refine(
        (value) => value.count === undefined || (value['id'] === undefined && value['email'] === undefined),
        'accounts made by "count" have no id or e-mail address of their own',
      ),
  ),
  ...Object.fromEntries(Object.entries(shared).map(([key, type]) => [key, frameOf(type).optional()])),
});

/** The frame of an overlay: the keys of a document, any of them deleted by `null` where that leaves an organization. */
export const overlayFrame = z.strictObject({
  organization: head.partial().optional(),
  ous: z.record(name, part.nullable()).optional(),
  everyAccount: everyAccount.optional().describe('Patches every ACTIVE member account'),
  accounts: z.record(name, part.nullable()).optional(),
  ...Object.fromEntries(Object.entries(shared).map(([key, type]) => [key, frameOf(type).nullish()])),
});

/** The organization after expansion and overlays: every id is there, nothing is short. */
export const expandedOrganization = z.strictObject({
  id: head.shape.id,
  rootId: head.shape.rootId.unwrap(),
  partition: head.shape.partition.unwrap(),
  homeRegion: head.shape.homeRegion.unwrap(),
  management: name,
  ous: z.record(name, organizationalUnit),
  accounts: z.record(name, account),
  ...shared,
  outsiders: z.record(name, z.strictObject({ ...content, id: accountId })),
  identityCenter: shared.identityCenter.unwrap().extend({ instanceArn: arn, identityStoreId: z.string() }),
});

/** A file of `examples/broken/`: one fault and what must find it. */
export const seededFault = z.strictObject({
  title: z.string().min(1),
  direction: z.enum(['too-strict', 'too-loose']),
  expects: z.strictObject({
    code: z.string().regex(/^BG_[A-Z_]+$/, 'a code is BG_ and capital letters'),
    account: name.optional().describe('Name of an account that the finding must list'),
    cause: z.string().min(1).describe('Words that the cause of the finding must contain'),
  }),
  overlay: z.record(z.string(), z.unknown()),
});
