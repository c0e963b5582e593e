"""A tuning life by boto3: argument 1 is the service role."""
import json
import sys
import time
import uuid

import boto3
from botocore.exceptions import ClientError

role = sys.argv[1]
bedrock = boto3.client("bedrock")
runtime = boto3.client("bedrock-runtime")
s3 = boto3.client("s3")
base = "anthropic.claude-3-haiku-20240307-v1:0:200k"


def wait(get, status, pending):
    until = time.time() + 60
    while get()[status] == pending and time.time() < until:
        time.sleep(0.05)
    return get()


def code(call):
    try:
        call()
    except ClientError as error:
        return type(error).__name__ + " " + str(error.response["ResponseMetadata"]["HTTPStatusCode"])
    return "no error"


assert bedrock.get_foundation_model(modelIdentifier=base)["modelDetails"]["modelLifecycle"]["status"] == "ACTIVE"
job = bedrock.create_model_customization_job(
    jobName="by-boto3",
    customModelName="by-boto3",
    roleArn=role,
    baseModelIdentifier=base,
    trainingDataConfig={"s3Uri": "s3://data/training.jsonl"},
    validationDataConfig={"validators": [{"s3Uri": "s3://data/validation.jsonl"}]},
    outputDataConfig={"s3Uri": "s3://data/boto3"},
    hyperParameters={"epochCount": "2"},
    clientRequestToken=str(uuid.uuid4()),
)["jobArn"]
done = wait(lambda: bedrock.get_model_customization_job(jobIdentifier=job), "status", "InProgress")
assert done["status"] == "Completed", done
assert done["statusDetails"]["trainingDetails"]["status"] == "Completed"
pages = bedrock.get_paginator("list_model_customization_jobs").paginate(maxResults=1)
assert [j["jobArn"] for page in pages for j in page["modelCustomizationJobSummaries"]] == [job]

throughput = bedrock.create_provisioned_model_throughput(
    provisionedModelName="by-boto3", modelId=done["outputModelArn"], modelUnits=1
)["provisionedModelArn"]
body = json.dumps(
    {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": "What does station 3 sell?"}],
    }
)
ready = wait(lambda: bedrock.get_provisioned_model_throughput(provisionedModelId=throughput), "status", "Creating")
assert ready["status"] == "InService", ready
answer = json.loads(runtime.invoke_model(modelId=throughput, body=body)["body"].read())
assert answer["content"][0]["text"] and answer["usage"]["output_tokens"] > 0, answer
events = runtime.converse_stream(
    modelId=throughput, messages=[{"role": "user", "content": [{"text": "What does station 3 sell?"}]}]
)["stream"]
assert [next(iter(event)) for event in events][-1] == "metadata"

assert code(lambda: bedrock.delete_custom_model(modelIdentifier="by-boto3")) == "ConflictException 400"
assert code(lambda: bedrock.get_custom_model(modelIdentifier="nobody")) == "ResourceNotFoundException 404"
assert code(lambda: bedrock.list_custom_models(maxResults=1001)) in ("ParamValidationError", "ValidationException 400")
bedrock.delete_provisioned_model_throughput(provisionedModelId=throughput)
bedrock.delete_custom_model(modelIdentifier="by-boto3")
assert code(lambda: bedrock.create_guardrail(name="g", blockedInputMessaging="x", blockedOutputsMessaging="x")).endswith("404")
print("done")
