/** What a target can enforce or have, by name: one list, of which every table of capabilities is made. */

/** Capability of a target that enforces all that AWS does; of another the configuration is read, and our evaluator decides. */
export const DECIDES_ITSELF = 'decides itself';

/** Every capability. */
export const CAPABILITIES = [
  DECIDES_ITSELF,
  'verifies signatures',
  'enforces trust policies',
  'verifies MFA codes',
  'enforces service control policies',
  'counts records in metrics',
  'heeds patterns of metric filters',
  'heeds that a rule is disabled',
  'enforces policies of topics',
  'shows pending subscriptions',
  'has Organizations',
  'has Identity Center',
  'has CloudTrail',
  'has a console for programs',
  'has accounts outside the organization',
] as const;

export type CapabilityName = (typeof CAPABILITIES)[number];

/** What a target can do. One that nobody asked about is not there: a target is never taken for able. */
export type Capabilities = Readonly<Partial<Record<CapabilityName, boolean>>>;

/** Whether a target has what is needed. */
export function isAble(capabilities: Capabilities, needed: CapabilityName): boolean {
  return capabilities[needed] === true;
}
