/** Questions for the oracle: of random requests and of documented cases. */
import { isWithinReachOfRcps } from '../../iam/rcp-services.js';
import type { Given } from '../../test/iam/random/given.js';
import { policiesOf } from '../case-player.js';
import type { DecisionCase } from '../case-player.js';
import type { Question } from './adapter.js';

/** Of a random request. What binds the caller is read from the random world, not asked of the evaluator. */
export function questionOf({ request, policies, caller, target }: Given): Question {
  const free = caller.serviceLinkedRole === true;
  return {
    request,
    policies,
    boundByScps: caller.account !== '' && !free && request.principalInManagementAccount !== true,
    boundByRcps: target.rcp && !free && request.resourceInManagementAccount !== true,
  };
}

/** Of a case. */
export function questionOfCase(decisionCase: DecisionCase): Question {
  const { request } = decisionCase;
  const told = request.context['aws:PrincipalArn'];
  const free =
    request.serviceLinkedRole === true || (typeof told === 'string' && told.includes(':role/aws-service-role/'));
  const isPerson = /^arn:aws:(iam|sts)::\d+:(user|assumed-role|federated-user|root)/.test(request.principal);
  return {
    request,
    policies: policiesOf(decisionCase),
    boundByScps: isPerson && !free && request.principalInManagementAccount !== true,
    boundByRcps:
      !free &&
      request.resourceInManagementAccount !== true &&
      isWithinReachOfRcps(request.action.toLowerCase(), request.resource),
  };
}
