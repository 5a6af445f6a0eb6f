"""Python's openbadgeslib: `vcjwt.py sign|verify` with a JSON object of parameters on stdin; the answer on stdout."""
import json
import sys

from openbadgeslib.ob3 import Achievement, Issuer, OB3Signer, OB3Verifier, OpenBadgeCredential


def sign(private, alg, issuer):
    achievement = Achievement(f"{issuer}/a/1", "Baking", "Bakes.", "Bake something.")
    return OB3Signer(private.encode(), alg).sign(OpenBadgeCredential(Issuer(issuer, "College"), "did:example:learner", achievement))


def verify(token, public):
    try:
        return {"name": OB3Verifier(public.encode()).verify(token).achievement.name}
    except Exception as error:  # whatever it throws is its refusal
        return {"refused": f"{type(error).__name__}: {error}"}


print(json.dumps({"sign": sign, "verify": verify}[sys.argv[1]](**json.load(sys.stdin))))
