/** Policy documents as AWS takes and gives them, and statements as organization documents hold them. */
import type { Statement, Statements } from './model.js';

/** A policy document with a list of statements. */
export interface StatementDocument {
  Version: string;
  Statement: (Statement & { Sid?: string })[];
}

/** Label of a statement without a Sid, by its place. */
const MADE_UP = /^statement-\d+$/;

/** A policy document of statements keyed by Sid; made-up labels are not written as Sids. */
export function documentOf(statements: Statements): StatementDocument {
  const list = Object.entries(statements).map(([sid, statement]) => ({
    ...(MADE_UP.test(sid) ? {} : { Sid: sid }),
    ...statement,
  }));
  return { Version: '2012-10-17', Statement: list };
}

/** The statements of a document as JSON, keyed by Sid or by their place. */
export function statementsOf(json: string): Statements {
  const { Statement: found } = JSON.parse(json) as {
    Statement: (Statement & { Sid?: string }) | (Statement & { Sid?: string })[];
  };
  return Object.fromEntries(
    [found]
      .flat()
      .map(({ Sid: sid, ...statement }, index) => [
        sid === undefined || sid === '' ? `statement-${index + 1}` : sid,
        statement,
      ]),
  );
}
