"""Breaks the glass with boto3 against a running emulator; prints one JSON object of what each step answered."""
import json
import sys
import time

from emulator import ADMINISTRATOR, READY, asked, client, code, long_term, move_clock


def role(account):
    return {"RoleArn": "arn:aws:iam::%s:role/break-glass/BreakGlass" % READY["accounts"][account], "RoleSessionName": "boto3"}


found = {}
user = READY["users"]["break-glass-1"]
sts = client("sts", long_term("break-glass-1"))
found["identity"] = asked(sts.get_caller_identity)["Arn"]
found["without mfa"] = asked(sts.assume_role, **role("payments-1"))
now = time.time()
proof = {"SerialNumber": user["mfaSerial"], "TokenCode": code(user["mfaSeed"], now)}
session = asked(sts.get_session_token, **proof)
found["code used twice"] = asked(sts.get_session_token, **proof)
found["wrong code"] = asked(sts.assume_role, **role("payments-1"), SerialNumber=user["mfaSerial"], TokenCode=code(user["mfaSeed"], now + 86_400))
hop = client("sts", session["Credentials"])
assumed = {name: asked(hop.assume_role, **role(name)) for name, _ in READY["accounts"].items()}
found["entered"] = sorted(name for name, answer in assumed.items() if "Credentials" in answer)
found["not entered"] = {name: answer["refused"] for name, answer in assumed.items() if "refused" in answer}
inside = client("iam", assumed["payments-1"]["Credentials"])
found["summary"] = asked(inside.get_account_summary)["SummaryMap"]["Roles"]
found["trust"] = asked(inside.get_role, RoleName="BreakGlass")["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
found["roles"] = [role["RoleName"] for page in inside.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 1}) for role in page["Roles"]]
found["missing role"] = asked(inside.get_role, RoleName="NoSuchRole")
found["not there"] = asked(inside.get_organizations_access_report, JobId="0" * 36)
organizations = client("organizations", ADMINISTRATOR)
found["accounts"] = len([account for page in organizations.get_paginator("list_accounts").paginate() for account in page["Accounts"]])
found["outsider"] = asked(client("sts", long_term("mallory")).assume_role, **role("payments-1"))
found["ordinary user"] = asked(client("sts", long_term("deployment")).assume_role, **role("payments-1"))
found["wrong secret"] = asked(client("sts", {**long_term("deployment"), "SecretAccessKey": "wrong"}).get_caller_identity)
move_clock(13 * 3600)
found["expired"] = asked(hop.get_caller_identity)
json.dump(found, sys.stdout)
