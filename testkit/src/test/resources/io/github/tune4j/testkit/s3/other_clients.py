"""A script of calls whose results are checked here; the test checks that it comes to its end."""
import hashlib
import io
import os
import sys

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

folder = sys.argv[1]
s3 = boto3.client("s3")
iam = boto3.client("iam")


def refused(status, code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e.response
        assert e.response["ResponseMetadata"]["HTTPStatusCode"] == status, e.response
        return e
    raise AssertionError("not refused")


# Buckets.
s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
s3.get_waiter("bucket_exists").wait(Bucket="bucket")
assert s3.get_bucket_location(Bucket="bucket")["LocationConstraint"] == "us-west-2"
try:
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    raise AssertionError("not refused")
except s3.exceptions.BucketAlreadyOwnedByYou:
    pass
refused(400, "IllegalLocationConstraintException", s3.create_bucket, Bucket="elsewhere")

# A large file, up in parts and down in ranges.
up, down = os.path.join(folder, "up"), os.path.join(folder, "down")
with open(up, "wb") as f:
    f.write(os.urandom(13 * 1024 * 1024))
parts = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
s3.upload_file(up, "bucket", "large/日本 語+.bin", Config=parts, ExtraArgs={"Metadata": {"a": "1"}})
s3.download_file("bucket", "large/日本 語+.bin", down, Config=parts)
digest = [hashlib.sha256(open(path, "rb").read()).hexdigest() for path in (up, down)]
assert digest[0] == digest[1]
assert s3.head_object(Bucket="bucket", Key="large/日本 語+.bin")["Metadata"] == {"a": "1"}

# Small objects, in every way of checking them.
for algorithm in ("CRC32", "SHA1", "SHA256"):
    s3.put_object(Bucket="bucket", Key="small", Body=b"hello", ChecksumAlgorithm=algorithm)
    body = s3.get_object(Bucket="bucket", Key="small", ChecksumMode="ENABLED")
    assert body["Checksum" + algorithm] and body["Body"].read() == b"hello"
s3.put_object(Bucket="bucket", Key="stream", Body=io.BytesIO(b"x" * 100_000))
assert s3.get_object(Bucket="bucket", Key="stream", Range="bytes=5-9")["Body"].read() == b"xxxxx"
assert s3.get_object(Bucket="bucket", Key="stream", Range="bytes=5-9")["ContentRange"] == "bytes 5-9/100000"
s3.get_waiter("object_exists").wait(Bucket="bucket", Key="small")
s3.get_waiter("object_not_exists").wait(Bucket="bucket", Key="none")
refused(412, "PreconditionFailed", s3.put_object, Bucket="bucket", Key="small", Body=b"", IfNoneMatch="*")
refused(304, "304", s3.get_object, Bucket="bucket", Key="small", IfNoneMatch=s3.head_object(Bucket="bucket", Key="small")["ETag"])
refused(416, "InvalidRange", s3.get_object, Bucket="bucket", Key="small", Range="bytes=99-")
refused(404, "404", s3.head_object, Bucket="bucket", Key="none")
try:
    s3.get_object(Bucket="bucket", Key="none")
    raise AssertionError("not refused")
except s3.exceptions.NoSuchKey:
    pass
refused(405, "MethodNotAllowed", s3.get_bucket_versioning, Bucket="bucket")

# Pages.
for i in range(7):
    s3.put_object(Bucket="bucket", Key=f"page/{i} é", Body=b"")
pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="bucket", Prefix="page/", PaginationConfig={"PageSize": 3}))
assert len(pages) == 3
assert [o["Key"] for page in pages for o in page["Contents"]] == [f"page/{i} é" for i in range(7)]
older = list(s3.get_paginator("list_objects").paginate(Bucket="bucket", Delimiter="/", PaginationConfig={"PageSize": 1}))
assert [p["Prefix"] for page in older for p in page.get("CommonPrefixes", [])] == ["large/", "page/"]

# Another region than the bucket's.
east = boto3.client("s3", region_name="us-east-1")
east.create_bucket(Bucket="in-the-east")
assert east.get_bucket_location(Bucket="in-the-east")["LocationConstraint"] is None

# Removal.
keys = [{"Key": o["Key"]} for o in s3.list_objects_v2(Bucket="bucket")["Contents"]]
assert len(s3.delete_objects(Bucket="bucket", Delete={"Objects": keys})["Deleted"]) == len(keys)
s3.delete_bucket(Bucket="bucket")
s3.get_waiter("bucket_not_exists").wait(Bucket="bucket")
refused(404, "NoSuchBucket", s3.list_objects_v2, Bucket="bucket")

# Roles.
trust = '{"Statement":{"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},"Action":"sts:AssumeRole"}}'
role = iam.create_role(RoleName="tuner", AssumeRolePolicyDocument=trust, Tags=[{"Key": "a", "Value": "b"}])["Role"]
iam.get_waiter("role_exists").wait(RoleName="tuner")
assert role["AssumeRolePolicyDocument"]["Statement"]["Action"] == "sts:AssumeRole"
try:
    iam.create_role(RoleName="tuner", AssumeRolePolicyDocument=trust)
    raise AssertionError("not refused")
except iam.exceptions.EntityAlreadyExistsException:
    pass
iam.attach_role_policy(RoleName="tuner", PolicyArn="arn:aws:iam::aws:policy/AmazonS3FullAccess")
attached = iam.get_paginator("list_attached_role_policies").paginate(RoleName="tuner").build_full_result()
assert attached["AttachedPolicies"] == [{"PolicyName": "AmazonS3FullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3FullAccess"}]
try:
    iam.put_role_policy(RoleName="tuner", PolicyName="p", PolicyDocument="{")
    raise AssertionError("not refused")
except iam.exceptions.MalformedPolicyDocumentException:
    pass
try:
    iam.get_role(RoleName="none")
    raise AssertionError("not refused")
except iam.exceptions.NoSuchEntityException:
    pass
print("done")
