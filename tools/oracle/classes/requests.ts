/** Requests that the oracle decides otherwise than AWS's pages, whatever the statements say. */
import type { Question } from '../adapter.js';
import { PAGES } from './difference.js';
import type { DifferenceClass } from './difference.js';

const isAction = (question: Question, ...actions: string[]): boolean => actions.includes(question.request.action);
const isSession = ({ request: { principal } }: Question): boolean => /:(assumed-role|federated-user)\//.test(principal);

export const requests: readonly DifferenceClass[] = [
  {
    id: 'get-session-token',
    title: 'GetSessionToken needs no permission and cannot be denied; the oracle asks the policies',
    source: `${PAGES.sts}/API_GetSessionToken.html`,
    cases: ['SPC-02'],
    request: ({ question }) => isAction(question, 'sts:GetSessionToken'),
  },
  {
    id: 'refused-by-aws',
    title:
      'AWS refuses some calls to the root user, to role sessions and to federated users; the oracle asks the policies',
    source: PAGES.credentials,
    cases: ['TRU-20'],
    request: ({ question, ours }) => {
      const { principal, action } = question.request;
      if (ours !== 'implicitDeny') return false;
      return principal.endsWith(':root')
        ? /^sts:AssumeRo/.test(action)
        : principal.includes(':federated-user/') && /^(iam|sts):/.test(action);
    },
  },
  {
    id: 'assume-root',
    title: 'AssumeRoot asks no policy of the member account; the oracle wants one',
    source: `${PAGES.sts}/API_AssumeRoot.html`,
    cases: ['SPC-109'],
    request: ({ question, ours, theirs }) =>
      isAction(question, 'sts:AssumeRoot') && ours === 'allow' && theirs === 'implicitDeny',
  },
  {
    id: 'session-granted',
    title: 'a session that the resource names is not limited by a silent session policy; the oracle limits it (U1)',
    source: PAGES.evaluation,
    cases: ['SRP-04', 'SRP-08', 'SRP-10'],
    request: ({ question, ours, theirs }) =>
      ours === 'allow' &&
      theirs === 'implicitDeny' &&
      isSession(question) &&
      question.policies.session !== undefined &&
      question.policies.resource !== undefined,
  },
  {
    id: 'federated-without-policy',
    title: 'a federated session without a session policy has no permissions; the oracle gives it those of the user',
    source: `${PAGES.sts}/API_GetFederationToken.html`,
    cases: ['SES-05'],
    request: ({ question, ours, theirs }) =>
      ours === 'implicitDeny' &&
      theirs === 'allow' &&
      question.request.principal.includes(':federated-user/') &&
      question.policies.session === undefined,
  },
  {
    id: 'boundary-and-trust',
    title: 'a boundary limits AssumeRole also where the trust policy names the caller; the oracle lets it through (U2)',
    source: PAGES.trust,
    cases: ['TRU-21'],
    request: ({ question, ours, theirs }) =>
      ours === 'implicitDeny' &&
      theirs === 'allow' &&
      question.policies.trust !== undefined &&
      question.policies.boundary !== undefined,
  },
  {
    id: 'web-identity',
    title:
      'a well-known web identity provider has no account; the oracle takes it for a stranger that needs an identity policy',
    source: PAGES.principal,
    cases: ['TRU-38'],
    request: ({ question, ours, theirs }) =>
      question.request.principal === 'accounts.google.com' && ours === 'allow' && theirs === 'implicitDeny',
  },
  {
    id: 'keys-thrown-away',
    title: 'the keys of an OIDC provider are in the request; the oracle throws them away before it evaluates',
    source: PAGES.federationKeys,
    cases: ['TRU-115'],
    request: ({ question, ignored }) =>
      ignored.some((key) => key.startsWith('token.actions.githubusercontent.com:')) &&
      JSON.stringify(question.policies).includes('token.actions.githubusercontent.com:'),
  },
];
