"""Other people's bakers: openbadgeslib for Open Badges 3.0, openbadges-bakery for 2.0. Each command prints one line.

usage: bakery.py bake3|bake2 IMAGE TEXT OUT | unbake3|unbake2 IMAGE | verify IMAGE | jwt IMAGE OUT
"""
import pathlib
import sys

import openbadges_bakery
from openbadgeslib import baking, verify_badge
from openbadgeslib.ob3 import Achievement, Issuer, OB3Signer, OB3Verifier, OpenBadgeCredential
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

command, image, *rest = sys.argv[1:]
image = pathlib.Path(image)
is_png = image.suffix == '.png'


def bake3(text, out):
    """Open Badges 3.0; the text's first letter tells JSON from a compact JWS."""
    data, text = image.read_bytes(), pathlib.Path(text).read_text().strip()
    if is_png:
        done = baking.bake_png(data, text, keyword=baking.ITXT_KEYWORD_OB3)
    else:
        done = baking.bake_svg(data, text, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3,
                               as_text=text.startswith('{'))
    pathlib.Path(out).write_bytes(done)
    return out


def unbake3():
    extract = OB3Verifier.extract_token_from_png if is_png else OB3Verifier.extract_token_from_svg
    return extract(image.read_bytes())


def verify():
    result = verify_badge(image.read_bytes(), '3', resolve_did=True)
    return f'valid {result.proof_format}' if result.valid else f'refused: {result.reason}'


def jwt(out):
    """A badge signed and baked by the library alone; prints the token."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    achievement = Achievement('https://college.example/a/1', 'Baking', 'Bakes.', 'Bake something.')
    credential = OpenBadgeCredential(Issuer('https://college.example', 'College'), 'did:example:learner', achievement)
    signer = OB3Signer(pem, 'ES256')
    done = (signer.sign_into_png if is_png else signer.sign_into_svg)(credential, image.read_bytes())
    pathlib.Path(out).write_bytes(done)
    return (OB3Verifier.extract_token_from_png if is_png else OB3Verifier.extract_token_from_svg)(done)


def bake2(text, out):
    with image.open('rb') as file, open(out, 'wb+') as written:
        openbadges_bakery.bake(file, pathlib.Path(text).read_text().strip(), written)
    return out


def unbake2():
    with image.open('rb') as file:
        return openbadges_bakery.unbake(file)


print(locals()[command](*rest))
