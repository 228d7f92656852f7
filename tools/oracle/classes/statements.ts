/** Statements that the oracle reads otherwise than AWS's pages. */
import { variablesIn } from '../seen.js';
import { PAGES } from './difference.js';
import type { DifferenceClass } from './difference.js';

export const statements: readonly DifferenceClass[] = [
  {
    id: 'old-version',
    title: 'documents of other versions than 2012-10-17 have no variables; the oracle looks them up',
    source: PAGES.variables,
    cases: ['VAR-06'],
    statement: ({ statement: { Resource, NotResource }, variables }) =>
      !variables && JSON.stringify([Resource, NotResource]).includes('${'),
  },
  {
    id: 'variable-in-the-first-part',
    title:
      'a variable may stand in the first part of a name (queue-${aws:username}); the oracle takes its colon for a separator',
    source: PAGES.variables,
    cases: ['VAR-116'],
    statement: ({ statement: { Resource, NotResource }, variables }) =>
      variables &&
      [Resource ?? NotResource ?? []]
        .flat()
        .some((resource) => /^arn:aws:(?!s3:)[^:]*:[^:]*:[^:]*:[^:/]*\$\{/.test(resource)),
  },
  {
    id: 'empty-value-in-a-resource',
    title: 'a variable may have an empty value; the oracle takes it for none',
    source: PAGES.variables,
    cases: ['VAR-110'],
    statement: ({ statement: { Resource, NotResource }, variables, context }) =>
      variables && variablesIn(JSON.stringify([Resource, NotResource])).some((name) => context.get(name) === ''),
  },
  {
    id: 'path-of-a-role',
    title: 'a role is told apart by its path; the oracle compares the name of the role alone',
    source: PAGES.identifiers,
    cases: ['RBP-105'],
    statement: ({ statement: { Principal, NotPrincipal }, question: { request } }) => {
      const told = request.context['aws:PrincipalArn'];
      const [, account = '', name = ''] = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(request.principal) ?? [];
      const element = Principal ?? NotPrincipal ?? '*';
      const names = typeof element === 'string' ? [] : [element.AWS ?? []].flat();
      return names.some(
        (one) => one !== told && one.startsWith(`arn:aws:iam::${account}:role/`) && one.endsWith(`/${name}`),
      );
    },
  },
  {
    id: 'not-resource-of-nothing',
    title: 'a NotResource whose variable has no value matches no resource; the oracle drops the statement (U4)',
    source: PAGES.variables,
    cases: ['VAR-12'],
    statement: ({ statement: { NotResource }, variables }) =>
      variables && JSON.stringify(NotResource ?? '').includes('${'),
  },
  {
    id: 'not-principal-by-layers',
    title: 'NotPrincipal with Deny spares whom it lists on every layer; the oracle spares whom it lists on any',
    source: PAGES.notPrincipal,
    cases: ['RBP-117', 'RBP-118', 'RBP-120', 'RBP-121'],
    statement: ({ statement: { Effect, NotPrincipal } }) => Effect === 'Deny' && NotPrincipal !== undefined,
  },
  {
    id: 'wildcard-where-none-may-be',
    title:
      'the service of a resource and the type of an IAM resource must be spelled out; the oracle takes wildcards there',
    source: PAGES.resource,
    cases: ['EVAL-105', 'EVAL-107'],
    statement: ({ statement: { Resource, NotResource } }) =>
      [Resource ?? NotResource ?? []]
        .flat()
        .some(
          (resource) =>
            /^arn:[^:]*:[^:]*[*?]/.test(resource) || /^arn:aws:iam:[^:]*:[^:]*:(?!\*$)[^/]*[*?]/.test(resource),
        ),
  },
  {
    id: 'provider-of-the-account',
    title: 'an identity provider is no principal of the account that it stands in; the oracle lets the account name it',
    source: PAGES.principal,
    cases: ['TRU-124'],
    statement: ({ statement: { Principal }, question: { request } }) =>
      /:(saml|oidc)-provider\//.test(request.principal) && typeof Principal === 'object' && Principal.AWS !== undefined,
  },
];
