"""Compares what S3, IAM, STS, KMS and Service Quotas of a local AWS answer with the service models that botocore has.

Argument 1 is the endpoint. Every operation is called once and its answer looked at as it came: elements that the model does
not know, values of another kind, and required members that are missing are printed, a line for each.
"""
import json
import sys
import urllib.request
import xml.etree.ElementTree as ElementTree

import boto3
from botocore.validate import ParamValidator

endpoint = sys.argv[1]
found, answered = set(), set()
validator = ParamValidator()
# What S3 and the query protocol wrap answers into.
FRAME = {"ResponseMetadata", "RequestId"}


def look(http_response, parsed, model, **_):
    if http_response.status_code >= 300:
        return
    answered.add(f"{model.service_model.service_name} {model.name}")
    shape = model.output_shape
    if shape is None:
        return
    given = {k: v for k, v in parsed.items() if k != "ResponseMetadata"}
    for line in validator.validate(given, shape).generate_report().splitlines():
        # boto3 itself makes files of bodies and dictionaries of policies.
        if "StreamingBody" not in line and not ("Document, value" in line and "<class 'dict'>" in line):
            found.add(f"{model.name}: {line}")
    body = http_response.content if "Body" not in given else b""
    if body.lstrip().startswith(b"<"):
        root = ElementTree.fromstring(body)
        result = next((child for child in root if plain(child.tag) == f"{model.name}Result"), root)
        elements(model.name, shape, result)
    elif body.strip():
        members(model.name, shape, json.loads(body))


def plain(tag):
    return tag.split("}")[-1]


def elements(place, shape, node):
    if shape.type_name == "structure":
        payload = shape.serialization.get("payload")
        if payload and shape.members[payload].type_name == "structure":
            return elements(place, shape.members[payload], node)
        known = {}
        for name, member in shape.members.items():
            flat = member.type_name == "list" and member.serialization.get("flattened")
            inner = member.member.serialization.get("name") if flat else None
            known[member.serialization.get("name", inner or name)] = member
        for child in node:
            name = plain(child.tag)
            if name in FRAME:
                continue
            if name not in known:
                found.add(f"{place}: {name} is not in the model")
                continue
            member = known[name]
            flat = member.type_name == "list" and member.serialization.get("flattened")
            elements(f"{place}.{name}", member.member if flat else member, child)
    elif shape.type_name == "list":
        wanted = shape.member.serialization.get("name", "member")
        for child in node:
            if plain(child.tag) != wanted:
                found.add(f"{place}: {plain(child.tag)} instead of {wanted}")
            elements(place + "[]", shape.member, child)
    elif shape.type_name == "string" and shape.enum and node.text not in shape.enum:
        found.add(f"{place}: {node.text} is no value of the enumeration")


def members(place, shape, value):
    if shape.type_name == "structure":
        for name, inner in value.items():
            if name in shape.members:
                members(f"{place}.{name}", shape.members[name], inner)
            else:
                found.add(f"{place}: {name} is not in the model")
    elif shape.type_name == "list":
        for inner in value:
            members(place + "[]", shape.member, inner)
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        found.add(f"{place}: {value} is no value of the enumeration")


def client(name):
    made = boto3.client(name)
    made.meta.events.register("after-call", look)
    return made


def iam_sts():
    iam = client("iam")
    trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})
    managed = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust, Description="d", Tags=[{"Key": "a", "Value": "b"}])["Role"]
    iam.update_assume_role_policy(RoleName="r", PolicyDocument=trust)
    iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=policy)
    iam.attach_role_policy(RoleName="r", PolicyArn=managed)
    iam.tag_role(RoleName="r", Tags=[{"Key": "c", "Value": "d"}])
    iam.get_role(RoleName="r")
    iam.list_roles()
    iam.get_role_policy(RoleName="r", PolicyName="p")
    iam.list_role_policies(RoleName="r")
    iam.list_attached_role_policies(RoleName="r")
    iam.get_policy(PolicyArn=managed)
    iam.get_policy_version(PolicyArn=managed, VersionId=iam.get_policy(PolicyArn=managed)["Policy"]["DefaultVersionId"])
    iam.simulate_principal_policy(PolicySourceArn=role["Arn"], ActionNames=["s3:GetObject", "s3:PutObject"], ResourceArns=["arn:aws:s3:::a/b"])
    iam.detach_role_policy(RoleName="r", PolicyArn=managed)
    iam.delete_role_policy(RoleName="r", PolicyName="p")
    iam.delete_role(RoleName="r")
    client("sts").get_caller_identity()


def kms_quotas():
    request = urllib.request.Request(endpoint + "/_local/keys", b'{"region": "us-west-2", "alias": "mine"}', method="POST")
    arn = json.load(urllib.request.urlopen(request))["arn"]
    kms = client("kms")
    kms.describe_key(KeyId=arn)
    kms.get_key_policy(KeyId=arn, PolicyName="default")
    quotas = client("service-quotas")
    for quota in quotas.list_service_quotas(ServiceCode="bedrock")["Quotas"][:3]:
        quotas.get_service_quota(ServiceCode="bedrock", QuotaCode=quota["QuotaCode"])


def s3_calls():
    s3 = client("s3")
    s3.create_bucket(Bucket="shapes", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    s3.head_bucket(Bucket="shapes")
    s3.list_buckets()
    s3.get_bucket_location(Bucket="shapes")
    s3.put_public_access_block(Bucket="shapes", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    s3.get_public_access_block(Bucket="shapes")
    rule = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    s3.put_bucket_encryption(Bucket="shapes", ServerSideEncryptionConfiguration=rule)
    s3.get_bucket_encryption(Bucket="shapes")
    s3.put_object(Bucket="shapes", Key="a/b", Body=b"hello", ChecksumAlgorithm="SHA256", Metadata={"x": "y"}, Tagging="t=1")
    s3.get_object(Bucket="shapes", Key="a/b", ChecksumMode="ENABLED")["Body"].read()
    s3.head_object(Bucket="shapes", Key="a/b", ChecksumMode="ENABLED")
    s3.copy_object(Bucket="shapes", Key="c", CopySource={"Bucket": "shapes", "Key": "a/b"})
    s3.list_objects_v2(Bucket="shapes", Delimiter="/", FetchOwner=True, MaxKeys=1)
    s3.list_objects(Bucket="shapes", Delimiter="/", MaxKeys=1)
    s3.put_object_tagging(Bucket="shapes", Key="c", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.get_object_tagging(Bucket="shapes", Key="c")
    s3.delete_object_tagging(Bucket="shapes", Key="c")
    place = {"Bucket": "shapes", "Key": "parts"}
    upload = s3.create_multipart_upload(**place)["UploadId"]
    part = s3.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"x" * (5 << 20))["ETag"]
    copied = s3.upload_part_copy(**place, UploadId=upload, PartNumber=2, CopySource={"Bucket": "shapes", "Key": "a/b"})
    s3.list_parts(**place, UploadId=upload)
    s3.list_multipart_uploads(Bucket="shapes")
    parts = [{"ETag": part, "PartNumber": 1}, {"ETag": copied["CopyPartResult"]["ETag"], "PartNumber": 2}]
    s3.complete_multipart_upload(**place, UploadId=upload, MultipartUpload={"Parts": parts})
    s3.abort_multipart_upload(**place, UploadId=s3.create_multipart_upload(**place)["UploadId"])
    s3.delete_object(Bucket="shapes", Key="parts")
    s3.delete_objects(Bucket="shapes", Delete={"Objects": [{"Key": "a/b"}, {"Key": "c"}]})
    s3.delete_bucket(Bucket="shapes")


iam_sts()
kms_quotas()
s3_calls()
for difference in sorted(found):
    print(difference)
print(f"answered {len(answered)} operations")
