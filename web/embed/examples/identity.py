import base64, hashlib, hmac, json, os, sys, time


def firstline_token(secret, store, customer, name):
    """A token for the customer who is signed in. Make one for each page view: it ends after an hour."""
    now = int(time.time())
    encode = lambda part: base64.urlsafe_b64encode(part).rstrip(b"=")
    header = {"alg": "HS256", "typ": "JWT"}
    claims = {"aud": "firstline", "store": store, "sub": customer, "name": name, "iat": now, "exp": now + 3600}
    signed = b".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    signature = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + encode(signature)).decode()


# python3 identity.py customer-17 "Ada Fontaine"
print(firstline_token(os.environ["FIRSTLINE_SECRET"], "demo", *sys.argv[1:3]))
