/** Amazon S3, as far as buckets are made and protected. */
import { schemasOf, structure, TEXT } from '../../wire/shapes.js';
import type { Service } from '../shared/service.js';
import { bucketOperations } from './buckets.js';
import { policyOperations } from './policies.js';
import { s3Protocol } from './protocol.js';

const operations = [...bucketOperations, ...policyOperations];

export const s3: Service = {
  id: 's3',
  protocols: [s3Protocol],
  permissionPrefix: 's3',
  // Its protocol reads and writes without schemas: all inputs are alike, and outputs are answers already.
  schemas: schemasOf(
    Object.fromEntries(
      operations.map(({ name }) => [
        name,
        { input: structure({ Bucket: TEXT, ACL: TEXT, ObjectOwnership: TEXT, body: TEXT }) },
      ]),
    ),
  ),
  operations,
  // Amazon S3 API reference, "Error responses".
  signatureRefusals: {
    RequestExpired: {
      code: 'RequestTimeTooSkewed',
      statusCode: 403,
      message: 'The difference between the request time and the current time is too large.',
    },
    PresignedRequestExpired: { code: 'AccessDenied', statusCode: 403, message: 'Request has expired' },
    InvalidClientTokenId: {
      code: 'InvalidAccessKeyId',
      statusCode: 403,
      message: 'The AWS Access Key Id you provided does not exist in our records.',
    },
    ExpiredToken: { code: 'ExpiredToken', statusCode: 400, message: 'The provided token has expired.' },
  },
};
