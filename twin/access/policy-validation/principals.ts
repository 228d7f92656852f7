/** Names of principals (IAM user guide, "AWS JSON policy elements: Principal"): whole names alone, no group, no pattern. */

const ARN_OF_ACCOUNT = /^arn:aws[\w-]*:iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)$/;
const ARN_OF_SESSION =
  /^arn:aws[\w-]*:sts::\d{12}:(assumed-role\/[\w+=,.@-]{1,64}\/[\w+=,.@-]{2,64}|federated-user\/[\w+=,.@-]{2,32})$/;
const UNIQUE_ID = /^A(ID|RO)A[A-Z0-9]{12,124}$/;
const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|aws\.internal)$/;
const PROVIDER = /^arn:aws[\w-]*:iam::\d{12}:(saml-provider\/[\w.-]{1,128}|oidc-provider\/[\w.:/%-]{1,255})$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

/** True unless a name under `AWS` can be a principal: `*`, an account, a user, a role, a session, or a unique id. */
export function wrongPrincipalName(name: string): boolean {
  return (
    name !== '*' &&
    !/^\d{12}$/.test(name) &&
    !ARN_OF_ACCOUNT.test(name) &&
    !ARN_OF_SESSION.test(name) &&
    !UNIQUE_ID.test(name)
  );
}

/** True unless a name under `Service` has the form of a service's. */
export function wrongServiceName(name: string): boolean {
  return !SERVICE.test(name);
}

/** True unless a name under `Federated` is the ARN of a SAML or OIDC provider or a domain such as `accounts.google.com`. */
export function wrongFederation(name: string): boolean {
  return !PROVIDER.test(name) && !DOMAIN.test(name);
}
