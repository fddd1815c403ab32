"""Deploys the template into ministack, an emulator that is not ours, with every role enforced.

usage: deploy.py BINARIES ISSUER [--before TEMPLATE] [--without ACTION]

BINARIES holds the functions' binaries (or, in a folder of each one's name, its bootstrap). ISSUER vouches for agents. With
--before an earlier version's template is deployed first and then updated. With --without an action is taken from every
statement, to see that it is missed. When all is up one line of JSON says where people come in, and where one reads which events
came over the bus; the end of standard input ends it.
"""
import argparse
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
from botocore.config import Config
from translate import sources, translated

REGION = "eu-central-1"
STACK = "firstline"
PATIENCE = 120
LOG = Path(__file__).resolve().parents[2] / "target" / "xtask" / "emulator.log"
STORES = [
    {"id": "demo", "name": "Demo Shop", "assigned_only": False, "origins": ["https://shop.example"]},
    {"id": "north", "name": "North Outfitters", "assigned_only": True},
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Emulator:
    """ministack as a process of its own."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # It unpacks every function of every update, half a gigabyte in all.
        self.folder = tempfile.mkdtemp(prefix="firstline-emulator-")
        LOG.parent.mkdir(parents=True, exist_ok=True)
        self.log = open(LOG, "wb")
        environment = {
            **os.environ,
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_HOST": "localhost",
            "MINISTACK_REGION": REGION,
            "TMPDIR": self.folder,
        }
        command = [sys.executable, "-m", "ministack"]
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log, start_new_session=True)
        self.wait()

    def wait(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=5).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"ministack ended; see {self.log.name}")
                time.sleep(0.1)
        sys.exit(f"ministack does not answer; see {self.log.name}")

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def stop(self):
        # Its functions are processes of its group.
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def archive(binaries, name):
    """A function's binary as Lambda takes it."""
    nested = binaries / name / "bootstrap"
    binary = nested if nested.exists() else binaries / name
    entry = zipfile.ZipInfo("bootstrap", (2020, 1, 1, 0, 0, 0))
    entry.external_attr = 0o755 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr(entry, binary.read_bytes())
    return buffer.getvalue()


class Relay:
    """Between clients and the emulator, which leaves out of its handshake the subprotocol that the function has chosen."""

    ADDED = b"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Protocol: firstline.v1\r\n"

    def __init__(self, port):
        self.target = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(self.target)
            threading.Thread(target=self.copy, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self.copy, args=(server, client, True), daemon=True).start()

    def copy(self, source, target, is_answer):
        try:
            while data := source.recv(65536):
                if is_answer and data.startswith(b"HTTP/1.1 101"):
                    data = self.ADDED + data.split(b"\r\n", 1)[1]
                is_answer = False
                target.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


class Listener:
    """A rule on the account's own bus, with a queue behind it. Whoever asks gets every event that came, as JSON."""

    def __init__(self, emulator):
        self.sqs = emulator.client("sqs")
        self.queue = self.sqs.create_queue(QueueName="heard")["QueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]
        events = emulator.client("events")
        events.put_rule(Name="all", EventPattern=json.dumps({"source": ["firstline"]}))
        events.put_targets(Rule="all", Targets=[{"Id": "queue", "Arn": attributes["QueueArn"]}])
        self.heard = []
        listener = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                body = json.dumps(listener.listen()).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def listen(self):
        while found := self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in found:
                self.heard.append(json.loads(message["Body"]))
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return self.heard


# What the emulator does not know. It answers on a socket's route without a response of the route.
UNKNOWN = (
    "AWS::ApiGatewayV2::IntegrationResponse",
    "AWS::ApiGatewayV2::RouteResponse",
    "AWS::Logs::QueryDefinition",
)


def is_known(resource):
    """Whether the emulator knows such a resource; it has no alarms over expressions either."""
    is_expression = resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]
    return not is_expression and resource["Type"] not in UNKNOWN


def prepared(path, emulator, without):
    """The translated template whose functions look for AWS in the emulator."""
    template = sources(path, "s3://code/{}.zip")
    known = {name: resource for name, resource in template["Resources"].items() if is_known(resource)}
    template["Resources"] = known
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    variables["AWS_ENDPOINT_URL_DYNAMODB"] = emulator.url
    variables["AWS_ENDPOINT_URL_EVENTBRIDGE"] = emulator.url
    variables["AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"] = {
        "Fn::Sub": f"{emulator.url}/_aws/execute-api/${{SocketApi}}/${{SocketStage}}"
    }
    for resource in template["Resources"].values():
        for policy in resource.get("Properties", {}).get("Policies", []) if resource["Type"].startswith("AWS::Serverless") else []:
            for statement in policy["Statement"]:
                statement = statement.get("Fn::If", [None, statement])[1]
                kept = [action for action in statement["Action"] if action != without]
                statement["Action"] = kept or ["none:Nothing"]
    return template, translated(template)


class Deployment:
    def __init__(self, emulator, binaries, issuer):
        self.emulator = emulator
        self.binaries = binaries
        self.issuer = issuer
        self.cloudformation = emulator.client("cloudformation")
        self.s3 = emulator.client("s3")
        self.s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})

    def upload(self, template):
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                name = re.search(r"([^/]+)\.zip$", resource["Properties"]["CodeUri"])[1]
                self.s3.put_object(Bucket="code", Key=f"{name}.zip", Body=archive(self.binaries, name))

    def parameters(self, template):
        wanted = {
            "SecretsFrom": "parameters",
            "VisitorKey": "k" * 43,
            "Stores": json.dumps(STORES),
            "CustomerSecrets": "{}",
            "OidcIssuer": self.issuer,
            "OidcAudience": "firstline",
            "Architecture": "x86_64",
            "OpeningHour": "8",
            "ClosingHour": "18",
            "EventBus": "default",
        }
        known = template["Parameters"]
        return [{"ParameterKey": name, "ParameterValue": value} for name, value in wanted.items() if name in known]

    def deploy(self, path, without=None):
        source, template = prepared(path, self.emulator, without)
        self.upload(source)
        body = json.dumps(template)
        self.s3.put_object(Bucket="code", Key="template.json", Body=body.encode())
        arguments = {
            "StackName": STACK,
            "TemplateURL": f"{self.emulator.url}/code/template.json",
            "Parameters": self.parameters(source),
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        }
        exists = any(stack["StackName"] == STACK for stack in self.cloudformation.describe_stacks()["Stacks"])
        (self.cloudformation.update_stack if exists else self.cloudformation.create_stack)(**arguments)
        return self.wait()

    def wait(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            stack = self.cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
            status = stack["StackStatus"]
            if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
                return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
            if not status.endswith("IN_PROGRESS"):
                self.explain(status)
            time.sleep(0.2)
        self.explain("nothing in time")

    def explain(self, status):
        events = self.cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
        reasons = [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason')}" for event in events if "FAILED" in event["ResourceStatus"]]
        sys.exit(f"the stack came to {status}\n" + "\n".join(reasons))

    def physical(self, logical):
        found = self.cloudformation.describe_stack_resource(StackName=STACK, LogicalResourceId=logical)
        return found["StackResourceDetail"]["PhysicalResourceId"]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binaries", type=Path)
    arguments.add_argument("issuer")
    arguments.add_argument("--before", type=Path)
    arguments.add_argument("--without")
    arguments = arguments.parse_args()
    template = Path(__file__).parent.parent / "template.yaml"
    # Whoever ends this ends the emulator too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    emulator = Emulator()
    try:
        listener = Listener(emulator)
        deployment = Deployment(emulator, arguments.binaries, arguments.issuer)
        earlier = None
        if arguments.before:
            deployment.deploy(arguments.before)
            earlier = deployment.physical("Table")
        outputs = deployment.deploy(template, arguments.without)
        table = deployment.physical("Table")
        if earlier not in (None, table):
            sys.exit(f"the update replaced the table {earlier} by {table}")
        path = "_aws/execute-api"
        doors = {
            "api": f"{emulator.url}/{path}/{deployment.physical('HttpApi')}/$default",
            "socket": f"ws://127.0.0.1:{Relay(emulator.port).port}/{path}/{deployment.physical('SocketApi')}/live",
            "events": listener.url,
            "log": emulator.log.name,
            "outputs": outputs,
        }
        print(json.dumps(doors), flush=True)
        sys.stdin.read()
    finally:
        emulator.stop()


if __name__ == "__main__":
    main()
