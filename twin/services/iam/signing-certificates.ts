/** Signing certificates of users, which some old services took instead of access keys. */
import { X509Certificate } from 'node:crypto';
import { certificateId } from '../../../base/ids.js';
import type { TwinUser } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { showTime } from './api-shapes.js';
import { userOf } from './entities.js';
import { checkQuota } from './input-checks.js';
import { changes, credentialsOf, statusOf } from './other-credentials.js';
import type { Of } from './other-credentials.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { onEntity } from './permissions.js';
import { QUOTAS } from './quotas.js';

interface UserInput {
  UserName?: string;
}

function showCertificate({ name }: TwinUser, one: Of<'signing-certificate'>): Record<string, unknown> {
  return {
    UserName: name,
    CertificateId: one.id,
    CertificateBody: one.body(),
    Status: statusOf(one),
    UploadDate: showTime(one.createdAt),
  };
}

export const signingCertificateOperations = [
  operation<PageInput & UserInput, unknown>({
    name: 'ListSigningCertificates',
    permissions: onEntity('ListSigningCertificates', 'user'),
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const { items, ...rest } = page(credentialsOf(user, 'signing-certificate'), input);
      return { Certificates: items.map((one) => showCertificate(user, one)), ...rest };
    },
  }),
  operation<UserInput & { CertificateBody: string }, unknown>({
    name: 'UploadSigningCertificate',
    permissions: onEntity('UploadSigningCertificate', 'user'),
    run: ({ UserName, CertificateBody }, context) => {
      const user = userOf(context, UserName);
      const fingerprint = certificateFingerprint(CertificateBody);
      if (fingerprint === undefined)
        throw new AwsError('MalformedCertificate', 'The certificate body is not a PEM-encoded X.509 certificate.');
      const others = [...context.caller.account.users.values()].flatMap((one) =>
        credentialsOf(one, 'signing-certificate'),
      );
      if (others.some(({ body }) => certificateFingerprint(body()) === fingerprint))
        throw new AwsError('DuplicateCertificate', 'The certificate is associated with a user of the account.', 409);
      checkQuota(
        credentialsOf(user, 'signing-certificate').length,
        'SigningCertificatesPerUser',
        QUOTAS.signingCertificatesOfUser,
      );
      const made: Of<'signing-certificate'> = {
        kind: 'signing-certificate',
        id: certificateId(context.random),
        active: true,
        createdAt: context.clock.now(),
        body: () => CertificateBody,
      };
      user.otherCredentials.set(made.id, made);
      return { Certificate: showCertificate(user, made) };
    },
  }),
  ...changes('signing-certificate', 'SigningCertificate', 'CertificateId'),
];

function certificateFingerprint(body: string): string | undefined {
  try {
    return new X509Certificate(body).fingerprint256;
  } catch {
    return undefined;
  }
}
