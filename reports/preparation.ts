/** The preparation list: every call that a drill may make to plan, on disk before the first of them. Its hash begins the chain of the journal. */

export interface PreparationList {
  schema: 'breakglass-drill/preparation/1';
  drill: {
    id: string;
    name: string;
    target: string;
    /** URL of an endpoint. */
    endpoint?: string;
    tool: { name: string; version: string };
    inputSha256: string;
  };
  calls: {
    /** `service:Operation`. */
    call: string;
    /** Principal that signs, or `anybody`. */
    as: string;
    /** Ids of the accounts that it may be in. */
    from: 'any' | string[];
    /** Of a hop: ids of the accounts that may be entered. */
    into?: 'any' | string[];
    /** What it is for. */
    why: string[];
  }[];
}

/** The bytes of `preparation.json`. */
export function preparationText(list: PreparationList): string {
  return `${JSON.stringify(list, undefined, 2)}\n`;
}
