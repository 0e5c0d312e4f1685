// An independent verifier: verifier-core of the Digital Credentials Consortium behind lines of JSON.
//
// Each line on standard input is {"credential"}, each line on standard output its answer:
//   {"verified", "error"?}
// The network never is asked: contexts are those that their loader carries, did:key is the only
// method of identifiers that resolves, and no registry of issuers is consulted.
import {createInterface} from 'node:readline';

globalThis.fetch = async url => {
  throw new Error(`NotFoundError: nobody asks the network for ${url}`);
};
console.log = () => {};  // the library reports there too; answers are written past it
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

// Whether the issuer is registered is another question.
const COUNTED = ['valid_signature', 'expiration', 'revocation_status'];

function judged({log = [], errors = []}) {
  const failed = log.filter(({id, valid}) => COUNTED.includes(id) && !valid).map(({id}) => id);
  const told = [...errors.map(({message}) => message), ...failed].join('; ');
  return {verified: log.length > 0 && !told, ...(told ? {error: told} : {})};
}

for await (const line of createInterface({input: process.stdin})) {
  const {credential} = JSON.parse(line);
  const answer = judged(await verifyCredential({credential, knownDIDRegistries: []}));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
