/** Metric-filter patterns as data (CloudWatch Logs user guide, "Filter pattern syntax"). */

/** A pattern: terms for any text, a condition on a JSON message, or the fields of a space-delimited message. */
export type MetricFilterPattern =
  | { kind: 'terms'; required: Term[]; optional: Term[]; excluded: Term[] }
  | { kind: 'json'; condition: Condition<Selector> }
  | { kind: 'delimited'; fields: Field[] };

/** A text to be found anywhere, or a regular expression. */
export type Term = { text: string } | { regex: string };

/** A field of a space-delimited message; `rest` stands for any number of fields. */
export type Field = 'rest' | { name: string | undefined; condition?: Condition<string> };

/** What a condition is about is a selector of a JSON pattern, or the name of a field. */
export type Condition<Subject> = Joined<Subject> | Leaf<Subject>;

export interface Joined<Subject> {
  kind: 'and' | 'or';
  parts: Condition<Subject>[];
}

export type Leaf<Subject> =
  | { kind: 'comparison'; subject: Subject; operator: Operator; operand: Operand }
  | { kind: 'is'; subject: Subject; value: null | boolean }
  | { kind: 'not-exists'; subject: Subject };

/** The comparisons of a condition, from left to right. */
export function leavesOf<Subject>(condition: Condition<Subject>): Leaf<Subject>[] {
  return 'parts' in condition ? condition.parts.flatMap((part) => leavesOf(part)) : [condition];
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** `number` is set for an unquoted text that is one. */
export type Operand = { text: string; number?: number } | { regex: string };

/** The steps of a selector: a name, an index, or every element or member. */
export type Selector = readonly (string | number | { every: true })[];
