/** Shapes of the operations of the Resource Groups Tagging API that the twin has (its API reference). */
import { FLAG, list, NUMBER, schemasOf, structure, TEXT } from '../../wire/shapes.js';

const tag = structure({ 'Key!': TEXT, 'Value!': TEXT });
const compliance = structure({
  NoncompliantKeys: list(TEXT),
  KeysWithNoncompliantValues: list(TEXT),
  MissingTagKeys: list(TEXT),
  ComplianceStatus: FLAG,
});
const mapping = structure({ ResourceARN: TEXT, Tags: list(tag), ComplianceDetails: compliance });

export const schemas = schemasOf({
  GetResources: {
    input: structure({
      PaginationToken: TEXT,
      TagFilters: list(structure({ Key: TEXT, Values: list(TEXT) })),
      ResourcesPerPage: NUMBER,
      TagsPerPage: NUMBER,
      ResourceTypeFilters: list(TEXT),
      IncludeComplianceDetails: FLAG,
      ExcludeCompliantResources: FLAG,
      ResourceARNList: list(TEXT),
    }),
    output: structure({ PaginationToken: TEXT, ResourceTagMappingList: list(mapping) }),
  },
});
