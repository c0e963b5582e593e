"""Compares a local AWS with the service models that botocore has: argument 1 is its endpoint, argument 2 a service role.

Prints a line for each difference. Responses are looked at as they come, before any client has read them; requests are made
of the models' own constraints, each broken once, and the refusal must name the constraint.
"""
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

endpoint, role = sys.argv[1], sys.argv[2]
session = botocore.session.get_session()
models = {name: session.get_service_model(name) for name in ("bedrock", "bedrock-runtime")}
found = set()


def differs(operation, place, what):
    found.add(f"{operation} {place}: {what}")


def send(operation, members):
    """Makes a call as the model says; gives status and body."""
    model = operation.service_model
    shape = operation.input_shape
    path, query, body = operation.http["requestUri"], {}, {}
    for name, value in members.items():
        member = shape.members[name]
        place = member.serialization.get("locationName", name)
        location = member.serialization.get("location")
        if location == "uri":
            path = path.replace("{" + place + "}", urllib.parse.quote(str(value), safe=""))
        elif location == "querystring":
            query[place] = str(value)
        elif location != "header":
            body[place] = value
    payload = shape.serialization.get("payload")
    if payload and payload in members:
        body = members[payload]
    url = endpoint + path + ("?" + urllib.parse.urlencode(query) if query else "")
    has_body = operation.http["method"] in ("POST", "PATCH", "PUT")
    data = json.dumps(body).encode() if has_body else None
    request = AWSRequest(operation.http["method"], url, data=data, headers={"Content-Type": "application/json"})
    SigV4Auth(Credentials("any", "pair"), "bedrock", "us-west-2").add_auth(request)
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, dict(request.headers), method=operation.http["method"])) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


# Responses.

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def check(operation, place, shape, value):
    kind = shape.type_name
    if kind == "structure" and getattr(shape, "is_document_type", False):
        return
    if kind == "structure":
        if not isinstance(value, dict):
            return differs(operation, place, f"{type(value).__name__} instead of a structure")
        members = {m.serialization.get("locationName", n): (n, m) for n, m in shape.members.items()}
        for name in value.keys() - members.keys():
            differs(operation, f"{place}.{name}", "not in the model")
        for name, (plain, member) in members.items():
            if name in value:
                check(operation, f"{place}.{plain}", member, value[name])
            elif plain in shape.required_members and member.serialization.get("location") is None:
                differs(operation, f"{place}.{plain}", "required and missing")
    elif kind == "list":
        if not isinstance(value, list):
            return differs(operation, place, "no list")
        for item in value:
            check(operation, place + "[]", shape.member, item)
        bounds(operation, place, shape, len(value))
    elif kind == "map":
        for item in value.values():
            check(operation, place + "{}", shape.value, item)
    elif kind == "string":
        if not isinstance(value, str):
            return differs(operation, place, f"{type(value).__name__} instead of text")
        if shape.enum and value not in shape.enum:
            differs(operation, place, f"{value} is no value of the enumeration")
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern.replace("\\p{Z}", "\\s"), value):
            differs(operation, place, "does not match its pattern")
        bounds(operation, place, shape, len(value))
    elif kind == "timestamp":
        if not isinstance(value, str) or not TIME.fullmatch(value):
            differs(operation, place, "is no time of ISO 8601")
    elif kind in ("integer", "long"):
        if not isinstance(value, int) or isinstance(value, bool):
            return differs(operation, place, "is no whole number")
        bounds(operation, place, shape, value)
    elif kind in ("float", "double"):
        if not isinstance(value, (int, float)):
            differs(operation, place, "is no number")
    elif kind == "boolean" and not isinstance(value, bool):
        differs(operation, place, "is no flag")


def bounds(operation, place, shape, size):
    if size < shape.metadata.get("min", size) or size > shape.metadata.get("max", size):
        differs(operation, place, "is out of its bounds")


answered = set()


def call(name, service="bedrock", **members):
    operation = models[service].operation_model(name)
    status, headers, body = send(operation, members)
    expected = operation.http.get("responseCode", 200)
    if status != expected:
        raise AssertionError((name, status, body))
    answered.add(name)
    shape = operation.output_shape
    payload = shape.serialization.get("payload") if shape else None
    if shape and not payload:
        value = json.loads(body or b"{}")
        check(name, "", shape, value)
        return value
    return body


def clock(**body):
    urllib.request.urlopen(urllib.request.Request(endpoint + "/_local/clock", json.dumps(body).encode(), method="POST")).read()


haiku, llama = "anthropic.claude-3-haiku-20240307-v1:0:200k", "meta.llama3-3-70b-instruct-v1:0:128k"


def job(name, base, data, **more):
    return call(
        "CreateModelCustomizationJob",
        jobName=name,
        customModelName=name,
        roleArn=role,
        baseModelIdentifier=base,
        trainingDataConfig={"s3Uri": f"s3://data/{data}.jsonl"},
        outputDataConfig={"s3Uri": "s3://data/out"},
        hyperParameters={"epochCount": "1"},
        jobTags=[{"key": "a", "value": "b"}],
        **more,
    )["jobArn"]


def life():
    first = job("one", haiku, "training", validationDataConfig={"validators": [{"s3Uri": "s3://data/validation.jsonl"}]})
    second = job("two", llama, "llama")
    third = job("three", haiku, "nothing", vpcConfig={"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]})
    call("GetModelCustomizationJob", jobIdentifier=first)
    clock(advance="PT5M")
    fourth = job("four", haiku, "training")
    clock(advance="PT1M")
    call("StopModelCustomizationJob", jobIdentifier=fourth)
    call("GetModelCustomizationJob", jobIdentifier=fourth)
    call("ListModelCustomizationJobs")
    clock(advance="PT12H")
    for arn in (first, second, third, fourth):
        call("GetModelCustomizationJob", jobIdentifier=arn)
    call("ListModelCustomizationJobs", maxResults=2)
    model = call("GetCustomModel", modelIdentifier="one")["modelArn"]
    other = call("GetCustomModel", modelIdentifier="two")["modelArn"]
    call("ListCustomModels")
    serve(model, other)
    batch()
    ask()
    call("TagResource", resourceARN=model, tags=[{"key": "x", "value": "y"}])
    call("ListTagsForResource", resourceARN=model)
    call("UntagResource", resourceARN=model, tagKeys=["x"])
    call("DeleteCustomModel", modelIdentifier=model)
    for id in (haiku, haiku.removesuffix(":200k"), "arn:aws:bedrock:us-west-2::foundation-model/" + haiku):
        call("GetFoundationModel", modelIdentifier=id)
    call("ListFoundationModels")
    call("GetFoundationModelAvailability", modelId=haiku)


def serve(model, other):
    one = call("CreateProvisionedModelThroughput", provisionedModelName="one", modelId=model, modelUnits=1)["provisionedModelArn"]
    call("CreateProvisionedModelThroughput", provisionedModelName="two", modelId=haiku, modelUnits=1, commitmentDuration="OneMonth")
    call("GetProvisionedModelThroughput", provisionedModelId=one)
    clock(advance="PT1H")
    call("UpdateProvisionedModelThroughput", provisionedModelId=one, desiredModelId=haiku)
    for name in ("one", "two"):
        call("GetProvisionedModelThroughput", provisionedModelId=name)
    call("ListProvisionedModelThroughputs")
    call("DeleteProvisionedModelThroughput", provisionedModelId=one)
    deployment = call("CreateCustomModelDeployment", modelDeploymentName="d", modelArn=other, description="x")["customModelDeploymentArn"]
    call("GetCustomModelDeployment", customModelDeploymentIdentifier=deployment)
    clock(advance="PT1H")
    call("UpdateCustomModelDeployment", customModelDeploymentIdentifier="d", modelArn=other)
    call("GetCustomModelDeployment", customModelDeploymentIdentifier="d")
    clock(advance="PT1H")
    call("GetCustomModelDeployment", customModelDeploymentIdentifier="d")
    call("ListCustomModelDeployments")
    call("DeleteCustomModelDeployment", customModelDeploymentIdentifier="d")


def batch():
    def submit(name, data, **more):
        return call(
            "CreateModelInvocationJob",
            jobName=name,
            roleArn=role,
            modelId=haiku.removesuffix(":200k"),
            inputDataConfig={"s3InputDataConfig": {"s3Uri": f"s3://data/{data}.jsonl", "s3InputFormat": "JSONL"}},
            outputDataConfig={"s3OutputDataConfig": {"s3Uri": "s3://data/answers/"}},
            **more,
        )["jobArn"]

    jobs = [submit("whole", "batch", modelInvocationType="InvokeModel", timeoutDurationInHours=48), submit("none", "nothing"), submit("stopped", "batch")]
    call("StopModelInvocationJob", jobIdentifier=jobs[2])
    for _ in range(5):
        for arn in jobs:
            call("GetModelInvocationJob", jobIdentifier=arn)
        call("ListModelInvocationJobs")
        clock(advance="PT6M")


def ask():
    plain = haiku.removesuffix(":200k")
    messages = [{"role": "user", "content": [{"text": "What is the pier made of?"}]}]
    tools = {
        "tools": [{"toolSpec": {"name": "answer", "inputSchema": {"json": {"type": "object", "properties": {"a": {"type": "string"}}}}}}],
        "toolChoice": {"tool": {"name": "answer"}},
    }
    call("Converse", "bedrock-runtime", modelId=plain, messages=messages)
    call("Converse", "bedrock-runtime", modelId=plain, messages=messages, toolConfig=tools)
    call("Converse", "bedrock-runtime", modelId=plain, messages=messages, inferenceConfig={"maxTokens": 3})
    call("CountTokens", "bedrock-runtime", modelId=plain, input={"converse": {"messages": messages}})
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]}
    call("InvokeModel", "bedrock-runtime", modelId=plain, body=body)
    call("InvokeModelWithResponseStream", "bedrock-runtime", modelId=plain, body=body)
    call("ConverseStream", "bedrock-runtime", modelId=plain, messages=messages)


# Requests.

# What the local AWS does not have is refused, or not looked at, as a whole.
ABSENT = {
    "audio", "video", "searchResult", "guardContent", "cachePoint", "systemTool", "citations", "s3Location",
    "guardrailConfig", "outputConfig", "performanceConfig", "serviceTier", "customizationConfig", "invocationLogsConfig",
}
BADS = ("§", " ", "\n")


def sample(shape):
    """A value that satisfies a shape's bounds, if not its pattern: what else is wrong with a request is not looked at."""
    kind = shape.type_name
    if kind == "structure":
        return {name: sample(shape.members[name]) for name in shape.required_members}
    if kind == "list":
        return [sample(shape.member)] * max(1, shape.metadata.get("min", 1))
    if kind == "map":
        return {}
    if kind in ("integer", "long"):
        return shape.metadata.get("min", 1)
    if kind == "timestamp":
        return "2026-01-15T00:00:00Z"
    if kind == "boolean":
        return True
    if kind != "string" or getattr(shape, "is_document_type", False):
        return {}
    return shape.enum[0] if shape.enum else "x" * max(1, shape.metadata.get("min", 1))


def wrongs(shape, at=""):
    """Ways to break each constraint of a shape: a value for it, and the words that the refusal must have."""
    kind, meta = shape.type_name, shape.metadata
    if getattr(shape, "is_document_type", False) or at.split(".")[-1] in ABSENT:
        return
    tail = f"' at '{at}' failed to satisfy constraint: Member must "
    if kind == "structure":
        for name, member in shape.members.items():
            place = f"{at}.{name}" if at else name
            base = sample(shape)
            if name in shape.required_members and member.serialization.get("location") != "uri":
                yield {k: v for k, v in base.items() if k != name}, f"Value null at '{place}' failed to satisfy constraint: Member must not be null"
            for value, words in wrongs(member, place):
                yield {**base, name: value}, words
    elif kind == "list":
        for value, words in wrongs(shape.member, at + ".1.member"):
            yield [value] * max(1, meta.get("min", 1)), words
        if "max" in meta:
            yield [sample(shape.member)] * (meta["max"] + 1), f"at '{at}' failed to satisfy constraint: Member must have length less than or equal to {meta['max']}"
        if meta.get("min", 0) > 0:
            yield [], f"at '{at}' failed to satisfy constraint: Member must have length greater than or equal to {meta['min']}"
    elif kind == "string":
        if shape.enum:
            yield BADS[0], f"{BADS[0]}{tail}satisfy enum value set: [" + ", ".join(shape.enum) + "]"
        for bad in BADS:
            value = bad * max(1, meta.get("min", 1))
            if "pattern" in meta and not re.fullmatch(meta["pattern"], value):
                yield value, f"{tail}satisfy regular expression pattern: {meta['pattern']}"
                break
        if "max" in meta and meta["max"] <= 4096:
            yield "x" * (meta["max"] + 1), f"{tail}have length less than or equal to {meta['max']}"
        if meta.get("min", 0) > 0:
            yield "x" * (meta["min"] - 1), f"{tail}have length greater than or equal to {meta['min']}"
    elif kind in ("integer", "long"):
        if "max" in meta and meta["max"] < 2**31:
            yield meta["max"] + 1, f"{tail}have value less than or equal to {meta['max']}"
        if "min" in meta:
            yield meta["min"] - 1, f"{tail}have value greater than or equal to {meta['min']}"


def requests(service):
    """Every constraint of every operation's input, broken."""
    for name in sorted(answered):
        if name not in models[service].operation_names:
            continue
        operation = models[service].operation_model(name)
        for members, words in wrongs(operation.input_shape):
            if service == "bedrock-runtime" and "modelId" in members:
                members = {**members, "modelId": haiku.removesuffix(":200k")}
            blank = [n for n, m in operation.input_shape.members.items() if m.serialization.get("location") == "uri" and not members.get(n)]
            header = [n for n in members if operation.input_shape.members[n].serialization.get("location") == "header"]
            if blank or header:
                continue
            status, headers, body = send(operation, members)
            code = (headers.get("x-amzn-errortype") or "").split(":")[0]
            message = json.loads(body).get("message", "") if status >= 400 else ""
            if status != 400 or code != "ValidationException" or words not in message:
                place, constraint = re.search(r"at '(.*?)'.*?Member must (.*)", words, re.S).groups()
                differs(name, place, "does not refuse as the model does what must " + re.sub(" pattern: .*", " pattern", constraint))


life()
requests("bedrock")
requests("bedrock-runtime")
for difference in sorted(found):
    print(difference)
print("answered " + " ".join(sorted(answered)))
