"""Builds an organization with break glass from nothing with boto3, uses it, guards it and watches it; prints what it found as JSON."""
import json
import sys
from datetime import datetime, timezone

from emulator import ADMINISTRATOR, asked, client, code, move_clock

REGION = "us-east-1"


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def pages(service, operation, member, size, **parameters):
    """Sizes of the pages of a list."""
    paginator = service.get_paginator(operation)
    return [len(page[member]) for page in paginator.paginate(**parameters, PaginationConfig={"PageSize": size})]


found = {}
organizations = client("organizations", ADMINISTRATOR, REGION)
iam = client("iam", ADMINISTRATOR, REGION)
sts = client("sts", ADMINISTRATOR, REGION)

# An organization with an OU and accounts.
organizations.create_organization(FeatureSet="ALL")
root = organizations.list_roots()["Roots"][0]["Id"]
organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
unit = organizations.create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]["Id"]
accounts = []
for number in range(5):
    begun = organizations.create_account(AccountName="member-%d" % number, Email="member-%d@example.org" % number)["CreateAccountStatus"]
    done = organizations.describe_create_account_status(CreateAccountRequestId=begun["Id"])["CreateAccountStatus"]
    organizations.move_account(AccountId=done["AccountId"], SourceParentId=root, DestinationParentId=unit)
    accounts.append(done["AccountId"])
found["account pages"] = pages(organizations, "list_accounts", "Accounts", 2)
found["accounts of the unit"] = pages(organizations, "list_accounts_for_parent", "Accounts", 2, ParentId=unit)

# Users, each with a policy, a key and a device that two codes enable.
users = {}
for name in ("break-glass-1", "break-glass-2", "ordinary"):
    arn = iam.create_user(UserName=name, Path="/people/")["User"]["Arn"]
    iam.get_waiter("user_exists").wait(UserName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 2})
    iam.put_user_policy(UserName=name, PolicyName="hop", PolicyDocument=document({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    users[name] = {"arn": arn, "keys": key, "serial": device["SerialNumber"], "seed": device["Base32StringSeed"]}
first = users["break-glass-1"]
now = move_clock(0)
found["enabled with wrong codes"] = asked(iam.enable_mfa_device, UserName="break-glass-1", SerialNumber=first["serial"], AuthenticationCode1="000000", AuthenticationCode2="000001")
for name, user in users.items():
    iam.enable_mfa_device(UserName=name, SerialNumber=user["serial"], AuthenticationCode1=code(user["seed"], now - 30), AuthenticationCode2=code(user["seed"], now))
found["devices"] = len(iam.list_mfa_devices(UserName="break-glass-1")["MFADevices"])
found["user pages"] = pages(iam, "list_users", "Users", 2, PathPrefix="/people/")

# The role in every account, through the role that the account came with.
trusted = document({"Effect": "Allow", "Principal": {"AWS": [users["break-glass-1"]["arn"], users["break-glass-2"]["arn"]]}, "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})
for account in accounts:
    inside = client("iam", sts.assume_role(RoleArn="arn:aws:iam::%s:role/OrganizationAccountAccessRole" % account, RoleSessionName="build")["Credentials"], REGION)
    inside.create_role(RoleName="BreakGlass", AssumeRolePolicyDocument=trusted)
    inside.get_waiter("role_exists").wait(RoleName="BreakGlass", WaiterConfig={"Delay": 1, "MaxAttempts": 2})
    inside.attach_role_policy(RoleName="BreakGlass", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
found["principals"] = len(inside.get_role(RoleName="BreakGlass")["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"])
own = iam.create_policy(PolicyName="own", PolicyDocument=document({"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}))["Policy"]["Arn"]
iam.get_waiter("policy_exists").wait(PolicyArn=own, WaiterConfig={"Delay": 1, "MaxAttempts": 2})
found["policy pages"] = sum(pages(iam, "list_policies", "Policies", 5, Scope="Local"))

# In an emergency: with MFA into every account; nobody else, and not without.
now = move_clock(60)
session = client("sts", first["keys"], REGION).get_session_token(SerialNumber=first["serial"], TokenCode=code(first["seed"], now))["Credentials"]
hop = client("sts", session, REGION)
roles = ["arn:aws:iam::%s:role/BreakGlass" % account for account in accounts]
entered = [asked(hop.assume_role, RoleArn=role, RoleSessionName="emergency") for role in roles]
found["entered"] = [answer["AssumedRoleUser"]["Arn"].split(":")[5] for answer in entered]
found["without mfa"] = asked(client("sts", first["keys"], REGION).assume_role, RoleArn=roles[0], RoleSessionName="emergency")
ordinary = users["ordinary"]
found["ordinary"] = asked(client("sts", ordinary["keys"], REGION).assume_role, RoleArn=roles[0], RoleSessionName="ordinary", SerialNumber=ordinary["serial"], TokenCode=code(ordinary["seed"], now))

# A guardrail that exempts nobody stops it, and says so.
policy = organizations.create_policy(Name="no-users", Description="", Type="SERVICE_CONTROL_POLICY", Content=document({"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}))["Policy"]["PolicySummary"]
organizations.attach_policy(PolicyId=policy["Id"], TargetId=unit)
emergency = client("iam", entered[0]["Credentials"], REGION)
found["guarded"] = asked(emergency.create_user, UserName="repair")
found["policy arn"] = policy["Arn"]
organizations.detach_policy(PolicyId=policy["Id"], TargetId=unit)
found["yielded"] = asked(emergency.create_user, UserName="repair")["User"]["UserName"]
found["malformed"] = asked(organizations.create_policy, Name="wrong", Description="", Type="SERVICE_CONTROL_POLICY", Content="{")

# What watches: logs, a filter, an alarm, a topic.
logs, cloudwatch, sns = (client(name, ADMINISTRATOR, REGION) for name in ("logs", "cloudwatch", "sns"))
for number in range(5):
    logs.create_log_group(logGroupName="/drill/%d" % number)
    sns.create_topic(Name="topic-%d" % number)
    cloudwatch.put_metric_alarm(AlarmName="alarm-%d" % number, Namespace="Drill", MetricName="Uses", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold", TreatMissingData="notBreaching")
cloudwatch.get_waiter("alarm_exists").wait(AlarmNames=["alarm-4"], WaiterConfig={"Delay": 1, "MaxAttempts": 2})
found["log group pages"] = pages(logs, "describe_log_groups", "logGroups", 2)
found["alarm pages"] = pages(cloudwatch, "describe_alarms", "MetricAlarms", 2)
found["topics"] = sum(len(page["Topics"]) for page in sns.get_paginator("list_topics").paginate())
logs.create_log_stream(logGroupName="/drill/0", logStreamName="one")
logs.put_metric_filter(logGroupName="/drill/0", filterName="uses", filterPattern='{ $.eventName = "AssumeRole" }', metricTransformations=[{"metricNamespace": "Drill", "metricName": "Uses", "metricValue": "1"}])
instant = int(move_clock(0) * 1000)
logs.put_log_events(logGroupName="/drill/0", logStreamName="one", logEvents=[{"timestamp": instant, "message": json.dumps({"eventName": name})} for name in ("AssumeRole", "GetUser")])
found["log events"] = [len(page["events"]) for page in logs.get_paginator("filter_log_events").paginate(logGroupName="/drill/0", PaginationConfig={"PageSize": 1})]
moment = datetime.fromtimestamp(instant / 1000, timezone.utc)
statistics = cloudwatch.get_metric_statistics(Namespace="Drill", MetricName="Uses", Statistics=["Sum"], Period=60, StartTime=datetime.fromtimestamp(instant / 1000 - 120, timezone.utc), EndTime=datetime.fromtimestamp(instant / 1000 + 120, timezone.utc))
found["counted"] = [point["Sum"] for point in statistics["Datapoints"]]
move_clock(180)
found["ringing"] = sorted({alarm["StateValue"] for alarm in cloudwatch.describe_alarms()["MetricAlarms"]})
found["history"] = len(cloudwatch.describe_alarm_history(AlarmName="alarm-0", HistoryItemType="StateUpdate", StartDate=moment.replace(year=moment.year - 1))["AlarmHistoryItems"]) > 0
move_clock(1800)
events = client("cloudtrail", ADMINISTRATOR, REGION).get_paginator("lookup_events").paginate(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateAccount"}], PaginationConfig={"PageSize": 2})
found["recorded"] = [len(page["Events"]) for page in events]
json.dump(found, sys.stdout)
