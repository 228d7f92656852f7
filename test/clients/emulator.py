"""What the scripts of these tests share: boto3 clients of a running emulator, its clock, codes of MFA devices.

Standard input: the line that `breakglass-drill emulate` prints. Nothing is retried and nothing is caught but refusals.
"""
import base64
import hashlib
import hmac
import json
import struct
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

READY = json.load(sys.stdin)
ADMINISTRATOR = {"AccessKeyId": READY["administrator"]["accessKeyId"], "SecretAccessKey": READY["administrator"]["secretAccessKey"]}


def client(service, keys, region="eu-west-1"):
    return boto3.client(
        service,
        endpoint_url=READY["endpoint"],
        config=Config(retries={"total_max_attempts": 1}, region_name=region),
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys.get("SessionToken"),
    )


def long_term(name):
    user = READY["users"][name]
    return {"AccessKeyId": user["accessKeyId"], "SecretAccessKey": user["secretAccessKey"]}


def code(seed, moment):
    """RFC 6238, written out: the client must not depend on what it tests."""
    key = base64.b32decode(seed)
    digest = hmac.new(key, struct.pack(">Q", int(moment // 30)), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    return "%06d" % ((struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000)


def move_clock(seconds):
    """Moves the emulator's clock; gives its instant in seconds."""
    body = json.dumps({"advanceSeconds": seconds}).encode()
    request = urllib.request.Request(READY["control"] + "/clock", data=body, method="POST")
    with urllib.request.urlopen(request) as answer:
        return parse(json.load(answer)["now"])


def parse(instant):
    from datetime import datetime

    return datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()


def asked(call, **parameters):
    try:
        return call(**parameters)
    except ClientError as error:
        return {"refused": error.response["Error"]["Code"], "message": error.response["Error"]["Message"], "status": error.response["ResponseMetadata"]["HTTPStatusCode"]}
