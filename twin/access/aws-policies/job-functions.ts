/** Policies for job functions, as AWS published them until 22 August 2026: data, copied. */
import type { Published } from './index.js';

export const jobFunctions: Readonly<Record<string, Published>> = {
  'job-function/Billing': {
    version: 'v30',
    publishedAt: '2026-07-30T22:12:16Z',
    statements: [
      {
        Sid: 'VisualEditor0',
        Effect: 'Allow',
        Action: [
          'account:GetAccountInformation', 'aws-portal:*Billing', 'aws-portal:*PaymentMethods', 'aws-portal:*Usage', 'billing:CreateBillingView', 'billing:DeleteBillingView', 'billing:GetBillingData', 'billing:GetBillingDetails', 'billing:GetBillingNotifications', 'billing:GetBillingPreferences', 'billing:GetBillingView', 'billing:GetContractInformation', 'billing:GetCredits',
          'billing:GetIAMAccessPreference', 'billing:GetSellerOfRecord', 'billing:ListBillingViews', 'billing:PutContractInformation', 'billing:RedeemCredits', 'billing:GetResourcePolicy', 'billing:ListSourceViewsForBillingView', 'billing:ListTagsForResource', 'billing:TagResource', 'billing:UntagResource', 'billing:UpdateBillingPreferences', 'billing:UpdateBillingView',
          'billing:UpdateIAMAccessPreference', 'budgets:CreateBudgetAction', 'budgets:DeleteBudgetAction', 'budgets:DescribeBudgetActionsForBudget', 'budgets:DescribeBudgetAction', 'budgets:DescribeBudgetActionsForAccount', 'budgets:DescribeBudgetActionHistories', 'budgets:ExecuteBudgetAction', 'budgets:ModifyBudget', 'budgets:UpdateBudgetAction', 'budgets:ViewBudget',
          'ce:CreateCostCategoryDefinition', 'ce:CreateNotificationSubscription', 'ce:CreateReport', 'ce:DeleteCostCategoryDefinition', 'ce:DeleteNotificationSubscription', 'ce:DeleteReport', 'ce:DescribeCostCategoryDefinition', 'ce:GetCostAndUsage', 'ce:ListCostAllocationTags', 'ce:ListCostCategoryDefinitions', 'ce:ListCostCategoryResourceAssociations',
          'ce:ListTagsForResource', 'ce:TagResource', 'ce:UpdateCostAllocationTagsStatus', 'ce:UpdateNotificationSubscription', 'ce:UpdatePreferences', 'ce:UpdateReport', 'ce:UpdateCostCategoryDefinition', 'ce:UntagResource', 'ce:StartCostAllocationTagBackfill', 'ce:ListCostAllocationTagBackfillHistory', 'ce:GetTags', 'ce:GetDimensionValues',
          'consolidatedbilling:GetAccountBillingRole', 'consolidatedbilling:ListLinkedAccounts', 'cur:DeleteReportDefinition', 'cur:DescribeReportDefinitions', 'cur:GetClassicReport', 'cur:GetClassicReportPreferences', 'cur:GetUsageReport', 'cur:ModifyReportDefinition', 'cur:PutClassicReportPreferences', 'cur:PutReportDefinition', 'cur:ValidateReportDestination',
          'freetier:GetFreeTierAlertPreference', 'freetier:GetFreeTierUsage', 'freetier:PutFreeTierAlertPreference', 'invoicing:BatchGetInvoiceProfile', 'invoicing:CreateInvoiceUnit', 'invoicing:DeleteInvoiceUnit', 'invoicing:GetInvoiceEmailDeliveryPreferences', 'invoicing:GetInvoicePDF', 'invoicing:GetInvoiceUnit', 'invoicing:GetInvoiceCorrection',
          'invoicing:ListInvoiceSummaries', 'invoicing:ListInvoiceUnits', 'invoicing:ListProcurementPortals', 'invoicing:ListProcurementPortalSuppliers', 'invoicing:CreateProcurementPortalPreference', 'invoicing:GetProcurementPortalPreference', 'invoicing:PutProcurementPortalPreference', 'invoicing:UpdateProcurementPortalPreferenceStatus',
          'invoicing:ListProcurementPortalPreferences', 'invoicing:DeleteProcurementPortalPreference', 'invoicing:ListTagsForResource', 'invoicing:ListInvoiceCorrections', 'invoicing:StartInvoiceCorrection', 'invoicing:PutInvoiceEmailDeliveryPreferences', 'invoicing:SendProcurementPortalValidation', 'invoicing:TagResource', 'invoicing:UntagResource',
          'invoicing:UpdateInvoiceUnit', 'invoicing:VerifyProcurementPortalValidation', 'mapcredits:ListQuarterSpend', 'mapcredits:ListAssociatedPrograms', 'mapcredits:ListQuarterCredits', 'payments:CreateFinancingApplication', 'payments:CreatePaymentInstrument', 'payments:DeletePaymentInstrument', 'payments:GetFinancingApplication', 'payments:GetFinancingLine',
          'payments:GetFinancingLineWithdrawal', 'payments:GetFinancingOption', 'payments:GetPaymentInstrument', 'payments:GetPaymentStatus', 'payments:ListFinancingApplications', 'payments:ListFinancingLines', 'payments:ListFinancingLineWithdrawals', 'payments:ListPaymentPreferences', 'payments:ListPaymentProgramOptions', 'payments:ListPaymentProgramStatus',
          'payments:ListTagsForResource', 'payments:ListPaymentInstruments', 'payments:MakePayment', 'payments:TagResource', 'payments:UntagResource', 'payments:UpdateFinancingApplication', 'payments:UpdatePaymentInstrument', 'payments:UpdatePaymentPreferences', 'pricing:DescribeServices', 'purchase-orders:AddPurchaseOrder', 'purchase-orders:DeletePurchaseOrder',
          'purchase-orders:GetPurchaseOrder', 'purchase-orders:ListPurchaseOrderInvoices', 'purchase-orders:ListPurchaseOrders', 'purchase-orders:ListTagsForResource', 'purchase-orders:ModifyPurchaseOrders', 'purchase-orders:TagResource', 'purchase-orders:UntagResource', 'purchase-orders:UpdatePurchaseOrder', 'purchase-orders:UpdatePurchaseOrderStatus',
          'purchase-orders:ViewPurchaseOrders', 'support:CreateCase', 'support:AddAttachmentsToSet', 'sustainability:GetCarbonFootprintSummary', 'tax:BatchPutTaxRegistration', 'tax:DeleteTaxRegistration', 'tax:GetExemptions', 'tax:GetTaxInheritance', 'tax:GetTaxInterview', 'tax:GetTaxRegistration', 'tax:GetTaxRegistrationDocument', 'tax:ListTaxRegistrations',
          'tax:PutTaxInheritance', 'tax:PutTaxInterview', 'tax:PutTaxRegistration', 'tax:UpdateExemptions',
        ],
        Resource: '*',
      },
    ],
  },
  'job-function/DatabaseAdministrator': {
    version: 'v5',
    publishedAt: '2026-02-12T18:02:20Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          'cloudwatch:DeleteAlarms', 'cloudwatch:Describe*', 'cloudwatch:DisableAlarmActions', 'cloudwatch:EnableAlarmActions', 'cloudwatch:Get*', 'cloudwatch:List*', 'cloudwatch:PutMetricAlarm', 'datapipeline:ActivatePipeline', 'datapipeline:CreatePipeline', 'datapipeline:DeletePipeline', 'datapipeline:DescribeObjects', 'datapipeline:DescribePipelines',
          'datapipeline:GetPipelineDefinition', 'datapipeline:ListPipelines', 'datapipeline:PutPipelineDefinition', 'datapipeline:QueryObjects', 'dynamodb:*', 'ec2:DescribeAccountAttributes', 'ec2:DescribeAddresses', 'ec2:DescribeAvailabilityZones', 'ec2:DescribeInternetGateways', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'elasticache:*',
          'iam:ListRoles', 'iam:GetRole', 'kms:ListKeys', 'lambda:CreateEventSourceMapping', 'lambda:CreateFunction', 'lambda:DeleteEventSourceMapping', 'lambda:DeleteFunction', 'lambda:GetFunctionConfiguration', 'lambda:ListEventSourceMappings', 'lambda:ListFunctions', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents',
          'logs:Create*', 'logs:PutLogEvents', 'logs:PutMetricFilter', 'pi:CreatePerformanceAnalysisReport', 'pi:DeletePerformanceAnalysisReport', 'pi:DescribeDimensionKeys', 'pi:GetDimensionKeyDetails', 'pi:GetPerformanceAnalysisReport', 'pi:GetResourceMetadata', 'pi:GetResourceMetrics', 'pi:ListAvailableResourceDimensions', 'pi:ListAvailableResourceMetrics',
          'pi:ListPerformanceAnalysisReports', 'pi:ListTagsForResource', 'pi:TagResource', 'pi:UntagResource', 'rds:*', 'redshift:*', 's3:CreateBucket', 'sns:CreateTopic', 'sns:DeleteTopic', 'sns:Get*', 'sns:List*', 'sns:SetTopicAttributes', 'sns:Subscribe', 'sns:Unsubscribe',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: [
          's3:AbortMultipartUpload', 's3:DeleteObject*', 's3:Get*', 's3:List*', 's3:PutAccelerateConfiguration', 's3:PutBucketTagging', 's3:PutBucketVersioning', 's3:PutBucketWebsite', 's3:PutLifecycleConfiguration', 's3:PutReplicationConfiguration', 's3:PutObject*', 's3:Replicate*', 's3:RestoreObject',
        ],
        Resource: ['*'],
      },
      {
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: [
          'arn:aws:iam::*:role/rds-monitoring-role', 'arn:aws:iam::*:role/rdbms-lambda-access', 'arn:aws:iam::*:role/lambda_exec_role', 'arn:aws:iam::*:role/lambda-dynamodb-*', 'arn:aws:iam::*:role/lambda-vpc-execution-role', 'arn:aws:iam::*:role/DataPipelineDefaultRole', 'arn:aws:iam::*:role/DataPipelineDefaultResourceRole',
        ],
      },
    ],
  },
  'job-function/DataScientist': {
    version: 'v5',
    publishedAt: '2019-12-03T16:48:34Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          'autoscaling:*', 'cloudwatch:*', 'cloudformation:CreateStack', 'cloudformation:DescribeStackEvents', 'datapipeline:Describe*', 'datapipeline:ListPipelines', 'datapipeline:GetPipelineDefinition', 'datapipeline:QueryObjects', 'dynamodb:*', 'ec2:CancelSpotInstanceRequests', 'ec2:CancelSpotFleetRequests', 'ec2:CreateTags', 'ec2:DeleteTags', 'ec2:Describe*',
          'ec2:ModifyImageAttribute', 'ec2:ModifyInstanceAttribute', 'ec2:ModifySpotFleetRequest', 'ec2:RequestSpotInstances', 'ec2:RequestSpotFleet', 'elasticfilesystem:*', 'elasticmapreduce:*', 'es:*', 'firehose:*', 'fsx:DescribeFileSystems', 'iam:GetInstanceProfile', 'iam:GetRole', 'iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListRoles', 'kinesis:*', 'kms:List*',
          'lambda:Create*', 'lambda:Delete*', 'lambda:Get*', 'lambda:InvokeFunction', 'lambda:PublishVersion', 'lambda:Update*', 'lambda:List*', 'machinelearning:*', 'sdb:*', 'rds:*', 'sns:ListSubscriptions', 'sns:ListTopics', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'redshift:*', 's3:CreateBucket', 'sns:CreateTopic', 'sns:Get*', 'sns:List*',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: [
          's3:Abort*', 's3:DeleteObject', 's3:Get*', 's3:List*', 's3:PutAccelerateConfiguration', 's3:PutBucketCors', 's3:PutBucketLogging', 's3:PutBucketNotification', 's3:PutBucketTagging', 's3:PutObject', 's3:Replicate*', 's3:RestoreObject',
        ],
        Resource: ['*'],
      },
      {
        Effect: 'Allow',
        Action: [
          'ec2:RunInstances', 'ec2:TerminateInstances',
        ],
        Resource: ['*'],
      },
      {
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: [
          'arn:aws:iam::*:role/DataPipelineDefaultRole', 'arn:aws:iam::*:role/DataPipelineDefaultResourceRole', 'arn:aws:iam::*:role/EMR_EC2_DefaultRole', 'arn:aws:iam::*:role/EMR_DefaultRole', 'arn:aws:iam::*:role/kinesis-*',
        ],
      },
      {
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: '*',
        Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      },
      {
        Effect: 'Allow',
        Action: ['sagemaker:*'],
        NotResource: [
          'arn:aws:sagemaker:*:*:domain/*', 'arn:aws:sagemaker:*:*:user-profile/*', 'arn:aws:sagemaker:*:*:app/*', 'arn:aws:sagemaker:*:*:flow-definition/*',
        ],
      },
      {
        Effect: 'Allow',
        Action: [
          'sagemaker:CreatePresignedDomainUrl', 'sagemaker:DescribeDomain', 'sagemaker:ListDomains', 'sagemaker:DescribeUserProfile', 'sagemaker:ListUserProfiles', 'sagemaker:*App', 'sagemaker:ListApps',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: [
          'sagemaker:*FlowDefinition', 'sagemaker:*FlowDefinitions',
        ],
        Resource: '*',
        Condition: { StringEqualsIfExists: { 'sagemaker:WorkteamType': [
          'private-crowd', 'vendor-crowd',
        ] } },
      },
    ],
  },
  'job-function/NetworkAdministrator': {
    version: 'v16',
    publishedAt: '2026-07-09T14:42:15Z',
    statements: [
      {
        Sid: 'AllowDefaultNetworkAdminActions',
        Effect: 'Allow',
        Action: [
          'autoscaling:Describe*', 'cloudfront:ListDistributions', 'cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricStatistics', 'cloudwatch:PutMetricAlarm', 'directconnect:*', 'ec2:AcceptVpcEndpointConnections', 'ec2:AllocateAddress', 'ec2:AssignIpv6Addresses', 'ec2:AssignPrivateIpAddresses', 'ec2:AssociateAddress', 'ec2:AssociateDhcpOptions',
          'ec2:AssociateRouteTable', 'ec2:AssociateSubnetCidrBlock', 'ec2:AssociateVpcCidrBlock', 'ec2:AttachInternetGateway', 'ec2:AttachNetworkInterface', 'ec2:AttachVpnGateway', 'ec2:CreateCarrierGateway', 'ec2:CreateCustomerGateway', 'ec2:CreateDefaultSubnet', 'ec2:CreateDefaultVpc', 'ec2:CreateDhcpOptions', 'ec2:CreateEgressOnlyInternetGateway', 'ec2:CreateFlowLogs',
          'ec2:CreateInternetGateway', 'ec2:CreateNatGateway', 'ec2:CreateNetworkAcl', 'ec2:CreateNetworkAclEntry', 'ec2:CreateNetworkInterface', 'ec2:CreateNetworkInterfacePermission', 'ec2:CreatePlacementGroup', 'ec2:CreateRoute', 'ec2:CreateRouteTable', 'ec2:CreateSecurityGroup', 'ec2:CreateSubnet', 'ec2:CreateTags', 'ec2:CreateVpc', 'ec2:CreateVpcEndpoint',
          'ec2:CreateVpcEndpointConnectionNotification', 'ec2:CreateVpcEndpointServiceConfiguration', 'ec2:CreateVpnConnection', 'ec2:CreateVpnConnectionRoute', 'ec2:CreateVpnGateway', 'ec2:DeleteCarrierGateway', 'ec2:DeleteEgressOnlyInternetGateway', 'ec2:DeleteFlowLogs', 'ec2:DeleteNatGateway', 'ec2:DeleteNetworkInterface', 'ec2:DeleteNetworkInterfacePermission',
          'ec2:DeletePlacementGroup', 'ec2:DeleteSubnet', 'ec2:DeleteTags', 'ec2:DeleteVpc', 'ec2:DeleteVpcEndpointConnectionNotifications', 'ec2:DeleteVpcEndpointServiceConfigurations', 'ec2:DeleteVpcEndpoints', 'ec2:DeleteVpnConnection', 'ec2:DeleteVpnConnectionRoute', 'ec2:DeleteVpnGateway', 'ec2:DescribeAccountAttributes', 'ec2:DescribeAddresses',
          'ec2:DescribeAvailabilityZones', 'ec2:DescribeCarrierGateways', 'ec2:DescribeClassicLinkInstances', 'ec2:DescribeCustomerGateways', 'ec2:DescribeDhcpOptions', 'ec2:DescribeEgressOnlyInternetGateways', 'ec2:DescribeFlowLogs', 'ec2:DescribeInstances', 'ec2:DescribeInternetGateways', 'ec2:DescribeIpv6Pools', 'ec2:DescribeKeyPairs', 'ec2:DescribeMovingAddresses',
          'ec2:DescribeNatGateways', 'ec2:DescribeNetworkAcls', 'ec2:DescribeNetworkInterfaceAttribute', 'ec2:DescribeNetworkInterfacePermissions', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribePlacementGroups', 'ec2:DescribePrefixLists', 'ec2:DescribePublicIpv4Pools', 'ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroupReferences', 'ec2:DescribeSecurityGroupRules',
          'ec2:DescribeSecurityGroups', 'ec2:DescribeStaleSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeTags', 'ec2:DescribeVpcAttribute', 'ec2:DescribeVpcClassicLink', 'ec2:DescribeVpcClassicLinkDnsSupport', 'ec2:DescribeVpcEndpointConnectionNotifications', 'ec2:DescribeVpcEndpointConnections', 'ec2:DescribeVpcEndpointServiceConfigurations',
          'ec2:DescribeVpcEndpointServicePermissions', 'ec2:DescribeVpcEndpointServices', 'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcPeeringConnections', 'ec2:DescribeVpcs', 'ec2:DescribeVpnConnections', 'ec2:DescribeVpnGateways', 'ec2:DetachInternetGateway', 'ec2:DetachNetworkInterface', 'ec2:DetachVpnGateway', 'ec2:DisableVgwRoutePropagation',
          'ec2:DisableVpcClassicLinkDnsSupport', 'ec2:DisassociateAddress', 'ec2:DisassociateRouteTable', 'ec2:DisassociateSubnetCidrBlock', 'ec2:DisassociateVpcCidrBlock', 'ec2:EnableVgwRoutePropagation', 'ec2:EnableVpcClassicLinkDnsSupport', 'ec2:GetVpnConnectionDeviceSampleConfiguration', 'ec2:GetVpnConnectionDeviceTypes', 'ec2:GetVpnTunnelReplacementStatus',
          'ec2:ModifyNetworkInterfaceAttribute', 'ec2:ModifySecurityGroupRules', 'ec2:ModifySubnetAttribute', 'ec2:ModifyVpcAttribute', 'ec2:ModifyVpcEndpoint', 'ec2:ModifyVpcEndpointConnectionNotification', 'ec2:ModifyVpcEndpointServiceConfiguration', 'ec2:ModifyVpcEndpointServicePermissions', 'ec2:ModifyVpcPeeringConnectionOptions', 'ec2:ModifyVpcTenancy',
          'ec2:ModifyVpnConnection', 'ec2:ModifyVpnConnectionOptions', 'ec2:ModifyVpnTunnelCertificate', 'ec2:ModifyVpnTunnelOptions', 'ec2:MoveAddressToVpc', 'ec2:RejectVpcEndpointConnections', 'ec2:ReleaseAddress', 'ec2:ReplaceNetworkAclAssociation', 'ec2:ReplaceNetworkAclEntry', 'ec2:ReplaceRoute', 'ec2:ReplaceRouteTableAssociation', 'ec2:ReplaceVpnTunnel',
          'ec2:ResetNetworkInterfaceAttribute', 'ec2:RestoreAddressToClassic', 'ec2:UnassignIpv6Addresses', 'ec2:UnassignPrivateIpAddresses', 'ec2:UpdateSecurityGroupRuleDescriptionsEgress', 'ec2:UpdateSecurityGroupRuleDescriptionsIngress', 'elasticbeanstalk:Describe*', 'elasticbeanstalk:List*', 'elasticbeanstalk:RequestEnvironmentInfo',
          'elasticbeanstalk:RetrieveEnvironmentInfo', 'elasticloadbalancing:*', 'interconnect:AcceptConnectionProposal', 'interconnect:CreateConnection', 'interconnect:DeleteConnection', 'interconnect:DescribeConnectionProposal', 'interconnect:GetConnection', 'interconnect:GetEnvironment', 'interconnect:ListAttachPoints', 'interconnect:ListConnections',
          'interconnect:ListEnvironments', 'interconnect:ListTagsForResource', 'interconnect:TagResource', 'interconnect:UntagResource', 'interconnect:UpdateConnection', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'route53:*', 'route53domains:*', 'sns:CreateTopic', 'sns:ListSubscriptionsByTopic', 'sns:ListTopics',
        ],
        Resource: '*',
      },
      {
        Sid: 'AllowVPCPermissions',
        Effect: 'Allow',
        Action: [
          'ec2:AcceptVpcPeeringConnection', 'ec2:AssociateSecurityGroupVpc', 'ec2:AttachClassicLinkVpc', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateVpcPeeringConnection', 'ec2:DeleteCustomerGateway', 'ec2:DeleteDhcpOptions', 'ec2:DeleteInternetGateway', 'ec2:DeleteNetworkAcl', 'ec2:DeleteNetworkAclEntry', 'ec2:DeleteRoute',
          'ec2:DeleteRouteTable', 'ec2:DeleteSecurityGroup', 'ec2:DeleteVolume', 'ec2:DeleteVpcPeeringConnection', 'ec2:DescribeSecurityGroupVpcAssociations', 'ec2:DetachClassicLinkVpc', 'ec2:DisableVpcClassicLink', 'ec2:DisassociateSecurityGroupVpc', 'ec2:EnableVpcClassicLink', 'ec2:GetConsoleScreenshot', 'ec2:GetSecurityGroupsForVpc', 'ec2:RejectVpcPeeringConnection',
          'ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress',
        ],
        Resource: ['*'],
      },
      {
        Sid: 'AllowLocalGatewayPermissions',
        Effect: 'Allow',
        Action: [
          'ec2:CreateLocalGatewayRoute', 'ec2:CreateLocalGatewayRouteTableVpcAssociation', 'ec2:DeleteLocalGatewayRoute', 'ec2:DeleteLocalGatewayRouteTableVpcAssociation', 'ec2:DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations', 'ec2:DescribeLocalGatewayRouteTableVpcAssociations', 'ec2:DescribeLocalGatewayRouteTables',
          'ec2:DescribeLocalGatewayVirtualInterfaceGroups', 'ec2:DescribeLocalGatewayVirtualInterfaces', 'ec2:DescribeLocalGateways', 'ec2:SearchLocalGatewayRoutes',
        ],
        Resource: '*',
      },
      {
        Sid: 'DiscoverBuckets',
        Effect: 'Allow',
        Action: [
          's3:GetBucketLocation', 's3:GetBucketWebsite', 's3:ListBucket',
        ],
        Resource: ['*'],
      },
      {
        Sid: 'DiscoverFlowLogRoles',
        Effect: 'Allow',
        Action: [
          'iam:GetRole', 'iam:ListRoles', 'iam:PassRole',
        ],
        Resource: 'arn:aws:iam::*:role/flow-logs-*',
      },
      {
        Sid: 'NetworkmanagerPermissions',
        Effect: 'Allow',
        Action: ['networkmanager:*'],
        Resource: '*',
      },
      {
        Sid: 'TransitGatewayPermissions',
        Effect: 'Allow',
        Action: [
          'ec2:AcceptTransitGatewayVpcAttachment', 'ec2:AssociateTransitGatewayRouteTable', 'ec2:CreateTransitGateway', 'ec2:CreateTransitGatewayRoute', 'ec2:CreateTransitGatewayRouteTable', 'ec2:CreateTransitGatewayVpcAttachment', 'ec2:DeleteTransitGateway', 'ec2:DeleteTransitGatewayRoute', 'ec2:DeleteTransitGatewayRouteTable', 'ec2:DeleteTransitGatewayVpcAttachment',
          'ec2:DescribeTransitGatewayAttachments', 'ec2:DescribeTransitGatewayRouteTables', 'ec2:DescribeTransitGateways', 'ec2:DescribeTransitGatewayVpcAttachments', 'ec2:DisableTransitGatewayRouteTablePropagation', 'ec2:DisassociateTransitGatewayRouteTable', 'ec2:EnableTransitGatewayRouteTablePropagation', 'ec2:ExportTransitGatewayRoutes',
          'ec2:GetTransitGatewayAttachmentPropagations', 'ec2:GetTransitGatewayRouteTableAssociations', 'ec2:GetTransitGatewayRouteTablePropagations', 'ec2:ModifyTransitGateway', 'ec2:ModifyTransitGatewayVpcAttachment', 'ec2:RejectTransitGatewayVpcAttachment', 'ec2:ReplaceTransitGatewayRoute', 'ec2:SearchTransitGatewayRoutes',
        ],
        Resource: '*',
      },
      {
        Sid: 'AllowTransitGatewaySLRCreation',
        Effect: 'Allow',
        Action: ['iam:CreateServiceLinkedRole'],
        Resource: '*',
        Condition: { StringLike: { 'iam:AWSServiceName': ['transitgateway.amazonaws.com'] } },
      },
    ],
  },
  'job-function/SupportUser': {
    version: 'v11',
    publishedAt: '2026-02-12T18:03:12Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          'support:*', 'acm:DescribeCertificate', 'acm:GetCertificate', 'acm:List*', 'acm-pca:DescribeCertificateAuthority', 'acm-pca:ListCertificateAuthorities', 'apigateway:GET', 'autoscaling:Describe*', 'aws-marketplace:ViewSubscriptions', 'cloudformation:Describe*', 'cloudformation:Get*', 'cloudformation:List*', 'cloudformation:EstimateTemplateCost', 'cloudfront:Get*',
          'cloudfront:List*', 'cloudsearch:Describe*', 'cloudsearch:List*', 'cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:LookupEvents', 'cloudtrail:ListTags', 'cloudtrail:ListPublicKeys', 'cloudwatch:Describe*', 'cloudwatch:Get*', 'cloudwatch:List*', 'codecommit:BatchGetRepositories', 'codecommit:Get*', 'codecommit:List*', 'codedeploy:Batch*',
          'codedeploy:Get*', 'codedeploy:List*', 'codepipeline:AcknowledgeJob', 'codepipeline:AcknowledgeThirdPartyJob', 'codepipeline:ListActionTypes', 'codepipeline:ListPipelines', 'codepipeline:PollForJobs', 'codepipeline:PollForThirdPartyJobs', 'codepipeline:GetPipelineState', 'codepipeline:GetPipeline', 'cognito-identity:List*', 'cognito-identity:LookupDeveloperIdentity',
          'cognito-identity:Describe*', 'cognito-idp:DescribeResourceServer', 'cognito-idp:DescribeRiskConfiguration', 'cognito-idp:DescribeUserImportJob', 'cognito-idp:DescribeUserPool', 'cognito-idp:DescribeUserPoolDomain', 'cognito-idp:List*', 'cognito-sync:Describe*', 'cognito-sync:GetBulkPublishDetails', 'cognito-sync:GetCognitoEvents',
          'cognito-sync:GetIdentityPoolConfiguration', 'cognito-sync:List*', 'config:DescribeConfigurationRecorders', 'config:DescribeConfigurationRecorderStatus', 'config:DescribeConfigRuleEvaluationStatus', 'config:DescribeConfigRules', 'config:DescribeDeliveryChannels', 'config:DescribeDeliveryChannelStatus', 'config:GetResourceConfigHistory',
          'config:ListDiscoveredResources', 'datapipeline:DescribeObjects', 'datapipeline:DescribePipelines', 'datapipeline:GetPipelineDefinition', 'datapipeline:ListPipelines', 'datapipeline:QueryObjects', 'datapipeline:ReportTaskProgress', 'datapipeline:ReportTaskRunnerHeartbeat', 'devicefarm:List*', 'devicefarm:Get*', 'directconnect:Describe*', 'discovery:Describe*',
          'discovery:ListConfigurations', 'dms:Describe*', 'dms:List*', 'ds:DescribeDirectories', 'ds:DescribeSnapshots', 'ds:GetDirectoryLimits', 'ds:GetSnapshotLimits', 'ds:ListAuthorizedApplications', 'dynamodb:DescribeLimits', 'dynamodb:DescribeTable', 'dynamodb:ListTables', 'ec2:Describe*', 'ec2:DescribeHosts', 'ec2:describeIdentityIdFormat', 'ec2:DescribeIdFormat',
          'ec2:DescribeInstanceAttribute', 'ec2:DescribeNatGateways', 'ec2:DescribeReservedInstancesModifications', 'ec2:DescribeTags', 'ec2:SearchLocalGatewayRoutes', 'ecr:GetRepositoryPolicy', 'ecr:BatchCheckLayerAvailability', 'ecr:DescribeRepositories', 'ecr:ListImages', 'ecs:Describe*', 'ecs:List*', 'elasticache:Describe*', 'elasticache:List*', 'elasticbeanstalk:Check*',
          'elasticbeanstalk:Describe*', 'elasticbeanstalk:List*', 'elasticbeanstalk:RequestEnvironmentInfo', 'elasticbeanstalk:RetrieveEnvironmentInfo', 'elasticbeanstalk:ValidateConfigurationSettings', 'elasticfilesystem:Describe*', 'elasticloadbalancing:Describe*', 'elasticmapreduce:Describe*', 'elasticmapreduce:List*', 'elastictranscoder:List*', 'elastictranscoder:ReadJob',
          'elasticfilesystem:DescribeFileSystems', 'es:Describe*', 'es:List*', 'es:ESHttpGet', 'es:ESHttpHead', 'events:DescribeRule', 'events:List*', 'events:TestEventPattern', 'firehose:Describe*', 'firehose:List*', 'gamelift:List*', 'gamelift:Describe*', 'glacier:ListVaults', 'glacier:DescribeVault', 'glacier:DescribeJob', 'glacier:Get*', 'glacier:List*',
          'iam:GenerateCredentialReport', 'iam:GenerateServiceLastAccessedDetails', 'iam:Get*', 'iam:List*', 'importexport:GetStatus', 'importexport:ListJobs', 'inspector:Describe*', 'inspector:List*', 'iot:Describe*', 'iot:Get*', 'iot:List*', 'kinesisanalytics:DescribeApplication', 'kinesisanalytics:DiscoverInputSchema', 'kinesisanalytics:GetApplicationState',
          'kinesisanalytics:ListApplications', 'kinesis:Describe*', 'kinesis:Get*', 'kinesis:List*', 'kms:Describe*', 'kms:Get*', 'kms:List*', 'lambda:List*', 'lambda:Get*', 'logs:Describe*', 'logs:TestMetricFilter', 'machinelearning:Describe*', 'machinelearning:Get*', 'opsworks:Describe*', 'rds:Describe*', 'rds:ListTagsForResource', 'redshift:Describe*',
          'rolesanywhere:GetCrl', 'rolesanywhere:GetProfile', 'rolesanywhere:GetSubject', 'rolesanywhere:GetTrustAnchor', 'rolesanywhere:ListCrls', 'rolesanywhere:ListProfiles', 'rolesanywhere:ListSubjects', 'rolesanywhere:ListTagsForResource', 'rolesanywhere:ListTrustAnchors', 'route53:Get*', 'route53:List*', 'route53domains:CheckDomainAvailability',
          'route53domains:GetDomainDetail', 'route53domains:GetOperationDetail', 'route53domains:List*', 's3:List*', 'sdb:GetAttributes', 'sdb:List*', 'sdb:Select*', 'servicecatalog:SearchProducts', 'servicecatalog:DescribeProduct', 'servicecatalog:DescribeProductView', 'servicecatalog:ListLaunchPaths', 'servicecatalog:DescribeProvisioningParameters',
          'servicecatalog:ListRecordHistory', 'servicecatalog:DescribeRecord', 'servicecatalog:ScanProvisionedProducts', 'ses:Get*', 'ses:List*', 'sns:Get*', 'sns:List*', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListQueues', 'sqs:ReceiveMessage', 'ssm:List*', 'ssm:Describe*', 'storagegateway:Describe*', 'storagegateway:List*', 'swf:Count*', 'swf:Describe*', 'swf:Get*',
          'swf:List*', 'waf:Get*', 'waf:List*', 'workdocs:Describe*', 'workmail:Describe*', 'workmail:Get*', 'workspaces:Describe*',
        ],
        Resource: '*',
      },
    ],
  },
  'job-function/SystemAdministrator': {
    version: 'v12',
    publishedAt: '2026-02-12T18:02:37Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          'acm:Describe*', 'acm:Get*', 'acm:List*', 'acm:Request*', 'acm:Resend*', 'autoscaling:*', 'cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:ListPublicKeys', 'cloudtrail:ListTags', 'cloudtrail:LookupEvents', 'cloudtrail:StartLogging', 'cloudtrail:StopLogging', 'cloudwatch:*', 'codecommit:BatchGetRepositories', 'codecommit:CreateBranch',
          'codecommit:CreateRepository', 'codecommit:Get*', 'codecommit:GitPull', 'codecommit:GitPush', 'codecommit:List*', 'codecommit:Put*', 'codecommit:Test*', 'codecommit:Update*', 'codedeploy:*', 'codepipeline:*', 'config:*', 'ds:*', 'ec2:Allocate*', 'ec2:AssignPrivateIpAddresses*', 'ec2:Associate*', 'ec2:Allocate*', 'ec2:AttachInternetGateway',
          'ec2:AttachNetworkInterface', 'ec2:AttachVpnGateway', 'ec2:Bundle*', 'ec2:Cancel*', 'ec2:Copy*', 'ec2:CreateCustomerGateway', 'ec2:CreateDhcpOptions', 'ec2:CreateFlowLogs', 'ec2:CreateImage', 'ec2:CreateInstanceExportTask', 'ec2:CreateInternetGateway', 'ec2:CreateKeyPair', 'ec2:CreateLaunchTemplate', 'ec2:CreateLaunchTemplateVersion', 'ec2:CreateNatGateway',
          'ec2:CreateNetworkInterface', 'ec2:CreatePlacementGroup', 'ec2:CreateReservedInstancesListing', 'ec2:CreateRoute', 'ec2:CreateRouteTable', 'ec2:CreateSecurityGroup', 'ec2:CreateSnapshot', 'ec2:CreateSpotDatafeedSubscription', 'ec2:CreateSubnet', 'ec2:CreateTags', 'ec2:CreateVolume', 'ec2:CreateVpc', 'ec2:CreateVpcEndpoint', 'ec2:CreateVpnConnection',
          'ec2:CreateVpnConnectionRoute', 'ec2:CreateVpnGateway', 'ec2:DeleteFlowLogs', 'ec2:DeleteKeyPair', 'ec2:DeleteLaunchTemplate', 'ec2:DeleteLaunchTemplateVersions', 'ec2:DeleteNatGateway', 'ec2:DeleteNetworkInterface', 'ec2:DeletePlacementGroup', 'ec2:DeleteSnapshot', 'ec2:DeleteSpotDatafeedSubscription', 'ec2:DeleteSubnet', 'ec2:DeleteTags', 'ec2:DeleteVpc',
          'ec2:DeleteVpcEndpoints', 'ec2:DeleteVpnConnection', 'ec2:DeleteVpnConnectionRoute', 'ec2:DeleteVpnGateway', 'ec2:DeregisterImage', 'ec2:Describe*', 'ec2:DetachInternetGateway', 'ec2:DetachNetworkInterface', 'ec2:DetachVpnGateway', 'ec2:DisableVgwRoutePropagation', 'ec2:DisableVpcClassicLinkDnsSupport', 'ec2:DisassociateAddress', 'ec2:DisassociateRouteTable',
          'ec2:EnableVgwRoutePropagation', 'ec2:EnableVolumeIO', 'ec2:EnableVpcClassicLinkDnsSupport', 'ec2:GetConsoleOutput', 'ec2:GetHostReservationPurchasePreview', 'ec2:GetLaunchTemplateData', 'ec2:GetPasswordData', 'ec2:GetSecurityGroupsForVpc', 'ec2:Import*', 'ec2:Modify*', 'ec2:MonitorInstances', 'ec2:MoveAddressToVpc', 'ec2:Purchase*', 'ec2:RegisterImage',
          'ec2:Release*', 'ec2:Replace*', 'ec2:ReportInstanceStatus', 'ec2:Request*', 'ec2:Reset*', 'ec2:RestoreAddressToClassic', 'ec2:RunScheduledInstances', 'ec2:UnassignPrivateIpAddresses', 'ec2:UnmonitorInstances', 'ec2:UpdateSecurityGroupRuleDescriptionsEgress', 'ec2:UpdateSecurityGroupRuleDescriptionsIngress', 'elasticloadbalancing:*', 'events:*', 'iam:GetAccount*',
          'iam:GetContextKeys*', 'iam:GetCredentialReport', 'iam:ListAccountAliases', 'iam:ListGroups', 'iam:ListOpenIDConnectProviders', 'iam:ListPolicies', 'iam:ListPoliciesGrantingServiceAccess', 'iam:ListRoles', 'iam:ListSAMLProviders', 'iam:ListServerCertificates', 'iam:Simulate*', 'iam:UpdateServerCertificate', 'iam:UpdateSigningCertificate', 'kinesis:ListStreams',
          'kinesis:PutRecord', 'kms:CreateAlias', 'kms:CreateKey', 'kms:DeleteAlias', 'kms:Describe*', 'kms:GenerateRandom', 'kms:Get*', 'kms:List*', 'kms:Encrypt', 'kms:ReEncrypt*', 'lambda:Create*', 'lambda:Delete*', 'lambda:Get*', 'lambda:InvokeFunction', 'lambda:List*', 'lambda:PublishVersion', 'lambda:Update*', 'logs:*', 'rds:Describe*', 'rds:ListTagsForResource',
          'rolesanywhere:GetCrl', 'rolesanywhere:GetProfile', 'rolesanywhere:GetSubject', 'rolesanywhere:GetTrustAnchor', 'rolesanywhere:ListCrls', 'rolesanywhere:ListProfiles', 'rolesanywhere:ListSubjects', 'rolesanywhere:ListTagsForResource', 'rolesanywhere:ListTrustAnchors', 'rolesanywhere:PutNotificationSettings', 'rolesanywhere:ResetNotificationSettings', 'route53:*',
          'route53domains:*', 'ses:*', 'sns:*', 'sqs:*', 'trustedadvisor:*',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: [
          'ec2:AcceptVpcPeeringConnection', 'ec2:AttachClassicLinkVpc', 'ec2:AttachVolume', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateVpcPeeringConnection', 'ec2:DeleteCustomerGateway', 'ec2:DeleteDhcpOptions', 'ec2:DeleteInternetGateway', 'ec2:DeleteNetworkAcl*', 'ec2:DeleteRoute', 'ec2:DeleteRouteTable', 'ec2:DeleteSecurityGroup',
          'ec2:DeleteVolume', 'ec2:DeleteVpcPeeringConnection', 'ec2:DetachClassicLinkVpc', 'ec2:DetachVolume', 'ec2:DisableVpcClassicLink', 'ec2:EnableVpcClassicLink', 'ec2:GetConsoleScreenshot', 'ec2:RebootInstances', 'ec2:RejectVpcPeeringConnection', 'ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress', 'ec2:RunInstances', 'ec2:StartInstances',
          'ec2:StopInstances', 'ec2:TerminateInstances',
        ],
        Resource: ['*'],
      },
      {
        Effect: 'Allow',
        Action: 's3:*',
        Resource: ['*'],
      },
      {
        Effect: 'Allow',
        Action: [
          'iam:GetAccessKeyLastUsed', 'iam:GetGroup*', 'iam:GetInstanceProfile', 'iam:GetLoginProfile', 'iam:GetOpenIDConnectProvider', 'iam:GetPolicy*', 'iam:GetRole*', 'iam:GetSAMLProvider', 'iam:GetSSHPublicKey', 'iam:GetServerCertificate', 'iam:GetServiceLastAccessed*', 'iam:GetUser*', 'iam:ListAccessKeys', 'iam:ListAttached*', 'iam:ListEntitiesForPolicy',
          'iam:ListGroupPolicies', 'iam:ListGroupsForUser', 'iam:ListInstanceProfiles*', 'iam:ListMFADevices', 'iam:ListPolicyVersions', 'iam:ListRolePolicies', 'iam:ListSSHPublicKeys', 'iam:ListSigningCertificates', 'iam:ListUserPolicies', 'iam:Upload*',
        ],
        Resource: ['*'],
      },
      {
        Effect: 'Allow',
        Action: [
          'iam:GetRole', 'iam:ListRoles', 'iam:PassRole',
        ],
        Resource: [
          'arn:aws:iam::*:role/rds-monitoring-role', 'arn:aws:iam::*:role/ec2-sysadmin-*', 'arn:aws:iam::*:role/ecr-sysadmin-*', 'arn:aws:iam::*:role/lambda-sysadmin-*',
        ],
      },
    ],
  },
};
