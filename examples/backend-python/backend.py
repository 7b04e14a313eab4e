"""A backend in another language: it believes Saoma's access tokens, and asks Saoma nothing but its public keys.

    python3 backend.py http://127.0.0.1:7080 shop 8000

Needs PyJWT with cryptography (Debian: python3-jwt python3-cryptography).
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt

ISSUER, AUDIENCE, PORT = sys.argv[1], sys.argv[2], int(sys.argv[3])
# Keeps the keys for five minutes, as long as Saoma publishes a new one before it signs with it.
KEYS = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json", lifespan=300)
last_missed = 0.0


def key_of(token):
    """The key that signed a token. A name that nobody knows makes us look again, but at most every ten seconds."""
    global last_missed
    kid = jwt.get_unverified_header(token).get("kid")
    known = {key.key_id: key for key in KEYS.get_signing_keys()}
    if kid not in known and time.monotonic() - last_missed > 10:
        last_missed = time.monotonic()
        known = {key.key_id: key for key in KEYS.get_signing_keys(refresh=True)}
    if kid not in known:
        raise jwt.InvalidTokenError("signed by no key of ours")
    return known[kid].key


def who_is(authorization):
    """The account of a bearer token; raises jwt.PyJWTError for anything that is not a live token of ours."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer":
        raise jwt.InvalidTokenError("no bearer token")
    header = jwt.get_unverified_header(token)
    if header.get("typ") != "at+jwt":
        raise jwt.InvalidTokenError("not an access token")
    return jwt.decode(
        token,
        key_of(token),
        algorithms=["EdDSA", "ES256"],
        issuer=ISSUER,
        audience=AUDIENCE,
        leeway=5,
        options={"require": ["exp", "iat", "sub", "sid"]},
    )


class Backend(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            claims = who_is(self.headers.get("Authorization"))
            self.answer(200, {"account": claims["sub"], "session": claims["sid"]})
        except (OSError, jwt.PyJWKClientError):
            self.answer(503, {"error": "the keys cannot be fetched at the moment"})
        except jwt.PyJWTError as error:
            self.answer(401, {"error": str(error)})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", PORT), Backend)
print(f"backend ready on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
