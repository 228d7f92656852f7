/** How an attack is made, and the services that most attacks are made on. */
import type { Attack, Kit } from './request.js';
import { formServices, jsonServices } from './services.js';

export type Make = (kit: Kit) => Attack;

export const [sts, iam, sns] = formServices as [
  (typeof formServices)[0],
  (typeof formServices)[0],
  (typeof formServices)[0],
];

export const jsonService = (id: string): (typeof jsonServices)[0] =>
  jsonServices.find((service) => service.id === id) as (typeof jsonServices)[0];

export const CBOR_OPERATIONS = [
  'DescribeAlarms',
  'PutMetricData',
  'GetMetricData',
  'PutMetricAlarm',
  '__proto__',
  'constructor',
  '',
];
