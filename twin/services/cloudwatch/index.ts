/** Amazon CloudWatch: metrics and alarms. It is spoken to in three protocols: newer clients use the first two, older ones forms. */
import * as schemas from '@aws-sdk/client-cloudwatch';
import { rpcV2Cbor } from '../../wire/cbor.js';
import { awsJson } from '../../wire/json.js';
import { awsQuery } from '../../wire/query.js';
import type { Service } from '../shared/service.js';
import { alarmOperations } from './alarms.js';
import { metricOperations } from './metrics.js';
import { putAlarmOperations } from './put-alarm.js';
import { tagOperations } from '../shared/tagging.js';
import { alarmTags } from './alarm.js';

const NAME = 'GraniteServiceVersion20100801';

export const cloudwatch: Service = {
  id: 'monitoring',
  protocols: [
    awsJson('1.0', NAME),
    rpcV2Cbor(NAME),
    awsQuery('2010-08-01', 'http://monitoring.amazonaws.com/doc/2010-08-01/'),
  ],
  permissionPrefix: 'cloudwatch',
  schemas,
  operations: [...alarmOperations, ...putAlarmOperations, ...metricOperations, ...tagOperations(alarmTags)],
};
