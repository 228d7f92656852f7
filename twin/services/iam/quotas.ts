/** Default quotas of IAM (IAM user guide, "IAM and AWS STS quotas"), as of 2026-06. Sizes are characters without white space. */
export const QUOTAS = {
  users: 5000,
  groups: 300,
  roles: 1000,
  policies: 1500,
  instanceProfiles: 1000,
  samlProviders: 100,
  groupsOfUser: 10,
  accessKeysOfUser: 2,
  /** Devices of any kind (AWS what's new, November 2022). */
  mfaDevicesOfUser: 8,
  attachedPolicies: 10,
  versionsOfPolicy: 5,
  tags: 50,
  /** All inline policies of one entity together. */
  inlineSize: { user: 2048, group: 5120, role: 10_240 },
  managedPolicySize: 6144,
  trustPolicySize: 2048,
} as const;
