"""Backs a table up and restores it. Needs Python 3 and nothing else; credentials come from the environment
(`eval "$(aws configure export-credentials --format env)"`).

usage: table.py export TABLE FILE      every row that is no view and no connection, one a line
       table.py import FILE TABLE      puts those that are not there; the stream makes the views anew
       table.py copy FROM TO           both at once, such as from a table that was restored beside

AWS_ENDPOINT_URL_DYNAMODB names another engine than the region's own.
"""
import datetime
import hashlib
import hmac
import itertools
import json
import os
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

# How many cases are written at once. One case's rows go one after another, as they were written: views go by the order.
AT_ONCE = 16
TRIES = 8


class Table:
    """A table, by its engine's API."""

    def __init__(self, name):
        self.name = name
        self.region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        own = f"https://dynamodb.{self.region}.amazonaws.com"
        self.endpoint = os.environ.get("AWS_ENDPOINT_URL_DYNAMODB", own)

    def rows(self):
        """Every row, in the engine's order: a case's rows together, by their sort keys."""
        start = {}
        while start is not None:
            page = self.call("Scan", {"TableName": self.name, "ConsistentRead": True, **start})
            yield from page["Items"]
            last = page.get("LastEvaluatedKey")
            start = {"ExclusiveStartKey": last} if last else None

    def put(self, row):
        """Writes a row unless one is there. Tells whether it did."""
        request = {"TableName": self.name, "Item": row, "ConditionExpression": "attribute_not_exists(pk)"}
        try:
            self.call("PutItem", request)
            return True
        except urllib.error.HTTPError as error:
            if "ConditionalCheckFailed" in error.reason:
                return False
            raise

    def call(self, operation, body):
        for tries in itertools.count(1):
            try:
                with urllib.request.urlopen(self.signed(operation, json.dumps(body).encode()), timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                kind = json.loads(error.read() or b"{}").get("__type", "").rsplit("#", 1)[-1]
                is_passing = error.code >= 500 or "Throttl" in kind or "ThroughputExceeded" in kind
                if not is_passing or tries == TRIES:
                    raise urllib.error.HTTPError(error.url, error.code, f"{operation}: {kind}", error.headers, None) from error
            time.sleep(min(0.05 * 2**tries, 5))

    def signed(self, operation, body):
        """The request with Signature Version 4."""
        now = datetime.datetime.now(datetime.timezone.utc)
        host = self.endpoint.split("//", 1)[1].rstrip("/")
        headers = {
            "content-type": "application/x-amz-json-1.0",
            "host": host,
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
            "x-amz-target": f"DynamoDB_20120810.{operation}",
        }
        if token := os.environ.get("AWS_SESSION_TOKEN"):
            headers["x-amz-security-token"] = token
        names = ";".join(sorted(headers))
        canonical = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        request = f"POST\n/\n\n{canonical}\n{names}\n{hashlib.sha256(body).hexdigest()}"
        scope = f"{now:%Y%m%d}/{self.region}/dynamodb/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{headers['x-amz-date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = f"AWS4{os.environ['AWS_SECRET_ACCESS_KEY']}".encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        credential = f"{os.environ['AWS_ACCESS_KEY_ID']}/{scope}"
        headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
        return urllib.request.Request(self.endpoint, body, headers)


def is_truth(row):
    """Whether a row is more than a view of others or a connection that is long gone."""
    pk, sk = row["pk"]["S"], row["sk"]["S"]
    is_view = sk.startswith("VIEW#")
    is_connection = pk.startswith("CONN#") or sk.startswith(("SUB#", "AGENT#"))
    return not is_view and not is_connection


def write(rows, table):
    """Puts rows, those of one partition in their order, several partitions at once."""
    partitions = {}
    for row in rows:
        partitions.setdefault(row["pk"]["S"], []).append(row)

    def one(partition):
        return sum(table.put(row) for row in sorted(partition, key=lambda row: row["sk"]["S"]))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        written = sum(pool.map(one, partitions.values()))
    total = sum(map(len, partitions.values()))
    print(f"{written} of {total} rows written to {table.name}, the others were there")


def main(arguments):
    match arguments:
        case ["export", name, file]:
            with open(file, "w", encoding="utf-8") as out:
                kept = [out.write(json.dumps(row) + "\n") for row in Table(name).rows() if is_truth(row)]
            print(f"{len(kept)} rows of {name} in {file}")
        case ["import", file, name]:
            with open(file, encoding="utf-8") as rows:
                write(map(json.loads, rows), Table(name))
        case ["copy", source, target]:
            write(filter(is_truth, Table(source).rows()), Table(target))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
