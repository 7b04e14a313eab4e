"""Signs in by Authlib, unmodified, as a Flask or Django site does: two lines in, two lines out."""
import json
import sys

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken

issuer, client_id, client_secret, redirect_uri, method, email = sys.argv[1:7]
metadata = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
session = OAuth2Session(
    client_id,
    client_secret,
    scope="openid profile email",
    redirect_uri=redirect_uri,
    token_endpoint_auth_method=method,
    code_challenge_method="S256",
)
url, state = session.create_authorization_url(
    metadata["authorization_endpoint"], nonce="n-0S6_WzA2Mj", code_verifier="v" * 48
)
print(json.dumps({"url": url}), flush=True)

back = sys.stdin.readline().strip()
token = session.fetch_token(
    metadata["token_endpoint"], authorization_response=back, state=state, code_verifier="v" * 48
)
keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"], timeout=10).json())
claims = jwt.decode(
    token["id_token"],
    keys,
    claims_cls=CodeIDToken,
    claims_options={
        "iss": {"essential": True, "value": metadata["issuer"]},
        "aud": {"essential": True, "value": client_id},
        "email": {"essential": email != "none"},
    },
    claims_params={"nonce": "n-0S6_WzA2Mj", "client_id": client_id, "access_token": token["access_token"]},
)
claims.validate()
told = session.get(metadata["userinfo_endpoint"]).json()
print(json.dumps({"claims": dict(claims), "told": told}), flush=True)
