"""Compares what IAM, KMS and Service Quotas of a local AWS refuse with the constraints of the service models that botocore has.

Argument 1 is the endpoint. In a good request of every operation each constraint of the model is broken once; what is not refused
with the service's error for that, by a message that names the member, is printed, a line for each.
"""
import json
import sys
import urllib.request

import boto3
import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
config = Config(parameter_validation=False, retries={"max_attempts": 1})
iam = boto3.client("iam", config=config)
trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})
managed = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
request = urllib.request.Request(endpoint + "/_local/keys", b'{"region": "us-west-2", "alias": "mine"}', method="POST")
key = json.load(urllib.request.urlopen(request))["arn"]
role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
tag = [{"Key": "k", "Value": "v"}]

GOOD = {
    "iam": {
        "CreateRole": dict(RoleName="new", AssumeRolePolicyDocument=trust, Path="/a/", Description="d", MaxSessionDuration=3600, Tags=tag),
        "GetRole": dict(RoleName="r"),
        "ListRoles": dict(PathPrefix="/", MaxItems=5),
        "UpdateAssumeRolePolicy": dict(RoleName="r", PolicyDocument=trust),
        "TagRole": dict(RoleName="r", Tags=tag),
        "PutRolePolicy": dict(RoleName="r", PolicyName="p", PolicyDocument=policy),
        "GetRolePolicy": dict(RoleName="r", PolicyName="p"),
        "ListRolePolicies": dict(RoleName="r", MaxItems=5),
        "AttachRolePolicy": dict(RoleName="r", PolicyArn=managed),
        "ListAttachedRolePolicies": dict(RoleName="r", PathPrefix="/", MaxItems=5),
        "GetPolicy": dict(PolicyArn=managed),
        "GetPolicyVersion": dict(PolicyArn=managed, VersionId="v1"),
        "SimulatePrincipalPolicy": dict(
            PolicySourceArn=role,
            ActionNames=["s3:GetObject"],
            ResourceArns=["arn:aws:s3:::b/k"],
            PolicyInputList=[policy],
            ContextEntries=[{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["1.2.3.4"], "ContextKeyType": "ip"}],
        ),
        "DeleteRolePolicy": dict(RoleName="r", PolicyName="p"),
        "DetachRolePolicy": dict(RoleName="r", PolicyArn=managed),
        "DeleteRole": dict(RoleName="r"),
    },
    "kms": {"DescribeKey": dict(KeyId=key), "GetKeyPolicy": dict(KeyId=key, PolicyName="default")},
    "service-quotas": {
        "GetServiceQuota": dict(ServiceCode="bedrock", QuotaCode="L-BE77399C"),
        "ListServiceQuotas": dict(ServiceCode="bedrock", QuotaCode="L-BE77399C", QuotaAppliedAtLevel="ALL", MaxResults=5),
    },
}
REFUSAL = {"iam": "ValidationError", "kms": "ValidationException", "service-quotas": "IllegalArgumentException"}


def broken(shape, place):
    """What breaks a shape, each by the place, the bad value and why."""
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if name in shape.required_members:
                yield place + [name], None, "is missing"
            yield from broken(member, place + [name])
        return
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if shape.type_name == "string":
        if most:
            yield place, "a" * (most + 1), "is too long"
        if least:
            yield place, "a" * (least - 1), "is too short"
        if shape.metadata.get("pattern"):
            yield place, "\u20ac \u0001", "has another pattern"
        if shape.enum:
            yield place, "NOPE", "is none of the enumeration"
    elif shape.type_name == "integer":
        if most:
            yield place, most + 1, "is too large"
        if least:
            yield place, least - 1, "is too small"
    elif shape.type_name == "list":
        if most:
            item = "x" if shape.member.type_name == "string" else {"Key": "k", "Value": "v"}
            yield place, [item] * (most + 1), "has too many"
        yield from broken(shape.member, place + [0])


def put(members, place, value):
    *way, last = place
    for step, following in zip(way, way[1:] + [last]):
        if isinstance(step, int):
            members.extend([{}] * (step + 1 - len(members)))
            members = members[step]
        else:
            members = members.setdefault(step, [] if isinstance(following, int) else {})
    if value is None:
        members.pop(last, None)
    elif isinstance(last, int):
        members[last:] = [value]
    else:
        members[last] = value


session = botocore.session.get_session()
tried = 0
for service, operations in GOOD.items():
    model, client = session.get_service_model(service), boto3.client(service, config=config)
    for operation, good in operations.items():
        call = getattr(client, xform_name(operation))
        for place, value, why in broken(model.operation_model(operation).input_shape, []):
            tried += 1
            members = json.loads(json.dumps(good))
            put(members, place, value)
            named = f"{operation} {'.'.join(map(str, place))} {why}"
            try:
                call(**members)
                print(f"{named}: not refused")
            except ClientError as error:
                code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
                member = [step for step in place if isinstance(step, str)][-1].lower()
                if code != REFUSAL[service] or member not in message.lower():
                    print(f"{named}: {code}")
        call(**good)
print(f"tried {'many' if tried > 150 else tried}")
