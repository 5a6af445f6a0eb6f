// ecdsa-sd-2023, both ways with Digital Bazaar's library: derived proofs verified across, and base proofs derived from across.
import fs from 'node:fs';
import path from 'node:path';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createDiscloseCryptosuite, createSignCryptosuite, createVerifyCryptosuite} from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import jsigs from 'jsonld-signatures';
import {answer, documents, expect, folder, makeKey, read, run, written} from './suites.mjs';
import {loader} from './verifiers.mjs';

const {purposes: {AssertionProofPurpose}} = jsigs;
const MANDATORY = ['/issuer', '/validFrom', '/credentialSubject/type'];
// Objects without ids, numbers and booleans. Digital Bazaar's compaction makes of an array of one its item, so a pointer through
// one is not taken by it. Nor is a document with an ordered list: it gives the list an id, which JSON-LD forbids.
const SELECTIONS = {
  'a name': ['/name'],
  'an object without an id': ['/credentialSubject/achievement/criteria'],
  'a fraction': ['/credentialSubject/achievement/creditsAvailable'],
  'identifiers with booleans': ['/credentialSubject/identifier'],
  'results, evidence and alignments': ['/credentialSubject/result', '/evidence', '/credentialSubject/achievement/alignment'],
  'all of it': ['/credentialSubject', '/name', '/description', '/evidence'],
};

const LISTS = {
  'a list': ['/credentialSubject/achievement/resultDescription/0/allowedValue'],
  'another list': ['/credentialSubject/achievement/resultDescription/1'],
  'an item of an array of one': ['/credentialSubject/achievement/otherIdentifier/0/identifierType'],
  'all of it': [''],
};

const theirSuite = cryptosuite => new DataIntegrityProof({cryptosuite});
const common = {purpose: new AssertionProofPurpose(), documentLoader: loader('published')};

async function theirVerdict(credential) {
  const result = await jsigs.verify(credential, {suite: theirSuite(createVerifyCryptosuite()), ...common});
  return {verified: result.verified, why: String(result.error?.errors?.[0] ?? result.error ?? '')};
}

const theirDerivation = (credential, selectivePointers) =>
  jsigs.derive(credential, {suite: theirSuite(createDiscloseCryptosuite({selectivePointers})), ...common});

function ourDerivation(credential, pointers) {
  return answer('derive', written(credential), ...pointers.flatMap(pointer => ['--reveal', pointer]));
}

function ourVerdict(credential) {
  const {stdout} = run('verify', written(credential));
  return JSON.parse(stdout).checks.filter(({code}) => ['proof', 'key'].includes(code)).map(({reason}) => reason).join(' ');
}

function ourBase(badge, key) {
  const out = path.join(folder, 'base');
  const mandatory = MANDATORY.flatMap(pointer => ['--mandatory', pointer]);
  const {status, stderr} = run('issue', written(badge), '--suite', 'ecdsa-sd-2023', '--key', key.id, '--out', out, ...mandatory);
  expect(status, 0, stderr);
  return read(path.join(out, 'credential.json'));
}

async function theirBase(badge, key) {
  const cryptosuite = createSignCryptosuite({mandatoryPointers: MANDATORY});
  return jsigs.sign(badge, {suite: new DataIntegrityProof({cryptosuite, signer: key.signer()}), ...common});
}

/** Without what Digital Bazaar's own signing stops at: ordered lists, and what it loses when it compacts
 * (a place's coordinates, credentials inside). */
function withoutLists(badge) {
  const dropped = value => { if (value && typeof value === 'object') { delete value.geo; delete value.endorsement; Object.values(value).forEach(dropped); } };
  dropped(badge);
  for (const description of badge.credentialSubject.achievement.resultDescription) delete description.allowedValue;
  return badge;
}

/** Copies of a derived credential that nobody may take. */
function tampered(credential) {
  const copy = change => { const other = structuredClone(credential); change(other); return other; };
  return {
    'a changed statement': copy(other => { other.validFrom = '2001-01-01T00:00:00Z'; }),
    'a mandatory one removed': copy(other => { delete other.validFrom; }),
    'one added': copy(other => { other.credentialSubject.licenseNumber = 'more'; }),
    'a proof cut off': copy(other => { other.proof.proofValue = other.proof.proofValue.slice(0, -8); }),
    'the header of a base proof': copy(other => { other.proof.proofValue = other.proof.proofValue.replace(/^u2V0B/, 'u2V0A'); }),
  };
}

async function bothAccept(derived, what) {
  const them = await theirVerdict(derived);
  expect(them.verified, true, `${what}, by Digital Bazaar: ${them.why}`);
  expect(ourVerdict(derived), 'signature_valid issuers_key', `${what}, by us`);
}

async function bothRefuse(derived) {
  for (const [what, credential] of Object.entries(tampered(derived))) {
    expect((await theirVerdict(credential)).verified, false, `${what}, by Digital Bazaar`);
    expect(ourVerdict(credential).startsWith('signature_valid'), false, `${what}, by us`);
  }
}

export async function selectiveBothWays(test) {
  const ours = answer('keys', 'new', '--kind', 'P-256');
  const theirs = await makeKey('P-256');
  const bases = {
    ours: ourBase(withoutLists(documents(`did:key:${ours.public}`).badge), ours),
    theirs: await theirBase(withoutLists(documents(theirs.controller).badge), theirs),
  };
  await test('ecdsa-sd-2023: ours with ordered lists, derived by us, verified by both; part of a list is refused', async () => {
    const base = ourBase(documents(`did:key:${ours.public}`).badge, ours);
    for (const [what, pointers] of Object.entries({...SELECTIONS, ...LISTS})) {
      await bothAccept(ourDerivation(base, pointers), what);
    }
    await bothRefuse(ourDerivation(base, LISTS['a list']));
    const part = '/credentialSubject/achievement/resultDescription/0/allowedValue/1';
    expect(run('derive', written(base), '--reveal', part).status, 1, 'part of a list');
  });
  const derivations = {us: ourDerivation, 'Digital Bazaar': theirDerivation};
  for (const [whose, base] of Object.entries(bases)) {
    for (const [by, derive] of Object.entries(derivations)) {
      await test(`ecdsa-sd-2023: ${whose}, derived by ${by}, verified by both`, async () => {
        for (const [what, pointers] of Object.entries(SELECTIONS)) {
          await bothAccept(await derive(base, pointers), what);
        }
        await bothRefuse(await derive(base, ['/name']));
      });
    }
    await test(`ecdsa-sd-2023: ${whose}, a base proof is not for verifiers`, async () => {
      expect((await theirVerdict(base)).verified, false, 'by Digital Bazaar');
      expect(ourVerdict(base).startsWith('base_proof'), true, `by us: ${ourVerdict(base)}`);
    });
  }
}
