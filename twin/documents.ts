/** Policy documents from the form in which organization documents hold them. */
import type { PolicyDocument } from '../iam/index.js';
import type { Statements } from '../organization/model.js';

/** A policy document of statements keyed by Sid; made-up labels are not written as Sids. */
export function documentOf(statements: Statements): PolicyDocument {
  const list = Object.entries(statements).map(([sid, statement]) => ({ ...(/^statement-\d+$/.test(sid) ? {} : { Sid: sid }), ...statement }));
  return { Version: '2012-10-17', Statement: list };
}
