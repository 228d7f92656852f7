/**
 * Whether an answer that says that all went well can be one of AWS. What stands between a drill and AWS may answer with a page
 * of its own, with nothing, or with a part: a status of 200 alone shows nothing, neither that somebody got in nor that a call
 * went through. Pure.
 */
import type { WireRequest, WireResponse } from '../base/http.js';
import type { Call } from './call.js';

/** Why an answer is none that the service gives to a call that succeeds; `undefined` for one that may be, and for errors. */
export function whyNoSuccess(
  { operation }: Pick<Call, 'operation'>,
  request: WireRequest,
  { statusCode, headers, body }: WireResponse,
): string | undefined {
  if (statusCode < 200) return `it has the status ${statusCode}`;
  if (statusCode >= 300) return undefined;
  const type = headers['content-type'] ?? '';
  const text = Buffer.from(body).toString('utf8').trim();
  // By its text: some emulators call every answer a page of HTML, whatever it is.
  if (/^<(!doctype html|html)\b/i.test(text)) return 'it is a page of HTML';
  if (isQuery(request)) {
    const root = rootOf(text);
    return root === `${operation}Response` ? undefined : `it is no whole ${operation}Response`;
  }
  if (/cbor/i.test(request.headers['content-type'] ?? ''))
    return /cbor/i.test(type) && body.length > 0 ? undefined : 'it is no CBOR';
  // Operations that answer nothing are told by the id that AWS gives every request.
  if (text === '') return hasRequestId(headers) ? undefined : 'it is empty';
  if (request.headers['x-amz-target'] !== undefined || isPlain(request) || /json/i.test(type)) return whyNoJson(text);
  if (/xml/i.test(type) || text.startsWith('<')) return rootOf(text) === undefined ? 'it is no whole XML' : undefined;
  return hasRequestId(headers) ? undefined : 'it has no request id';
}

/** The query protocol: a form that names its action. */
function isQuery({ method, target, headers, body }: WireRequest): boolean {
  if (headers['x-amz-target'] !== undefined) return false;
  const form = method === 'GET' ? (target.split('?', 2)[1] ?? '') : Buffer.from(body).toString('latin1');
  return /(^|&)Action=/.test(form) && /(^|&)Version=/.test(form);
}

/** Sign-in pages and portals. */
function isPlain({ target }: WireRequest): boolean {
  return /^\/(identity-provider|access-portal|sign-in|federation|assignment)\//.test(target);
}

function hasRequestId(headers: WireResponse['headers']): boolean {
  return headers['x-amzn-requestid'] !== undefined || headers['x-amz-request-id'] !== undefined;
}

function whyNoJson(text: string): string | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && !Array.isArray(content)
      ? undefined
      : 'it is no JSON object';
  } catch {
    return 'it is no whole JSON';
  }
}

const MARKUP = /<(?:\?[^>]*\?|!--.*?--|(\/?)([A-Za-z_][\w:.-]*)[^<>]*?(\/?))>/gs;

/** Name of the one element that holds the rest; `undefined` if an element is not closed, or text stands outside. */
export function rootOf(xml: string): string | undefined {
  const open: string[] = [];
  let root: string | undefined;
  let last = 0;
  for (const tag of xml.matchAll(MARKUP)) {
    const between = xml.slice(last, tag.index);
    last = tag.index + tag[0].length;
    if (between.includes('<') || (open.length === 0 && between.trim() !== '')) return undefined;
    const [, closing, name, empty] = tag;
    if (name === undefined) continue;
    if (closing === '/') {
      if (open.pop() !== name) return undefined;
      continue;
    }
    if (open.length === 0) {
      if (root !== undefined) return undefined;
      root = name;
    }
    if (empty !== '/') open.push(name);
  }
  return open.length === 0 && xml.slice(last).trim() === '' ? root : undefined;
}
