"""Judges the refusals of well-formed requests: which of them could a schema have foretold?"""
import schemathesis

# A name has so many bytes at most; schemas count characters.
NAME_BYTES = 40


@schemathesis.check
def a_well_formed_request_is_understood(ctx, response, case):
    """What the description allows is refused for its form only where no schema can say why."""
    meta = case.meta
    is_well_formed = meta is not None and meta.generation.mode.is_positive
    if not is_well_formed or response.status_code != 400:
        return
    code = response.json().get("code")
    # What nobody sees is left to Unicode, which answer a reply needs to the case.
    is_foreseen = code in ("blank_text", "answers_missing")
    if not is_foreseen and not is_beyond_schemas(case):
        raise AssertionError(f"a request of the described form was refused by {code}: {response.text}")


def is_beyond_schemas(case):
    query = case.query or {}
    body = case.body if isinstance(case.body, dict) else {}
    # Only the service knows which cursors it gave; a time zone, the order of shifts and a form are rules over several values.
    if "cursor" in query or "cursor" in body or body.get("hours") or body.get("pre_chat"):
        return True
    if is_silent_close(body.get("auto_close")):
        return True
    if {"after", "before"} <= set(query) or is_no_list(query):
        return True
    # Which letters are small ones Unicode says.
    shown = body.get("filter") if isinstance(body.get("filter"), dict) else {}
    tags = [query.get("tag"), shown.get("tag"), *(body.get("add") or []), *(body.get("remove") or []), *(body.get("tags") or [])]
    if not all(tag.isascii() for tag in tags if isinstance(tag, str)):
        return True
    names = (body.get("name"), body.get("title"))
    return any(isinstance(name, str) and len(name.encode()) > NAME_BYTES for name in names)


def is_silent_close(auto_close):
    """Where customers are reminded, the reminder has words: a rule over two values."""
    return bool(auto_close) and auto_close.get("remind_after_hours", 0) > 0 and not auto_close.get("reminder")


def is_no_list(query):
    """`month` belongs to the closed cases, and `customer` stands alone."""
    chosen = set(query) & {"list", "month", "customer"}
    needs = {"list", "month"} if query.get("list") == "closed" else {"list"}
    return bool(chosen) and chosen != {"customer"} and chosen != needs
