"""Backs a table up, restores it, and has what is derived from its logs made anew. Needs Python 3 and nothing else; credentials come from the environment
(`eval "$(aws configure export-credentials --format env)"`).

usage: table.py export TABLE FILE      every row that is no view and no connection, one a line
       table.py import FILE TABLE      puts those that are not there; the stream makes the views anew
       table.py copy FROM TO           both at once, such as from a table that was restored beside
       table.py rebuild TABLE VIEWS [TRIAGE]
                                       has the function VIEWS throw away every view and make it anew from its log, and the
                                       function TRIAGE make what it has learned anew from logs and answers

AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL_LAMBDA name others than the region's own.
"""
import datetime
import hashlib
import hmac
import io
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
# Cases whose views are made anew in one run of the function, and how many runs go at once: chats go on meanwhile.
CASES = 25
RUNS = 4
TRIES = 8


class Service:
    """A service of AWS, by its API."""

    def __init__(self, name):
        self.service = name
        self.region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        own = f"https://{name}.{self.region}.amazonaws.com"
        self.endpoint = os.environ.get(f"AWS_ENDPOINT_URL_{name.upper()}", own).rstrip("/")

    def post(self, path, kind, body):
        """The answer to a request, tried again while that can help. KIND holds the headers that say what it is."""
        for tries in itertools.count(1):
            try:
                with urllib.request.urlopen(self.signed(path, kind, json.dumps(body).encode()), timeout=120) as answer:
                    if error := answer.headers.get("x-amz-function-error"):
                        raise urllib.error.HTTPError(answer.url, 500, error, answer.headers, io.BytesIO(answer.read()))
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                name = named(error)
                is_passing = error.code >= 500 or "Throttl" in name or "ThroughputExceeded" in name or error.code == 429
                if not is_passing or tries == TRIES:
                    raise urllib.error.HTTPError(error.url, error.code, f"{path}: {name}", error.headers, None) from error
            time.sleep(min(0.05 * 2**tries, 5))

    def signed(self, path, kind, body):
        """The request with Signature Version 4."""
        now = datetime.datetime.now(datetime.timezone.utc)
        headers = {
            **kind,
            "host": self.endpoint.split("//", 1)[1].split("/")[0],
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
        }
        if token := os.environ.get("AWS_SESSION_TOKEN"):
            headers["x-amz-security-token"] = token
        names = ";".join(sorted(headers))
        canonical = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        request = f"POST\n{path}\n\n{canonical}\n{names}\n{hashlib.sha256(body).hexdigest()}"
        scope = f"{now:%Y%m%d}/{self.region}/{self.service}/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{headers['x-amz-date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = f"AWS4{os.environ['AWS_SECRET_ACCESS_KEY']}".encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        credential = f"{os.environ['AWS_ACCESS_KEY_ID']}/{scope}"
        headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
        return urllib.request.Request(f"{self.endpoint}{path}", body, headers)


def named(error):
    """What a service calls its refusal. What stands before the service, such as a proxy, may have said anything."""
    try:
        said = json.loads(error.read() or b"{}")
        return said.get("__type", said.get("errorMessage", "")).rsplit("#", 1)[-1]
    except (ValueError, AttributeError):
        return error.reason


class Table:
    """A table, by its engine's API."""

    def __init__(self, name):
        self.name = name
        self.engine = Service("dynamodb")

    def rows(self, **only):
        """Every row, in the engine's order: a case's rows together, by their sort keys."""
        start = {}
        while start is not None:
            page = self.call("Scan", {"TableName": self.name, "ConsistentRead": True, **only, **start})
            yield from page["Items"]
            last = page.get("LastEvaluatedKey")
            start = {"ExclusiveStartKey": last} if last else None

    def cases(self):
        """Every case that has a row, a log or only a view."""
        keys = (row["pk"]["S"] for row in self.rows(ProjectionExpression="pk"))
        return (key.removeprefix("CASE#") for key, _ in itertools.groupby(keys) if key.startswith("CASE#"))

    def stores(self):
        """Every store that has answers or training examples."""
        keys = (row["pk"]["S"].partition("#") for row in self.rows(ProjectionExpression="pk"))
        return sorted({store for kind, _, store in keys if kind in ("ANSWER", "VERDICT")})

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
        kind = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"DynamoDB_20120810.{operation}"}
        return self.engine.post("/", kind, body)


def is_truth(row):
    """Whether a row is more than a view of others or a connection that is long gone."""
    pk, sk = row["pk"]["S"], row["sk"]["S"]
    # The sums of statistics go with the facts that they were made of: put alone, each case would be counted on top of them.
    is_view = sk.startswith("VIEW#") or pk.startswith(("DAY#", "FIND#", "LISTS#"))
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


def invoke(function, wanted):
    """How much of what is wanted a function has made anew."""
    path = f"/2015-03-31/functions/{function}/invocations"
    return Service("lambda").post(path, {"content-type": "application/json"}, {"rebuild": wanted})["rebuilt"]


def rebuild(table, views, triage):
    """Has every case's views made anew, many cases at once; then, if wished, what triage has learned."""
    cases = list(table.cases())
    parts = [cases[start : start + CASES] for start in range(0, len(cases), CASES)]
    with ThreadPoolExecutor(RUNS) as pool:
        rebuilt = sum(pool.map(lambda part: invoke(views, part), parts))
    print(f"the views of {rebuilt} cases of {table.name} are made anew, {len(cases) - rebuilt} without a log are gone")
    if not triage:
        return
    # One after another: questions are counted in the order of the cases, and every example is there before a snapshot is made.
    relearned = sum(invoke(triage, {"cases": part}) for part in parts)
    stores = table.stores()
    for store in stores:
        # Another learner may be at it for a moment.
        for tries in itertools.count(1):
            if invoke(triage, {"store": store}):
                break
            if tries == TRIES:
                sys.exit(f"table.py: triage of {store} is busy; run it again")
            time.sleep(tries)
    print(f"what triage has learned from {relearned} cases and the answers of {len(stores)} stores is made anew")


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
        case ["rebuild", name, views, *triage] if len(triage) < 2:
            rebuild(Table(name), views, *triage or [None])
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(f"table.py: {error}")
