"""Breaks the glass with boto3 against a running emulator; prints one JSON object of what each step answered.

Standard input: the line that `breakglass-drill emulate` prints. Nothing is retried and nothing is caught but refusals.
"""
import base64
import hashlib
import hmac
import json
import struct
import sys
import time
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

READY = json.load(sys.stdin)
CONFIG = Config(retries={"total_max_attempts": 1}, region_name="eu-west-1")


def client(service, keys):
    return boto3.client(
        service,
        endpoint_url=READY["endpoint"],
        config=CONFIG,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys.get("SessionToken"),
    )


def long_term(name):
    user = READY["users"][name]
    return {"AccessKeyId": user["accessKeyId"], "SecretAccessKey": user["secretAccessKey"]}


def code(name, moment):
    """RFC 6238, written out: the client must not depend on what it tests."""
    key = base64.b32decode(READY["users"][name]["mfaSeed"])
    digest = hmac.new(key, struct.pack(">Q", int(moment // 30)), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    return "%06d" % ((struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000)


def move_clock(seconds):
    body = json.dumps({"advanceSeconds": seconds}).encode()
    request = urllib.request.Request(READY["control"] + "/clock", data=body, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["now"]


def asked(call, **parameters):
    try:
        return call(**parameters)
    except ClientError as error:
        return {"refused": error.response["Error"]["Code"], "message": error.response["Error"]["Message"], "status": error.response["ResponseMetadata"]["HTTPStatusCode"]}


def role(account):
    return {"RoleArn": "arn:aws:iam::%s:role/break-glass/BreakGlass" % READY["accounts"][account], "RoleSessionName": "boto3"}


found = {}
user = READY["users"]["break-glass-1"]
sts = client("sts", long_term("break-glass-1"))
found["identity"] = asked(sts.get_caller_identity)["Arn"]
found["without mfa"] = asked(sts.assume_role, **role("payments-1"))
now = time.time()
proof = {"SerialNumber": user["mfaSerial"], "TokenCode": code("break-glass-1", now)}
session = asked(sts.get_session_token, **proof)
found["code used twice"] = asked(sts.get_session_token, **proof)
found["wrong code"] = asked(sts.assume_role, **role("payments-1"), SerialNumber=user["mfaSerial"], TokenCode=code("break-glass-1", now + 86_400))
hop = client("sts", session["Credentials"])
assumed = {name: asked(hop.assume_role, **role(name)) for name, _ in READY["accounts"].items()}
found["entered"] = sorted(name for name, answer in assumed.items() if "Credentials" in answer)
found["not entered"] = {name: answer["refused"] for name, answer in assumed.items() if "refused" in answer}
inside = client("iam", assumed["payments-1"]["Credentials"])
found["summary"] = asked(inside.get_account_summary)["SummaryMap"]["Roles"]
found["trust"] = asked(inside.get_role, RoleName="BreakGlass")["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
found["roles"] = [role["RoleName"] for page in inside.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 1}) for role in page["Roles"]]
found["missing role"] = asked(inside.get_role, RoleName="NoSuchRole")
found["not there"] = asked(inside.get_service_last_accessed_details, JobId="0" * 36)
administrator = {"AccessKeyId": READY["administrator"]["accessKeyId"], "SecretAccessKey": READY["administrator"]["secretAccessKey"]}
organizations = client("organizations", administrator)
found["accounts"] = len([account for page in organizations.get_paginator("list_accounts").paginate() for account in page["Accounts"]])
found["outsider"] = asked(client("sts", long_term("mallory")).assume_role, **role("payments-1"))
found["ordinary user"] = asked(client("sts", long_term("deployment")).assume_role, **role("payments-1"))
found["wrong secret"] = asked(client("sts", {**long_term("deployment"), "SecretAccessKey": "wrong"}).get_caller_identity)
move_clock(13 * 3600)
found["expired"] = asked(hop.get_caller_identity)
json.dump(found, sys.stdout)
