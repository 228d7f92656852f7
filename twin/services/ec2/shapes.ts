/** Shapes of the operations of EC2 that the twin has, as far as policies look at them (EC2 API reference). */
import { FLAG, list, named, NUMBER, schemasOf, structure, TEXT } from '../../wire/shapes.js';

const flat = (name: string, item: Parameters<typeof list>[0] = TEXT) =>
  named(list(item), { xmlName: name, xmlFlattened: 1 });

const tagSpecification = structure({ ResourceType: TEXT, Tags: flat('Tag', structure({ Key: TEXT, Value: TEXT })) });
const region = structure({
  RegionName: named(TEXT, { xmlName: 'regionName' }),
  Endpoint: named(TEXT, { xmlName: 'regionEndpoint' }),
  OptInStatus: named(TEXT, { xmlName: 'optInStatus' }),
});

export const schemas = schemasOf({
  DescribeRegions: {
    input: structure({ RegionNames: flat('RegionName'), DryRun: FLAG, AllRegions: FLAG }),
    output: structure({ Regions: named(list(region, { xmlName: 'item' }), { xmlName: 'regionInfo' }) }),
  },
  RunInstances: {
    input: structure({
      'MaxCount!': NUMBER,
      'MinCount!': NUMBER,
      ImageId: TEXT,
      InstanceType: TEXT,
      SubnetId: TEXT,
      SecurityGroupIds: flat('SecurityGroupId'),
      MetadataOptions: structure({ HttpTokens: TEXT, HttpEndpoint: TEXT }),
      TagSpecifications: flat('TagSpecification', tagSpecification),
      DryRun: FLAG,
    }),
  },
  CreateVpc: {
    input: structure({ CidrBlock: TEXT, TagSpecifications: flat('TagSpecification', tagSpecification), DryRun: FLAG }),
  },
  CreateInternetGateway: {
    input: structure({ TagSpecifications: flat('TagSpecification', tagSpecification), DryRun: FLAG }),
  },
});
