/** Attacks on what matches: policies, patterns, filters. */
import { evilEventPattern, evilMetricFilter, evilPolicy } from './bodies.js';
import { sts, iam, jsonService } from './make.js';
import type { Make } from './make.js';
import { pick, signed } from './request.js';
import { formDraft, jsonDraft } from './services.js';

/** Documents and patterns for the matchers. */
export const matchers: Readonly<Record<string, Make>> = {
  'a session policy': (kit) => ({
    request: signed(
      kit,
      'sts',
      formDraft(sts, 'AssumeRole', {
        RoleArn: 'arn:aws:iam::999900001111:role/Any',
        RoleSessionName: 'hostile',
        Policy: evilPolicy(kit.random),
      }),
    ),
    dialect: 'query',
    refused: false,
  }),
  'a policy to simulate': (kit) => {
    const parameters = {
      'PolicyInputList.member.1': evilPolicy(kit.random),
      'ActionNames.member.1': pick(kit.random, ['iam:GetUser', `s3:${'a'.repeat(120)}`]),
      'ResourceArns.member.1': `arn:aws:s3:::${'a'.repeat(pick(kit.random, [10, 1900]))}`,
    };
    return {
      request: signed(kit, 'iam', formDraft(iam, 'SimulateCustomPolicy', parameters)),
      dialect: 'query',
      refused: false,
    };
  },
  'an event pattern': (kit) => {
    const event = JSON.stringify({
      id: '1',
      'detail-type': 't',
      source: 'a'.repeat(200),
      account: '999900001111',
      time: '2026-01-01T00:00:00Z',
      region: 'eu-west-1',
      resources: [],
      detail: {},
    });
    return {
      request: signed(
        kit,
        'events',
        jsonDraft(jsonService('events'), 'TestEventPattern', {
          EventPattern: evilEventPattern(kit.random),
          Event: event,
        }),
      ),
      dialect: 'json',
      refused: false,
    };
  },
  'a metric filter': (kit) => {
    const messages = ['a'.repeat(pick(kit.random, [10, 5000])), '{"a":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"}'];
    return {
      request: signed(
        kit,
        'logs',
        jsonDraft(jsonService('logs'), 'TestMetricFilter', {
          filterPattern: evilMetricFilter(kit.random),
          logEventMessages: messages,
        }),
      ),
      dialect: 'json',
      refused: false,
    };
  },
};
