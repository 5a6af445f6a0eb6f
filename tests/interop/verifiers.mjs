// Other people's verifiers, with nothing but loopback within reach.
import fs from 'node:fs';
import path from 'node:path';
import * as Bls12381Multikey from '@digitalbazaar/bls12-381-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as DidKey from '@digitalbazaar/did-method-key';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import jsigs from 'jsonld-signatures';

const here = new URL('.', import.meta.url).pathname;
export const shared = path.resolve(here, '../../../shared/data');
const isLoopback = url => /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url);
const json = file => JSON.parse(fs.readFileSync(file, 'utf8'));

/** The published contexts, or ours under the same URLs. */
function contexts(which) {
  if (which === 'ours') {
    const folder = path.resolve(here, '../../contexts');
    return new Map(Object.entries(json(path.join(folder, 'index.json'))).map(([url, file]) => [url, path.join(folder, file)]));
  }
  const folder = path.join(shared, 'contexts');
  return new Map(Object.entries(json(path.join(folder, 'MAP.json'))).map(([url, {file}]) => [url, path.join(folder, file)]));
}

const didKey = DidKey.driver();
didKey.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
for (const header of ['zDna', 'z82L']) didKey.use({multibaseMultikeyHeader: header, fromMultibase: EcdsaMultikey.from});

didKey.use({multibaseMultikeyHeader: 'zUC7', fromMultibase: Bls12381Multikey.from});

export function loader(which) {
  const known = contexts(which);
  return jsigs.extendContextLoader(async url => {
    const found = document => ({contextUrl: null, documentUrl: url, document});
    if (known.has(url)) return found(json(known.get(url)));
    if (url.startsWith('did:key:')) {
      const document = await didKey.get({url});
      return found(url.includes('#') ? {'@context': 'https://w3id.org/security/multikey/v1', ...document} : document);
    }
    if (isLoopback(url)) return found(await (await fetch(url)).json());
    throw new Error(`not within reach: ${url}`);
  });
}

const suite = () => new DataIntegrityProof({cryptosuite});

/** Digital Bazaar: `{verified, revoked, why}`; canonical bytes by the contexts named. */
export async function digitalBazaar(credential, which = 'published') {
  const documentLoader = loader(which);
  const status = options => checkStatus({...options, suite: suite(), documentLoader, verifyBitstringStatusListCredential: true});
  const result = await vc.verifyCredential({credential, suite: suite(), documentLoader, checkStatus: status});
  const revoked = (result.statusResult?.results ?? []).some(one => one.status ?? one.value);
  return {verified: result.verified, revoked, why: String(result.error?.errors?.[0] ?? result.error ?? '')};
}

/** A presentation by which a wallet proves its key (OpenID4VCI 1.0 appendix F.2). */
export async function diVpProof({challenge, domain}) {
  const key = await Ed25519Multikey.generate();
  const holder = `did:key:${key.publicKeyMultibase}`;
  Object.assign(key, {controller: holder, id: `${holder}#${key.publicKeyMultibase}`});
  const presentation = {'@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiablePresentation'], holder};
  const signing = new DataIntegrityProof({cryptosuite, signer: key.signer()});
  const proof = await vc.signPresentation({presentation, suite: signing, challenge, domain, documentLoader: loader('published')});
  return {holder, proof};
}

// DCC's verifier fetches schemas and contexts by itself: give it the published ones and nothing else.
const purl = 'https://purl.imsglobal.org/spec/';
const real = globalThis.fetch;
globalThis.fetch = async (input, options) => {
  const url = String(input.url ?? input);
  if (isLoopback(url)) return real(input, options);
  const known = contexts('published').get(url) ?? schemaFile(url);
  if (known) return new Response(fs.readFileSync(known), {headers: {'content-type': 'application/json'}});
  throw new TypeError(`not within reach: ${url}`);
};

function schemaFile(url) {
  const name = url.startsWith(purl) && url.includes('/schema/json/') && path.join(shared, 'schemas', path.basename(new URL(url).pathname));
  return name && fs.existsSync(name) ? name : undefined;
}

/** DCC verifier-core: the named steps of its log, `{valid_signature, revocation_status, …}`, and its schema verdicts. */
export async function dcc(credential) {
  const {verifyCredential} = await import('@digitalcredentials/verifier-core');
  const result = await verifyCredential({credential: structuredClone(credential), knownDIDRegistries: []});
  const steps = Object.fromEntries((result.log ?? []).map(step => [step.id, step.valid]));
  // For a transcript it knows no schema and answers a word instead of a list: `schemaFaults` holds it to the published one.
  const schemas = (result.additionalInformation ?? []).flatMap(({results}) => Array.isArray(results) ? results : []).map(one => one.result?.valid);
  return {...steps, schemas, why: JSON.stringify(result.errors ?? '')};
}

const ajv = addFormats(new Ajv({strict: false, allErrors: true}));
const compiled = {};

/** The faults of a value by the schema in a file; `change` makes another schema of it under another `name`. */
function faultsBy(name, value, file = name, change = schema => schema) {
  const validate = compiled[name] ??= ajv.compile(change(json(path.join(shared, 'schemas', file))));
  return validate(value) ? [] : validate.errors.map(error => `${error.instancePath} ${error.message}`);
}

const isClr = credential => credential.type.includes('ClrCredential');
const schemaOf = credential => isClr(credential) ? 'clr_v2p0_clrcredential_schema.json' : 'ob_v3p0_achievementcredential_schema.json';

/** Faults by the published schemas; none is good news. A transcript's children are held against the badge schema. */
export function schemaFaults(credential) {
  const children = isClr(credential) ? credential.credentialSubject.verifiableCredential.flatMap(schemaFaults) : [];
  return [...faultsBy(schemaOf(credential), credential), ...children];
}

/** Faults of a badge by the strict form of its schema, which wants arrays where one value may be meant. */
export const strictFaults = badge => faultsBy('ob_gh-pages/achievementcredential.json', badge);

/** The published schema in the words of data model 1.1: another first context, other names of the dates. */
function inOlderWords({$id, properties, required, ...schema}) {
  const {validFrom, validUntil, '@context': context, ...rest} = properties;
  const older = JSON.parse(JSON.stringify(context).replaceAll('https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/2018/credentials/v1'));
  const word = {validFrom: 'issuanceDate', validUntil: 'expirationDate'};
  return {
    ...schema, $id: `${$id}.older`, required: required.map(name => word[name] ?? name),
    properties: {...rest, '@context': older, issuanceDate: validFrom, expirationDate: validUntil, validFrom: false, validUntil: false},
  };
}

/** Faults of a credential of data model 1.1, by our own variant: 1EdTech's is not to be had. Children stay what they are. */
export function olderFaults(credential) {
  const children = isClr(credential) ? credential.credentialSubject.verifiableCredential.flatMap(schemaFaults) : [];
  return [...faultsBy(`older ${schemaOf(credential)}`, credential, schemaOf(credential), inOlderWords), ...children];
}
