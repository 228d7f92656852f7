/**
 * Quotas of Organizations (user guide, "Quotas and service limits"), each as of a date: AWS raises them now and then. Those
 * that depend on the day are in `access/policy-validation/sizes.ts`.
 */
export const LIMITS = {
  /** 2025-11. Policies of a type in an organization. */
  policies: { SERVICE_CONTROL_POLICY: 10_000, RESOURCE_CONTROL_POLICY: 1000 },
  /** 2024-06. */
  units: 2000,
  /** 2024-06. OUs below the root. */
  unitDepth: 5,
  /** 2024-06. */
  tags: 50,
  /** 2025-06. Days that a created account must wait before it can leave. */
  waitDays: 4,
} as const;
