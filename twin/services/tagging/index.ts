/** AWS Resource Groups Tagging API: what has which tags in an account and a Region. */
import { AwsError } from '../../wire/aws-error.js';
import { awsJson } from '../../wire/json.js';
import { operation } from '../shared/operation.js';
import { page } from '../shared/paging.js';
import type { Service } from '../shared/service.js';
import { schemas } from './shapes.js';
import { taggedResources } from './tagged-resources.js';
import type { TaggedResource } from './tagged-resources.js';

interface TagFilter {
  Key?: string;
  Values?: readonly string[];
}

interface GetResourcesInput {
  PaginationToken?: string;
  TagFilters?: readonly TagFilter[];
  ResourcesPerPage?: number;
  ResourceTypeFilters?: readonly string[];
  ResourceARNList?: readonly string[];
}

const USUAL_PAGE = 50;
const LARGEST_PAGE = 100;
const MOST_FILTERS = 50;
const MOST_VALUES = 20;
const MOST_ARNS = 100;

const getResources = operation<GetResourcesInput, unknown>({
  name: 'GetResources',
  permissions: () => [{ action: 'tag:GetResources', resource: '*' }],
  run: (input, { state, caller, region }) => {
    check(input);
    const { PaginationToken: token, ResourcesPerPage: size } = input;
    const found = taggedResources(state, caller.account.id, region).filter((resource) => isWanted(resource, input));
    const { items, NextToken = '' } = page(
      found,
      // Clients send an empty token for the first page.
      { MaxResults: size, ...(token === undefined || token === '' ? {} : { NextToken: token }) },
      { usual: USUAL_PAGE, most: LARGEST_PAGE, refuse },
    );
    return {
      PaginationToken: NextToken,
      ResourceTagMappingList: items.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
      })),
    };
  },
});

function refuse(what: 'token' | 'number'): AwsError {
  return what === 'token'
    ? new AwsError('PaginationTokenExpiredException', 'The pagination token is not valid any more.')
    : invalid(`ResourcesPerPage is from 1 to ${LARGEST_PAGE}.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

function check(input: GetResourcesInput): void {
  const { TagFilters: filters = [], ResourceTypeFilters: types, ResourceARNList: arns } = input;
  if (filters.length > MOST_FILTERS) throw invalid(`There are at most ${MOST_FILTERS} tag filters.`);
  if (filters.some(({ Key = '' }) => Key === '')) throw invalid('A tag filter has a key.');
  if (filters.some(({ Values = [] }) => Values.length > MOST_VALUES))
    throw invalid(`A tag filter has at most ${MOST_VALUES} values.`);
  if (!arns) return;
  if (arns.length < 1 || arns.length > MOST_ARNS) throw invalid(`ResourceARNList has 1 to ${MOST_ARNS} ARNs.`);
  if (types || input.TagFilters || input.ResourcesPerPage !== undefined || input.PaginationToken)
    throw invalid('ResourceARNList stands alone: neither filters nor pages go with it.');
}

/** Filters of different kinds must all match; of the values of one tag, and of types, any. */
function isWanted({ arn, type, tags }: TaggedResource, input: GetResourcesInput): boolean {
  const { TagFilters: filters = [], ResourceTypeFilters: types = [], ResourceARNList: arns } = input;
  if (arns && !arns.includes(arn)) return false;
  if (types.length > 0 && !types.some((wanted) => wanted === type || wanted === type.split(':')[0])) return false;
  return filters.every(({ Key: key = '', Values: values = [] }) => {
    const value = tags.get(key);
    return value !== undefined && (values.length === 0 || values.includes(value));
  });
}

export const tagging: Service = {
  id: 'tagging',
  protocols: [awsJson('1.1', 'ResourceGroupsTaggingAPI_20170126')],
  permissionPrefix: 'tag',
  schemas,
  operations: [getResources],
};
