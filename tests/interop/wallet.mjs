// Wallets: one on the openid4vc-ts library, and plain requests that a story can spoil.
import crypto from 'node:crypto';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {clientAuthenticationAnonymous, HashAlgorithm} from '@openid4vc/oauth2';
import {Openid4vciClient} from '@openid4vc/openid4vci';
import {setGlobalConfig} from '@openid4vc/utils';
import * as jose from 'jose';

setGlobalConfig({allowInsecureUrls: true});
const PRE_AUTHORIZED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** A key a wallet proves, and the ways to name it. */
export class Key {
  static async make(alg = 'ES256') {
    const key = new Key();
    const {publicKey, privateKey} = await jose.generateKeyPair(alg, {extractable: true});
    const {kty, crv, x, y} = await jose.exportJWK(publicKey);
    Object.assign(key, {alg, privateKey, jwk: y ? {crv, kty, x, y} : {crv, kty, x}});
    // Members in this order: the form in which an issuer names the holder of a bare key.
    key.did = 'did:jwk:' + jose.base64url.encode(JSON.stringify(key.jwk));
    return key;
  }

  /** Its `did:key`, for an EdDSA key. */
  async didKey() {
    const {publicKeyMultibase} = await (await Ed25519Multikey.fromJwk({jwk: this.jwk})).export({publicKey: true});
    return `did:key:${publicKeyMultibase}`;
  }

  proof({nonce, audience}, naming = 'jwk') {
    const named = naming === 'jwk' ? {jwk: this.jwk} : {kid: `${this.did}#0`};
    return new jose.SignJWT({nonce}).setAudience(audience).setIssuedAt()
      .setProtectedHeader({typ: 'openid4vci-proof+jwt', alg: this.alg, ...named}).sign(this.privateKey);
  }
}

const callbacks = keys => ({
  clientAuthentication: clientAuthenticationAnonymous(),
  generateRandom: length => crypto.randomBytes(length),
  hash: (data, alg) => crypto.createHash(alg === HashAlgorithm.Sha256 ? 'sha256' : alg).update(data).digest(),
  fetch,
  signJwt: async (signer, {header, payload}) => {
    const key = keys.at(-1);
    const jwt = await new jose.SignJWT(payload).setProtectedHeader(header).sign(key.privateKey);
    return {jwt, signerJwk: key.jwk};
  },
  verifyJwt: async () => ({verified: false}),
  decryptJwe: async () => ({decrypted: false}),
  encryptJwe: async () => { throw new Error('nothing is encrypted here'); },
});

/**
 * Receives everything in an offer: `[{id, credential, holder}]`, notifying the issuer of each.
 * The key is named by `jwk`, or by a `kid` of `did:jwk` or (EdDSA) `did:key`.
 */
export async function receive(offerUri, {txCode, naming = 'jwk', alg = 'ES256'} = {}) {
  const keys = [];
  const client = new Openid4vciClient({callbacks: callbacks(keys)});
  const credentialOffer = await client.resolveCredentialOffer(offerUri);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const {accessTokenResponse} = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({credentialOffer, issuerMetadata, txCode});
  const accessToken = accessTokenResponse.access_token;
  const received = [];
  for (const id of credentialOffer.credential_configuration_ids) {
    if (!issuerMetadata.knownCredentialConfigurations[id]) throw new Error(`the library does not know the configuration ${id}`);
    const {c_nonce: nonce} = await client.requestNonce({issuerMetadata});
    const key = await Key.make(alg);
    keys.push(key);
    const holder = naming === 'did:key' ? await key.didKey() : key.did;
    const didUrl = naming === 'did:key' ? `${holder}#${holder.slice('did:key:'.length)}` : `${holder}#0`;
    const signer = naming === 'jwk' ? {method: 'jwk', publicJwk: key.jwk, alg} : {method: 'did', didUrl, alg};
    const {jwt} = await client.createCredentialRequestJwtProof({issuerMetadata, credentialConfigurationId: id, signer, nonce});
    const {credentialResponse} = await client.retrieveCredentials({issuerMetadata, credentialConfigurationId: id, accessToken, proofs: {jwt: [jwt]}});
    const notification = {notificationId: credentialResponse.notification_id, event: 'credential_accepted'};
    await client.sendNotification({issuerMetadata, accessToken, notification});
    received.push({id, credential: credentialResponse.credentials[0].credential, holder});
  }
  return received;
}

/** The protocol message by message. */
export class Plain {
  constructor(base) {
    this.issuer = `${base}/default`;
  }

  async offer(offerUri) {
    const uri = new URLSearchParams(offerUri.split('?')[1]).get('credential_offer_uri');
    const offer = await (await fetch(uri)).json();
    return {ids: offer.credential_configuration_ids, code: offer.grants[PRE_AUTHORIZED]['pre-authorized_code']};
  }

  redeem(code, txCode) {
    const form = new URLSearchParams({grant_type: PRE_AUTHORIZED, 'pre-authorized_code': code, ...(txCode && {tx_code: txCode})});
    return this.#send('token', {method: 'POST', body: form});
  }

  async nonce() {
    return (await this.#send('nonce', {method: 'POST'})).body.c_nonce;
  }

  credential(token, body) {
    const headers = {authorization: `Bearer ${token}`, 'content-type': 'application/json'};
    return this.#send('credential', {method: 'POST', headers, body: JSON.stringify(body)});
  }

  async #send(path, request) {
    const answer = await fetch(`${this.issuer}/${path}`, request);
    return {status: answer.status, body: await answer.json()};
  }
}
