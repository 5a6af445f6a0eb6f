// Every Data Integrity suite, both ways with Digital Bazaar's libraries: 1EdTech's complete badge (lists, booleans, fractional
// numbers, blank nodes) and a transcript.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as Bls12381Multikey from '@digitalbazaar/bls12-381-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import jsigs from 'jsonld-signatures';
import {tassel} from './demo.mjs';
import {loader, shared} from './verifiers.mjs';

const {purposes: {AssertionProofPurpose}} = jsigs;
const own = cryptosuite => ({sign: () => cryptosuite, verify: () => cryptosuite});
const both = ({createSignCryptosuite, createVerifyCryptosuite}) => ({sign: createSignCryptosuite, verify: createVerifyCryptosuite});

const SUITES = [
  {name: 'eddsa-rdfc-2022', kind: 'Ed25519', ...own(eddsaRdfc)},
  {name: 'eddsa-jcs-2022', kind: 'Ed25519', ...both(eddsaJcs)},
  {name: 'ecdsa-rdfc-2019', kind: 'P-256', ...own(ecdsaRdfc)},
  {name: 'ecdsa-rdfc-2019', kind: 'P-384', ...own(ecdsaRdfc)},
  {name: 'ecdsa-jcs-2019', kind: 'P-256', ...both(ecdsaJcs)},
  {name: 'ecdsa-jcs-2019', kind: 'P-384', ...both(ecdsaJcs)},
];

export const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tassel-suites-'));
process.on('exit', () => fs.rmSync(folder, {recursive: true, force: true}));
export const read = file => JSON.parse(fs.readFileSync(file, 'utf8'));

export function run(...words) {
  const {status, stdout, stderr} = spawnSync(tassel, ['--data', path.join(folder, 'data'), '--json', ...words], {encoding: 'utf8', maxBuffer: 1 << 26});
  return {status, stdout, stderr};
}

export function answer(...words) {
  const {status, stdout, stderr} = run(...words);
  if (status) throw new Error(`tassel ${words.join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}

export function written(credential) {
  const file = path.join(folder, 'credential.json');
  fs.writeFileSync(file, JSON.stringify(credential));
  return file;
}

/** The documents, without proofs, issued by `issuer`. */
export function documents(issuer) {
  const {proof, credentialSchema, credentialStatus, refreshService, ...badge} = read(path.join(shared, 'examples/validator-ob30/complete.json'));
  const {credentials} = answer('package', '--record', path.join(shared, 'lif/composed-3orgs/alan.json'), '--catalogue', 'demo');
  const transcript = credentials.at(-1);
  const issued = credential => ({...credential, issuer: {...(credential.issuer.id ? credential.issuer : {}), id: issuer}});
  transcript.credentialSubject.verifiableCredential = transcript.credentialSubject.verifiableCredential.map(issued);
  delete badge.endorsement;
  // The endorsements that stay name schemas of their own, which nobody has; what names one is not signed.
  const known = JSON.parse(JSON.stringify(badge, (name, value) => (name === 'credentialSchema' ? undefined : value)));
  return {badge: issued(known), transcript: issued(transcript)};
}

/** What Digital Bazaar says of the outer proof. */
async function theirs(credential, {verify}) {
  const suite = new DataIntegrityProof({cryptosuite: verify()});
  const result = await jsigs.verify(credential, {suite, purpose: new AssertionProofPurpose(), documentLoader: loader('published')});
  return {verified: result.verified, why: String(result.error?.errors?.[0] ?? result.error ?? '')};
}

function generate(kind) {
  if (kind === 'Ed25519') return Ed25519Multikey.generate();
  if (kind === 'BLS12-381') return Bls12381Multikey.generateBbsKeyPair({algorithm: Bls12381Multikey.ALGORITHMS.BBS_BLS12381_SHA256});
  return EcdsaMultikey.generate({curve: kind});
}

export async function makeKey(kind) {
  const key = await generate(kind);
  const controller = `did:key:${key.publicKeyMultibase}`;
  return Object.assign(key, {controller, id: `${controller}#${key.publicKeyMultibase}`});
}

/** A copy with one leaf changed: the last value of a list, which a processor that loses lists would not see. */
function changed(credential) {
  const copy = structuredClone(credential);
  const {resultDescription, name} = copy.credentialSubject.achievement ?? copy.credentialSubject.verifiableCredential[0].credentialSubject.achievement;
  const values = resultDescription?.find(({allowedValue}) => allowedValue)?.allowedValue;
  if (values) values[values.length - 1] += 'x';
  else copy.credentialSubject.id = `${copy.credentialSubject.id ?? 'urn:uuid:'}x${name.length}`;
  return copy;
}

export function expect(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`);
}

async function oursToThem(test, suite) {
  await test(`${suite.name} with ${suite.kind}: ours, verified by Digital Bazaar; a changed one is refused`, async () => {
    const key = answer('keys', 'new', '--kind', suite.kind);
    for (const [what, document] of Object.entries(documents(`did:key:${key.public}`))) {
      const out = path.join(folder, 'out');
      const {status, stderr} = run('issue', written(document), '--suite', suite.name, '--key', key.id, '--out', out);
      expect(status, 0, `${what}: ${stderr}`);
      const signed = read(path.join(out, 'credential.json'));
      const found = await theirs(signed, suite);
      expect(found.verified, true, `${what}: ${found.why}`);
      for (const child of signed.credentialSubject.verifiableCredential ?? []) {
        const inner = await theirs(child, suite);
        expect(inner.verified, true, `a child: ${inner.why}`);
      }
      expect((await theirs(changed(signed), suite)).verified, false, `${what}, changed`);
    }
  });
}

async function theirsToUs(test, {name, kind, suite}) {
  await test(`${name} with ${kind}: Digital Bazaar's, found genuine by us; a changed one is not`, async () => {
    const key = await makeKey(kind);
    const {badge} = documents(key.controller);
    if (name === 'Ed25519Signature2020') badge['@context'] = [...badge['@context'], 'https://w3id.org/security/suites/ed25519-2020/v1'];
    const signed = await jsigs.sign(badge, {suite: suite(key), purpose: new AssertionProofPurpose(), documentLoader: loader('published')});
    const proof = credential => {
      const {stdout} = run('verify', written(credential));
      return JSON.parse(stdout).checks.filter(({code}) => ['proof', 'key'].includes(code)).map(({reason}) => reason).join(' ');
    };
    expect(proof(signed), 'signature_valid issuers_key', 'our checks');
    expect(proof(changed(signed)), 'signature_invalid issuers_key', 'our checks of a changed one');
  });
}

export async function suitesBothWays(test) {
  for (const suite of SUITES) {
    await oursToThem(test, suite);
    const theirSuite = key => new DataIntegrityProof({cryptosuite: suite.sign(), signer: key.signer()});
    await theirsToUs(test, {name: suite.name, kind: suite.kind, suite: theirSuite});
  }
  await theirsToUs(test, {name: 'Ed25519Signature2020', kind: 'Ed25519', suite: key => new Ed25519Signature2020({signer: key.signer()})});
}
