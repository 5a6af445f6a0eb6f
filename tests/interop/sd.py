"""Python's sd-jwt (OpenWallet Foundation): `sd.py ACTION` with a JSON object of parameters on stdin; the answer on stdout."""
import json
import sys

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier


def key(jwk):
    return JWK.from_json(json.dumps(jwk)) if jwk else None


def marked(value, pointers, at=""):
    """`value` with what `pointers` name wrapped as the library wants it."""
    if isinstance(value, dict):
        return {SDObj(name) if f"{at}/{name}" in pointers else name: marked(inner, pointers, f"{at}/{name}") for name, inner in value.items()}
    if isinstance(value, list):
        inner = [marked(element, pointers, f"{at}/{index}") for index, element in enumerate(value)]
        return [SDObj(element) if f"{at}/{index}" in pointers else element for index, element in enumerate(inner)]
    return value


def issue(claims, pointers, issuer, alg, header, decoys=False):
    claims = marked(claims, pointers)
    made = SDJWTIssuer(claims, key(issuer), sign_alg=alg, add_decoy_claims=decoys, extra_header_parameters=header)
    return made.sd_jwt_issuance


def present(token, show, holder=None, alg=None, audience=None, nonce=None):
    wallet = SDJWTHolder(token)
    wallet.create_presentation(show, nonce, audience, key(holder), alg)
    return wallet.sd_jwt_presentation


def verify(token, issuer, audience=None, nonce=None):
    try:
        return {"payload": SDJWTVerifier(token, lambda *_: key(issuer), audience, nonce).get_verified_payload()}
    except Exception as error:  # whatever it throws is its refusal
        return {"refused": f"{type(error).__name__}: {error}"}


print(json.dumps({"issue": issue, "present": present, "verify": verify}[sys.argv[1]](**json.load(sys.stdin))))
