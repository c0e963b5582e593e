#!/usr/bin/env python3
"""Times whole processes: ValidateDataset against AWS's public validator, ConvertDataset against a preprocess script.

Build first (mvn -B -q -DskipTests package), then for example

    python3 benchmarks/src/main/python/compare_data_tools.py \\
        --aws-validator CHECKOUT/custom-models/bedrock-fine-tuning/claude-haiku/DataValidation/data_validation.py \\
        --preprocess CHECKOUT/src/prepare/preprocess.py

The validator is that of the public repository aws-samples/amazon-bedrock-samples and needs pydantic; the preprocess
script is that of ren8k/aws-bedrock-claude3-fine-tuning. Neither is part of this repository. Inputs are made once and
kept in the work folder. All programs of a table run in turns, round by round, so that a slow minute of the machine
meets them all; the medians and their ratios are printed, with the highest resident memory.
"""
import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
CLASS_PATH = f"{ROOT}/examples/target/*{os.pathsep}{ROOT}/examples/target/lib/*"
PACKAGE = "io.github.tune4j"
MEGABYTE = 1_000_000

ENGLISH = "the model a value of each record is learned from data and then served when it passes its checks".split()
JAPANESE = ["基盤モデル", "を微調整", "します。", "データ", "の検証", "は、", "学習の前に", "行います", "。", "回答"]


def words(rng, size, japanese):
    """Ordinary text of about so many bytes, with a quote and a line end now and then."""
    parts, length = [], 0
    while length < size:
        part = rng.choice(JAPANESE) if japanese else rng.choice(ENGLISH) + " "
        if rng.random() < 0.01:
            part += '"x" \n'
        parts.append(part)
        length += len(part.encode())
    return "".join(parts).strip()


def record(rng, text_bytes):
    japanese = rng.random() < 0.5
    question, answer = words(rng, text_bytes // 3, japanese), words(rng, text_bytes * 2 // 3, japanese)
    return {
        "system": "Answer briefly.",
        "messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}],
    }


def make_lines(path, size, text_bytes):
    """Two thousand different lines, repeated up to the size."""
    rng = random.Random(7)
    lines = "".join(
        json.dumps(record(rng, text_bytes), ensure_ascii=False, separators=(", ", ": ")) + "\n"
        for _ in range(max(200, 400_000 // text_bytes))
    ).encode()
    with open(path, "wb") as out:
        while out.tell() < size:
            out.write(lines)


def make_pairs(path, size, text_bytes):
    """An array of questions and answers, indented, as a script would dump it."""
    rng = random.Random(7)
    records = [record(rng, text_bytes)["messages"] for _ in range(2000)]
    pairs = [{"question": turns[0]["content"], "answer": turns[1]["content"]} for turns in records]
    block = ",\n".join(json.dumps(pair, ensure_ascii=False, indent=2) for pair in pairs).encode()
    with open(path, "wb") as out:
        out.write(b"[\n" + block)
        while out.tell() < size:
            out.write(b",\n" + block)
        out.write(b"\n]\n")


def run(command):
    """Seconds from start to exit, and the peak resident memory in MiB."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{command} ended with {child.returncode}: {said[-500:]}")
    return seconds, usage.ru_maxrss / 1024


def table(title, programs, rounds):
    """Runs programs in turns; the first is the reference."""
    times = {name: [] for name in programs}
    memory = {name: 0.0 for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            seconds, peak = run(command)
            times[name].append(seconds)
            memory[name] = max(memory[name], peak)
    reference = statistics.median(next(iter(times.values())))
    print(f"\n{title}, median of {rounds} (min to max)")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(
            f"  {name:28} {median:8.3f} s ({min(taken):.3f} to {max(taken):.3f})"
            f"  {reference / median:6.1f} x  {memory[name]:5.0f} MiB",
            flush=True,
        )


def java(options, main, *arguments, class_path=CLASS_PATH):
    return ["java", *options, "-cp", class_path, main, *map(str, arguments)]


def validation(args, options):
    script = (
        "import sys, importlib.util as u; s = u.spec_from_file_location('v', sys.argv[1]); v = u.module_from_spec(s);"
        "s.loader.exec_module(v); v.validate_data(sys.argv[2])"
    )
    bare = os.pathsep.join([f"{ROOT}/benchmarks/target/classes", f"{ROOT}/examples/target/lib/*"])
    for kind, text_bytes in (("short", 100), ("wide", 20_000)):
        for megabytes in args.sizes:
            name = f"{kind}-{megabytes}"
            if args.only and name not in args.only:
                continue
            path = args.work / f"{name}.jsonl"
            if not path.exists():
                make_lines(path, megabytes * MEGABYTE, text_bytes)
            programs = {
                "AWS's validator": [sys.executable, "-c", script, args.aws_validator, path],
                "ValidateDataset --tokens aws": java(
                    options, f"{PACKAGE}.examples.ValidateDataset", "--training", path, "--tokens", "aws"),
                "ValidateDataset": java(options, f"{PACKAGE}.examples.ValidateDataset", "--training", path),
                "bare Jackson scan": java(options, f"{PACKAGE}.benchmarks.BareJacksonScan", path, class_path=bare),
            }
            table(f"Validation of {name} MB", programs, args.rounds)


def conversion(args, options):
    if args.only and "pairs-200" not in args.only:
        return
    path = args.work / "pairs-200.json"
    if not path.exists():
        make_pairs(path, 200 * MEGABYTE, 460)
    out = args.work / "converted.jsonl"
    programs = {
        "preprocess.py": [
            sys.executable, args.preprocess, "--input-file", path, "--output-file", out,
            "--system-prompt", "Answer briefly."],
        "ConvertDataset": java(
            options, f"{PACKAGE}.examples.ConvertDataset", "--input", path, "--output", out,
            "--system-prompt", "Answer briefly."),
    }
    table("Conversion of a JSON array of 200 MB", programs, args.rounds)
    out.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aws-validator", type=Path, help="data_validation.py of a checkout; left out: not compared")
    parser.add_argument("--preprocess", type=Path, help="preprocess.py of a checkout; left out: not compared")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir(), "tune4j-compare"), help="where the inputs are kept")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1000], help="megabytes of the validated files")
    parser.add_argument("--only", nargs="+", help="some tables only, such as short-200 wide-1000 pairs-200")
    parser.add_argument("--jvm", default="-Xmx64m", help="options of the JVM")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    options = args.jvm.split()
    if not args.aws_validator and not args.preprocess:
        parser.error("give --aws-validator, --preprocess or both")
    if args.aws_validator:
        validation(args, options)
    if args.preprocess:
        conversion(args, options)


if __name__ == "__main__":
    main()
