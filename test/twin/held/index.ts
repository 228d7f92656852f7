/** Rows by service, and what is read nowhere. */
import { iamHeld } from './iam.js';
import { ssoHeld } from './identity-center.js';
import { identityStoreHeld } from './identity-store.js';
import type { Subject } from './law.js';
import { logsHeld } from './logs.js';
import { watchHeld } from './watch.js';
import { eventsHeld } from './events.js';
import { queuesHeld } from './queues.js';
import { topicsHeld } from './topics.js';
import { organizationsHeld } from './organizations.js';
import { stsHeld } from './sts.js';
import { keysHeld, trailsHeld } from './trails-and-keys.js';

export const subjects: Readonly<Record<string, Subject>> = {
  iam: iamHeld,
  organizations: organizationsHeld,
  sso: ssoHeld,
  identitystore: identityStoreHeld,
  logs: logsHeld,
  monitoring: watchHeld,
  cloudtrail: trailsHeld,
  kms: keysHeld,
  events: eventsHeld,
  sns: topicsHeld,
  sqs: queuesHeld,
  sts: stsHeld,
};

/** Services that are not under the law, with why. What they forget is not known from here. */
export const elsewhere: Readonly<Record<string, string>> = {
  ec2: 'its client is not among those of the drill; dry runs make nothing: test/twin/ec2.test.ts',
  s3: 'it reads paths, headers and bodies without schemas, and takes headers that it does not know: test/twin/s3.test.ts',
  tagging: 'its client is not among those of the drill, requests are written out: test/twin/tagging.test.ts',
};

const NONE_HERE = 'no operation of the twin makes one, so that each list is empty';

const NO_INSIGHTS = 'no trail has any, so that all is refused, by test/twin/last-accessed.test.ts';
const NONE_EFFECTIVE = 'the twin keeps no policies of a type that has an effective one';
const PROVISIONED = 'what is assigned is provisioned at once';
const WITH_KEY = 'no private key is shown; test/twin/saml-encryption.test.ts uses them';
const TOKENS = 'tokens come by mail: test/twin/sns.test.ts';
const RESERVED = 'AWS reserves it for later';
const ASSERTED = 'asked with assertions, by test/twin/sts-saml.test.ts';
const NO_OTHER = 'nobody here comes from another directory, so that nothing is found';

/** Members that no operation shows and that are not in a row, with why. */
export const unread: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  organizations: {
    CreateOrganization: { FeatureSet: 'asked in an account without organization, by test/twin/organizations.test.ts' },
    ListHandshakesForOrganization: { 'Filter.ParentHandshakeId': NONE_HERE },
    DescribeEffectivePolicy: { PolicyType: NONE_EFFECTIVE, TargetId: NONE_EFFECTIVE },
  },
  cloudtrail: {
    GetInsightSelectors: { TrailName: NO_INSIGHTS, EventDataStore: NO_INSIGHTS },
    DescribeTrails: { includeShadowTrails: 'asked from another Region, by test/twin/cloudtrail.test.ts' },
  },
  sns: {
    Publish: { MessageDeduplicationId: 'refused as AWS refuses it, since there are no FIFO topics' },
    ConfirmSubscription: { TopicArn: TOKENS, Token: TOKENS },
  },
  sqs: {
    SendMessage: {
      MessageDeduplicationId: 'refused as AWS refuses it, since there are no FIFO queues',
      'MessageAttributes.StringListValues': RESERVED,
      'MessageAttributes.BinaryListValues': RESERVED,
      'MessageSystemAttributes.StringListValues': RESERVED,
      'MessageSystemAttributes.BinaryListValues': RESERVED,
      'MessageSystemAttributes.BinaryValue': 'the one attribute that there is, a trace, is a text',
    },
  },
  sts: {
    AssumeRoleWithSAML: {
      RoleArn: ASSERTED,
      PrincipalArn: ASSERTED,
      SAMLAssertion: ASSERTED,
      PolicyArns: ASSERTED,
      Policy: ASSERTED,
      DurationSeconds: ASSERTED,
    },
    DecodeAuthorizationMessage: { EncodedMessage: 'EC2 encodes it: test/twin/ec2.test.ts' },
  },
  sso: {
    ListPermissionSetsProvisionedToAccount: { ProvisioningStatus: PROVISIONED },
    ListAccountsForProvisionedPermissionSet: { ProvisioningStatus: PROVISIONED },
  },
  identitystore: {
    GetUserId: { 'AlternateIdentifier.ExternalId': NO_OTHER },
    GetGroupId: { 'AlternateIdentifier.ExternalId': NO_OTHER },
  },
  iam: {
    CreateSAMLProvider: { AssertionEncryptionMode: WITH_KEY, AddPrivateKey: WITH_KEY },
    UpdateSAMLProvider: { AssertionEncryptionMode: WITH_KEY, AddPrivateKey: WITH_KEY, RemovePrivateKey: WITH_KEY },
    ListServerCertificates: { PathPrefix: NONE_HERE },
    ChangePassword: {
      OldPassword: 'nothing shows passwords; test/twin/iam-credentials.test.ts signs in with them',
      NewPassword: 'the same',
    },
  },
};
