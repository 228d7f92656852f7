import { expect } from 'chai';
import { rootOf, whyNoSuccess } from '../../aws/answer-shape.js';
import type { WireRequest, WireResponse } from '../../base/http.js';

const request = (more: Partial<WireRequest>): WireRequest => ({
  method: 'POST',
  target: '/',
  headers: {},
  body: new Uint8Array(),
  ...more,
});
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const answer = (text: string, headers: WireResponse['headers'] = {}, statusCode = 200): WireResponse => ({
  statusCode,
  headers,
  body: bytes(text),
});
const query = request({ body: bytes('Action=GetRole&Version=2010-05-08') });
const json = request({ headers: { 'x-amz-target': 'AmazonSQS.ListQueues' } });
const cbor = request({
  target: '/service/x/operation/GetRole',
  headers: { 'content-type': 'application/cbor' },
});
const rest = request({ method: 'PUT', target: '/bucket/key' });
const page = request({ target: '/sign-in/console' });
const XML = `<?xml version="1.0"?><!-- whole --><GetRoleResponse xmlns="a"><GetRoleResult><Path/><Role>a &lt; b</Role></GetRoleResult></GetRoleResponse>`;
const ID = { 'x-amzn-requestid': 'r' };

describe('an answer of success is one of the service', () => {
  const whole: readonly (readonly [string, WireRequest, WireResponse])[] = [
    ['XML of the query protocol', query, answer(XML)],
    ['an error, whatever it looks like', query, answer('<html>', {}, 503)],
    ['JSON', json, answer('{"QueueUrls":[]}')],
    ['nothing, where JSON answers nothing', json, answer('', ID)],
    ['CBOR', cbor, answer('\u00a0', { 'content-type': 'application/cbor' })],
    ['nothing, where S3 answers nothing', rest, answer('', { 'x-amz-request-id': 'r' })],
    ['XML of REST', rest, answer('<Result><Name>a</Name></Result>', { 'content-type': 'application/xml' })],
    ['a page that takes JSON', page, answer('{"signedIn":true}')],
    ['JSON that is called a page', json, answer('{}', { 'content-type': 'text/html; charset=utf-8' })],
  ];
  for (const [what, asked, answered] of whole)
    it(what, () => expect(whyNoSuccess({ operation: 'GetRole' }, asked, answered)).to.equal(undefined));

  const none: readonly (readonly [string, WireRequest, WireResponse])[] = [
    ['the answer of another operation', query, answer(XML.replaceAll('GetRole', 'GetUser'))],
    ['a page of HTML', rest, answer('<html></html>', { 'content-type': 'text/html; charset=utf-8', ...ID })],
    ['HTML that is called XML', rest, answer('<html></html>', { 'content-type': 'text/xml', ...ID })],
    ['nothing, from nobody', rest, answer('')],
    ['nothing, where JSON answers nothing, from nobody', json, answer('')],
    ['a list', json, answer('[]')],
    ['text', page, answer('OK')],
    ['JSON instead of CBOR', cbor, answer('{}', { 'content-type': 'application/json' })],
    ['half an XML', rest, answer('<Result><Name>a', { 'content-type': 'application/xml', ...ID })],
    ['another status of success without the answer', query, answer('', ID, 204)],
  ];
  for (const [what, asked, answered] of none)
    it(`not ${what}`, () => expect(whyNoSuccess({ operation: 'GetRole' }, asked, answered)).to.be.a('string'));

  it('no beginning of one, nor one with something behind it', () => {
    expect(rootOf(XML)).to.equal('GetRoleResponse');
    for (let length = 0; length < XML.length; length++)
      expect(rootOf(XML.slice(0, length)), String(length)).to.equal(undefined);
    for (const more of ['x', '<', '<a/>', XML]) expect(rootOf(XML + more), more).to.equal(undefined);
  });
});
