/** Default quotas of IAM (IAM user guide, "IAM and AWS STS quotas"), as of 2026-06. Sizes of policies are in `access/policy-validation/`. */
export const QUOTAS = {
  users: 5000,
  groups: 300,
  roles: 1000,
  policies: 1500,
  instanceProfiles: 1000,
  samlProviders: 100,
  groupsOfUser: 10,
  accessKeysOfUser: 2,
  signingCertificatesOfUser: 2,
  sshPublicKeysOfUser: 5,
  /** Of each service (IAM API reference, CreateServiceSpecificCredential). */
  serviceCredentialsOfUser: 2,
  /** Devices of any kind (AWS what's new, November 2022). */
  mfaDevicesOfUser: 8,
  attachedPolicies: 10,
  versionsOfPolicy: 5,
  tags: 50,
  /** Characters of all inline policies of one entity together, without white space. */
  inlineSize: { user: 2048, group: 5120, role: 10_240 },
} as const;
