"""Sends the REST API what its description allows and what it forbids, as a visitor, an agent and a lead.

usage: schemathesis.py SITE EXAMPLES FOLDER

SITE is the address of a local stack in memory, which gets filled with nonsense. EXAMPLES is how many requests an operation gets
from each person at most. Configurations and reports stay in FOLDER. The exit code is 1 where anything was found.
"""
import json
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

# The verifier and its challenge are those of RFC 7636, appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
BACK = "http://127.0.0.1:1/console/"
# It ends the sign-in of whoever calls it: everything behind it would be answered by 401.
LAST = "/visitors/revoke"
HOOKS = Path(__file__).with_name("schemathesis_hooks.py")


class Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: it carries the code."""

    def redirect_request(self, *_):
        return None


def post(url, document=None, form=None, token=None):
    """The answer to a POST: its headers and its JSON, if it is any."""
    body = urllib.parse.urlencode(form).encode() if form else json.dumps(document).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded" if form else "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, body, headers)
    try:
        answer = urllib.request.build_opener(Stay).open(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    text = answer.read()
    is_json = "json" in answer.headers.get("Content-Type", "")
    return answer.headers, json.loads(text) if is_json else None


def staff(site, person):
    """The ID token of one of the demo's staff, by the sign-in that a browser goes through."""
    asked = {"response_type": "code", "client_id": "firstline", "redirect_uri": BACK, "scope": "openid"}
    asked |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256", "person": person}
    headers, _ = post(f"{site}/oidc/authorize", form=asked)
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(headers["Location"]).query)["code"][0]
    exchange = {"grant_type": "authorization_code", "client_id": "firstline", "redirect_uri": BACK}
    exchange |= {"code": code, "code_verifier": VERIFIER}
    return post(f"{site}/oidc/token", form=exchange)[1]["id_token"]


def visitor(api):
    return post(f"{api}/visitors", {"store": "demo"})[1]["token"]


def things(api, customer, lead):
    """A case and an answer that are there, so that not every path leads nowhere."""
    opening = {"id": "opening-1", "store": "demo", "text": "Where is my parcel?"}
    case = post(f"{api}/cases", opening, token=customer)[1]["case"]
    new = {"id": "answer-1", "question": "Where is my parcel?", "text": "On its way."}
    answer = post(f"{api}/stores/demo/answers", new, token=lead)[1]["id"]
    return case, answer


def configuration(case, answer, examples):
    """What the tool can't read off the description. Well-formed requests may be refused: no schema says what stands in a log.
    Refusals for their form, 400, are judged by `schemathesis_hooks.py`. Links between operations are not guessed: the `id` of an acknowledgement is its
    command's, and no case's."""
    values = {"path.store": ["demo", "north"], "path.case": [case], "path.answer": [answer]}
    dictionaries = "".join(
        f"[dictionaries.{name.split('.')[1]}]\nvalues = {json.dumps(some)}\n" for name, some in values.items()
    )
    bindings = "".join(
        f'"{name}" = {{ dictionary = "{name.split(".")[1]}", probability = 0.8 }}\n' for name in values
    )
    return (
        f"hooks = {json.dumps(str(HOOKS))}\n"
        'headers = { Authorization = "Bearer ${FIRSTLINE_TOKEN}" }\n'
        f"{dictionaries}[parameters]\n{bindings}"
        f"[generation]\nmax-examples = {examples}\n"
        "[phases.stateful.inference]\nalgorithms = []\n"
        "[checks.positive_data_acceptance]\n"
        'expected-statuses = ["2xx", "400", "401", "403", "404", "409", "410", "413", "415", "429"]\n'
        # A text that is longer than its schema says is too large, which has a status of its own.
        "[checks.negative_data_rejection]\n"
        'expected-statuses = ["400", "401", "403", "404", "409", "410", "413", "415", "422", "429"]\n'
    )


def run(api, folder, name, token, choice):
    file = folder / f"{name}.toml"
    tool = Path(sys.executable).with_name("schemathesis")
    command = [tool, "--config-file", file, "run", f"{api}/openapi.json", "--checks", "all", "--seed", "1"]
    command += ["--continue-on-failure", "--suppress-health-check", "all", "--no-color", *choice]
    print(f"--- {name}: {' '.join(choice)}", flush=True)
    environment = {"FIRSTLINE_TOKEN": token, "PATH": str(tool.parent), "HOME": str(folder)}
    return subprocess.run(command, env=environment, cwd=folder).returncode


def main(site, examples, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with urllib.request.urlopen(f"{site}/config.json", timeout=30) as answer:
        api = json.load(answer)["api"]
    customer, lead = visitor(api), staff(site, "lea")
    case, answer = things(api, customer, lead)
    people = {"visitor": customer, "agent": staff(site, "ines"), "lead": lead}
    found = 0
    for choice in (["--exclude-path", LAST], ["--include-path", LAST]):
        for name, token in people.items():
            (folder / f"{name}.toml").write_text(configuration(case, answer, examples))
            found |= run(api, folder, name, token, choice)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/"), int(sys.argv[2]), sys.argv[3]))
