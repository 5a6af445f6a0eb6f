// A worker around Digital Bazaar's libraries: the protocol of `protocol/src/lib.rs`, one JSON text a line.
import crypto from 'node:crypto';
import fs from 'node:fs';
import readline from 'node:readline';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as DidKey from '@digitalbazaar/did-method-key';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import {createDiscloseCryptosuite, createSignCryptosuite, createVerifyCryptosuite} from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import jsonld from 'jsonld';
import rdfCanonize from 'rdf-canonize';

const didKey = DidKey.driver();
didKey.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
didKey.use({multibaseMultikeyHeader: 'zDna', fromMultibase: EcdsaMultikey.from});

const lines = readline.createInterface({input: process.stdin, crlfDelay: Infinity})[Symbol.asyncIterator]();
const next = async () => JSON.parse((await lines.next()).value ?? process.exit(0));

const start = await next();
const contexts = new Map(Object.entries(start.contexts).map(([url, text]) => [url, JSON.parse(text)]));

/** Contexts are tagged `static`, which lets jsonld.js keep what it has processed. */
async function documentLoader(url) {
  const document = contexts.get(url);
  if (document) return {contextUrl: null, documentUrl: url, document, tag: 'static'};
  if (!url.startsWith('did:key:')) throw new Error(`not a context of this run: ${url}`);
  const found = await didKey.get({url});
  const multikey = {'@context': 'https://w3id.org/security/multikey/v1', ...found};
  return {contextUrl: null, documentUrl: url, document: url.includes('#') ? multikey : found};
}

async function ownKey({seed, verification_method: id}) {
  const secret = Buffer.from(seed, 'hex');
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]);
  const key = crypto.createPrivateKey({key: der, format: 'der', type: 'pkcs8'});
  const jwk = {...key.export({format: 'jwk'}), alg: 'EdDSA', key_ops: ['sign']};
  const pair = await Ed25519Multikey.fromJwk({jwk, secretKey: true});
  return Object.assign(pair, {id, controller: id.split('#')[0]});
}
const signer = (await ownKey(start)).signer();

async function p256Key({seed, p256_verification_method: id}) {
  const ecdh = crypto.createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from(seed, 'hex'));
  const [x, y] = [[1, 33], [33, 65]].map(([from, to]) => ecdh.getPublicKey().subarray(from, to).toString('base64url'));
  const jwk = {kty: 'EC', crv: 'P-256', x, y, d: ecdh.getPrivateKey().toString('base64url'), key_ops: ['sign']};
  return EcdsaMultikey.fromJwk({jwk, secretKey: true, id, controller: id.split('#')[0]});
}
const p256Signer = (await p256Key(start)).signer();
const toSignBase = createSignCryptosuite({mandatoryPointers: start.mandatory});
const toDerive = createDiscloseCryptosuite({selectivePointers: start.revealed});
const ofParts = createVerifyCryptosuite();

const canonical = text => jsonld.canonize(JSON.parse(text), {
  algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, base: null, documentLoader,
});

// It wants to be told of a status whenever a credential has one. That is not what is measured here.
const checkStatus = async () => ({verified: true});

async function verify(credential) {
  const inParts = credential.proof.cryptosuite === ofParts.name;
  const suite = new DataIntegrityProof({cryptosuite: inParts ? ofParts : cryptosuite});
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus});
  if (!result.verified) throw new Error(`does not hold: ${result.error?.errors?.[0] ?? result.error}`);
  return 'holds';
}

async function verifyAll(transcript) {
  await verify(transcript);
  for (const child of transcript.credentialSubject.verifiableCredential) await verify(child);
  return 'holds';
}

const works = {
  canonical: ({text}) => canonical(text),
  hash: async ({text}) => crypto.createHash('sha256').update(await canonical(text)).digest('hex'),
  async sign({text, created}) {
    const suite = new DataIntegrityProof({signer, date: created, cryptosuite});
    return JSON.stringify(await vc.issue({credential: JSON.parse(text), suite, documentLoader}));
  },
  async 'sign-base'({text, created}) {
    const suite = new DataIntegrityProof({signer: p256Signer, date: created, cryptosuite: toSignBase});
    return JSON.stringify(await vc.issue({credential: JSON.parse(text), suite, documentLoader}));
  },
  async derive({text}) {
    const suite = new DataIntegrityProof({cryptosuite: toDerive});
    return JSON.stringify(await vc.derive({verifiableCredential: JSON.parse(text), suite, documentLoader}));
  },
  verify: ({text}) => verify(JSON.parse(text)),
  'verify-all': ({text}) => verifyAll(JSON.parse(text)),
  nquads: ({text}) => rdfCanonize.canonize(text, {algorithm: 'RDFC-1.0', inputFormat: 'application/n-quads', format: 'application/n-quads'}),
};

/** A figure of /proc/self/status in kilobytes. */
const status = name => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);

async function answer({work, documents, results: wanted}) {
  const results = [];
  let fault = null;
  // Where it cannot be written the peak is that of the whole run: larger, never smaller.
  try {
    fs.writeFileSync('/proc/self/clear_refs', '5');
  } catch {}
  const held = status('VmRSS');
  const from = process.hrtime.bigint();
  try {
    if (!works[work]) throw new Error('not offered');
    for (const document of documents) {
      const result = await works[work](document);
      if (wanted) results.push(result);
    }
  } catch (error) {
    fault = String(error.message ?? error);
  }
  const nanoseconds = Number(process.hrtime.bigint() - from);
  return {nanoseconds, results: fault ? [] : results, fault, peak: status('VmHWM'), held};
}

for (;;) {
  const answered = await answer(await next());
  process.stdout.write(`${JSON.stringify(answered)}\n`);
}
