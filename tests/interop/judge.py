"""openbadgeslib as a judge: one JSON object a line on stdin, {"form": "ldp"|"jwt", "credential": …}; one line of answers each.

An answer is "ok", "unfit: …" for what the library does not take from anybody, or the library's refusal.
"""
import json
import sys

from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier, bundled_clr_contexts, resolve_verification_method
from openbadgeslib.ob3 import verify_data_integrity_proof
from openbadgeslib.ob3.ldp import MAX_LDP_DOCUMENT_BYTES


def badge(document):
    OB3LdpVerifier.for_issuer_did(document['issuer']['id']).verify(document)


def transcript(document):
    """The library knows a transcript's contexts and proof; a transcript's own form it does not read."""
    size = len(json.dumps(document, separators=(',', ':'), ensure_ascii=False).encode())
    if size > MAX_LDP_DOCUMENT_BYTES:
        return f'unfit: {size} bytes, and it takes {MAX_LDP_DOCUMENT_BYTES}'
    key = resolve_verification_method(document['proof']['verificationMethod'])
    verify_data_integrity_proof(document, key, extra_contexts=bundled_clr_contexts())
    return 'ok'


def token(compact, issuer):
    OB3Verifier.for_issuer_did(issuer).verify(compact)


def judge(form, credential, issuer=None):
    try:
        if form == 'jwt':
            token(credential, issuer)
        elif 'ClrCredential' in credential['type']:
            return transcript(credential)
        else:
            badge(credential)
        return 'ok'
    except Exception as error:  # whatever it throws is its refusal
        return f'{type(error).__name__}: {error}'


for line in sys.stdin:
    print(json.dumps(judge(**json.loads(line))), flush=True)
