// ecdsa-sd-2023 and bbs-2023, both ways with Digital Bazaar's library: derived proofs verified across, and base proofs derived from across.
import fs from 'node:fs';
import path from 'node:path';
import * as bbs from '@digitalbazaar/bbs-2023-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as ecdsa from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import jsigs from 'jsonld-signatures';
import {answer, documents, expect, folder, makeKey, read, run, written} from './suites.mjs';
import {loader} from './verifiers.mjs';

const {purposes: {AssertionProofPurpose}} = jsigs;
/** `headers`: how a proof value begins, of a derived proof and of a base proof. `every`: of the selections below, one in so many
 * is tried, and the last; a BBS proof takes Digital Bazaar's library seconds. */
const SUITES = [
  {name: 'ecdsa-sd-2023', kind: 'P-256', theirs: ecdsa, headers: [/^u2V0B/, 'u2V0A'], every: 1},
  {name: 'bbs-2023', kind: 'BLS12-381', theirs: bbs, headers: [/^u2V0D/, 'u2V0C'], every: 3},
];

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

const chosen = ({every}, selections) =>
  Object.entries(selections).filter((_, index, all) => index % every === every - 1 || index === all.length - 1);

const theirSuite = cryptosuite => new DataIntegrityProof({cryptosuite});
const common = {purpose: new AssertionProofPurpose(), documentLoader: loader('published')};

async function theirVerdict({theirs}, credential) {
  const result = await jsigs.verify(credential, {suite: theirSuite(theirs.createVerifyCryptosuite()), ...common});
  return {verified: result.verified, why: String(result.error?.errors?.[0] ?? result.error ?? '')};
}

const theirDerivation = ({theirs}, credential, selectivePointers) =>
  jsigs.derive(credential, {suite: theirSuite(theirs.createDiscloseCryptosuite({selectivePointers})), ...common});

function ourDerivation(_suite, credential, pointers) {
  return answer('derive', written(credential), ...pointers.flatMap(pointer => ['--reveal', pointer]));
}

function ourVerdict(credential) {
  const {stdout} = run('verify', written(credential));
  return JSON.parse(stdout).checks.filter(({code}) => ['proof', 'key'].includes(code)).map(({reason}) => reason).join(' ');
}

function ourBase({name}, badge, key) {
  const out = path.join(folder, 'base');
  const mandatory = MANDATORY.flatMap(pointer => ['--mandatory', pointer]);
  const {status, stderr} = run('issue', written(badge), '--suite', name, '--key', key.id, '--out', out, ...mandatory);
  expect(status, 0, stderr);
  return read(path.join(out, 'credential.json'));
}

async function theirBase({theirs}, badge, key) {
  const cryptosuite = theirs.createSignCryptosuite({mandatoryPointers: MANDATORY});
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
function tampered({headers: [derived, base]}, credential) {
  const copy = change => { const other = structuredClone(credential); change(other); return other; };
  return {
    'a changed statement': copy(other => { other.validFrom = '2001-01-01T00:00:00Z'; }),
    'a mandatory one removed': copy(other => { delete other.validFrom; }),
    'one added': copy(other => { other.credentialSubject.licenseNumber = 'more'; }),
    'a proof cut off': copy(other => { other.proof.proofValue = other.proof.proofValue.slice(0, -8); }),
    'the header of a base proof': copy(other => { other.proof.proofValue = other.proof.proofValue.replace(derived, base); }),
  };
}

async function bothAccept(suite, derived, what) {
  const them = await theirVerdict(suite, derived);
  expect(them.verified, true, `${what}, by Digital Bazaar: ${them.why}`);
  expect(ourVerdict(derived), 'signature_valid issuers_key', `${what}, by us`);
}

async function bothRefuse(suite, derived) {
  for (const [what, credential] of Object.entries(tampered(suite, derived))) {
    expect((await theirVerdict(suite, credential)).verified, false, `${what}, by Digital Bazaar`);
    expect(ourVerdict(credential).startsWith('signature_valid'), false, `${what}, by us`);
  }
}

/** A transcript of sixty courses, each with a proof of its own: what there is, again and again under new ids. */
function sixtyCourses(issuer) {
  const {transcript} = documents(issuer);
  const courses = transcript.credentialSubject.verifiableCredential;
  transcript.credentialSubject.verifiableCredential = Array.from({length: 60}, (_, index) => {
    const course = structuredClone(courses[index % courses.length]);
    const number = String(index).padStart(12, '0');
    return {...course, id: `urn:uuid:5f0c8a6e-3c53-8d1b-9c0e-${number}`, issuer: {...course.issuer, id: issuer}};
  });
  return transcript;
}

/** The transcript signed by an Ed25519 key, then without its outer proof, for another key to sign. */
function withSignedCourses(name) {
  const key = answer('keys', 'new', '--kind', 'Ed25519');
  const out = path.join(folder, 'courses');
  const {status, stderr} = run('issue', written(sixtyCourses(`did:key:${key.public}`)), '--key', key.id, '--out', out);
  expect(status, 0, `${name}: ${stderr}`);
  const {proof, ...transcript} = read(path.join(out, 'credential.json'));
  return transcript;
}

async function transcript(test, suite, ours) {
  await test(`${suite.name}: ours, sixty courses, derived by us, verified by both`, async () => {
    const whole = withSignedCourses(suite.name);
    whole.issuer = {...whole.issuer, id: `did:key:${ours.public}`};
    const base = ourBase(suite, whole, ours);
    const one = ourDerivation(suite, base, ['/credentialSubject/verifiableCredential/7']);
    expect(one.credentialSubject.verifiableCredential.length, 1, 'courses shown');
    await bothAccept(suite, one, 'a course');
    await bothRefuse(suite, one);
    const all = ourDerivation(suite, base, ['']);
    await bothAccept(suite, all, 'all of it');
    const changed = structuredClone(all);
    changed.credentialSubject.verifiableCredential[59].credentialSubject.achievement.name += 'x';
    expect((await theirVerdict(suite, changed)).verified, false, 'a changed course, by Digital Bazaar');
    expect(ourVerdict(changed).startsWith('signature_valid'), false, 'a changed course, by us');
  });
}

async function bothWays(test, suite) {
  const ours = answer('keys', 'new', '--kind', suite.kind);
  const theirs = await makeKey(suite.kind);
  const bases = {
    ours: ourBase(suite, withoutLists(documents(`did:key:${ours.public}`).badge), ours),
    theirs: await theirBase(suite, withoutLists(documents(theirs.controller).badge), theirs),
  };
  await test(`${suite.name}: ours with ordered lists, derived by us, verified by both; part of a list is refused`, async () => {
    const base = ourBase(suite, documents(`did:key:${ours.public}`).badge, ours);
    for (const [what, pointers] of chosen(suite, {...SELECTIONS, ...LISTS})) {
      await bothAccept(suite, ourDerivation(suite, base, pointers), what);
    }
    await bothRefuse(suite, ourDerivation(suite, base, LISTS['a list']));
    const part = '/credentialSubject/achievement/resultDescription/0/allowedValue/1';
    expect(run('derive', written(base), '--reveal', part).status, 1, 'part of a list');
  });
  const derivations = {us: ourDerivation, 'Digital Bazaar': theirDerivation};
  for (const [whose, base] of Object.entries(bases)) {
    for (const [by, derive] of Object.entries(derivations)) {
      await test(`${suite.name}: ${whose}, derived by ${by}, verified by both`, async () => {
        for (const [what, pointers] of chosen(suite, SELECTIONS)) {
          await bothAccept(suite, await derive(suite, base, pointers), what);
        }
        await bothRefuse(suite, await derive(suite, base, ['/name']));
      });
    }
    await test(`${suite.name}: ${whose}, a base proof is not for verifiers`, async () => {
      expect((await theirVerdict(suite, base)).verified, false, 'by Digital Bazaar');
      expect(ourVerdict(base).startsWith('base_proof'), true, `by us: ${ourVerdict(base)}`);
    });
  }
  await transcript(test, suite, ours);
}

export async function selectiveBothWays(test) {
  for (const suite of SUITES) await bothWays(test, suite);
}
