// An independent verifier and issuer: Digital Bazaar's libraries behind lines of JSON.
//
// Each line on standard input is a request, each line on standard output its answer:
//   {"command": "verify", "credential", "documents", "at"?}  -> {"verified", "error"?}
//   {"command": "issue", "credential", "documents", "seed"}  -> {"credential"}, by eddsa-rdfc-2022
//   {"command": "issue", "credential", "documents", "cryptosuite", "key"} -> {"credential"}, with
//     `key` a Multikey {"publicKeyMultibase", "secretKeyMultibase"}
//   {"command": "bench", "what": "issue" | "verify", "credential", "documents", "seed", "count"}
//                                                            -> {"processor"}
// `documents` maps addresses to JSON: contexts and status lists. Nothing else can be loaded, and
// the network never is; did:key is the only method of identifiers.
import * as vc from '@digitalbazaar/vc';
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createInterface} from 'node:readline';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';

const SUITES = {
  'eddsa-rdfc-2022': {signs: cryptosuite, verifies: cryptosuite},
  'ecdsa-rdfc-2019': {signs: ecdsaRdfc, verifies: ecdsaRdfc},
  'eddsa-jcs-2022': {
    signs: eddsaJcs.createSignCryptosuite(), verifies: eddsaJcs.createVerifyCryptosuite()
  },
  'ecdsa-jcs-2019': {
    signs: ecdsaJcs.createSignCryptosuite(), verifies: ecdsaJcs.createVerifyCryptosuite()
  }
};
const MULTIKEY = 'https://w3id.org/security/multikey/v1';

function loaderOf(documents) {
  return async url => {
    const document = url.startsWith('did:key:') ? didKeyDocument(url) : documents[url];
    if(!document) {
      throw new Error(`there is no document ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}

function didKeyDocument(url) {
  const [controller, fragment] = url.split('#');
  const multibase = controller.slice('did:key:'.length);
  const method = {
    '@context': MULTIKEY,
    id: `${controller}#${multibase}`,
    type: 'Multikey',
    controller,
    publicKeyMultibase: multibase
  };
  return fragment ? method : {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY],
    id: controller,
    verificationMethod: [method],
    assertionMethod: [method.id]
  };
}

async function keyOf(seed) {
  const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex')});
  const {publicKeyMultibase} = await key.export({publicKey: true});
  key.controller = `did:key:${publicKeyMultibase}`;
  key.id = `${key.controller}#${publicKeyMultibase}`;
  return key;
}

async function keyFrom({publicKeyMultibase, secretKeyMultibase}) {
  const controller = `did:key:${publicKeyMultibase}`;
  const id = `${controller}#${publicKeyMultibase}`;
  const kind = publicKeyMultibase.startsWith('z6Mk') ? Ed25519Multikey : EcdsaMultikey;
  return kind.from({
    '@context': MULTIKEY, type: 'Multikey', id, controller, publicKeyMultibase, secretKeyMultibase
  });
}

// What a set bit means is left to the caller by their library: here, that it is revoked.
async function notSet(options) {
  const result = await checkStatus(options);
  if(result.verified && result.results.some(({status}) => status)) {
    return {verified: false, error: new Error('revoked')};
  }
  return result;
}

async function verify({credential, documents, at}) {
  const [proof] = [credential.proof].flat();
  const {verifies} = SUITES[proof?.cryptosuite] ?? SUITES['eddsa-rdfc-2022'];
  const result = await vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({cryptosuite: verifies}),
    documentLoader: loaderOf(documents),
    checkStatus: notSet,
    ...(at ? {now: new Date(at)} : {})
  });
  const errors = [
    result.error, ...(result.error?.errors ?? []), result.statusResult?.error
  ].filter(Boolean);
  const told = errors.map(error => error.message).join('; ');
  return {verified: result.verified, ...(told ? {error: told} : {})};
}

async function issue({credential, documents, seed, cryptosuite: name, key: multikey}, key) {
  const signer = (key ?? await (multikey ? keyFrom(multikey) : keyOf(seed))).signer();
  const {signs} = SUITES[name ?? 'eddsa-rdfc-2022'];
  const suite = new DataIntegrityProof({signer, cryptosuite: signs});
  const documentLoader = loaderOf(documents);
  return {credential: await vc.issue({credential, suite, documentLoader})};
}

async function bench(request) {
  const key = await keyOf(request.seed);
  const act = request.what === 'issue' ?
    () => issue({...request, credential: structuredClone(request.credential)}, key) :
    () => verify({...request, credential: structuredClone(request.credential)});
  const before = process.cpuUsage();
  for(let done = 0; done < request.count; done++) {
    const answer = await act();
    if(request.what === 'verify' && !answer.verified) {
      throw new Error(answer.error);
    }
  }
  const {user, system} = process.cpuUsage(before);
  return {processor: (user + system) / 1e6};
}

const COMMANDS = {verify, issue, bench};

for await (const line of createInterface({input: process.stdin})) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = await COMMANDS[request.command](request);
  } catch(error) {
    answer = {failed: String(error?.message ?? error)};
  }
  console.log(JSON.stringify(answer));
}
