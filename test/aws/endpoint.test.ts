import { expect } from 'chai';
import { emulatorEndpoint } from '../../aws/endpoint.js';

const EMULATORS: readonly [string, string][] = [
  ['http://127.0.0.1:4566', 'http://127.0.0.1:4566'],
  ['http://localhost:4566/', 'http://localhost:4566'],
  ['https://localhost.localstack.cloud:4566', 'https://localhost.localstack.cloud:4566'],
  ['http://[::1]:5000', 'http://[::1]:5000'],
  ['http://amazonaws.com.example.org', 'http://amazonaws.com.example.org'],
  ['http://notamazonaws.com', 'http://notamazonaws.com'],
];

const AWS = [
  'https://sts.amazonaws.com',
  'https://STS.eu-west-1.AmazonAWS.com.',
  'https://iam.cn-north-1.amazonaws.com.cn',
  'https://sts.us-east-1.api.aws',
  'https://organizations.us-gov-west-1.amazonaws.com:443',
  'https://iam.eusc-de-east-1.amazonaws.eu',
  'http://d-1234567890.awsapps.com',
];
const NONE = [
  '127.0.0.1:4566',
  'ftp://127.0.0.1',
  'no url',
  '',
  'http://127.0.0.1:4566/path',
  'http://user:secret@127.0.0.1',
];

describe('endpoints that may be written to', () => {
  for (const [text, origin] of EMULATORS) it(`takes ${text}`, () => expect(emulatorEndpoint(text)).to.equal(origin));
  for (const text of AWS)
    it(`refuses ${text}: it is AWS`, () =>
      expect(() => emulatorEndpoint(text))
        .to.throw('is AWS itself')
        .with.property('code', 'BG_USAGE'));
  for (const text of NONE)
    it(`refuses "${text.replace('secret', '…')}": it is no endpoint`, () =>
      expect(() => emulatorEndpoint(text))
        .to.throw()
        .with.property('code', 'BG_USAGE'));
});
