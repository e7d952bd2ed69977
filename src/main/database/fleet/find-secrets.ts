import type { Vault } from "../../vault/vault.ts";
import type { Database } from "../database.ts";
import { isNotNull } from "../drizzle.ts";
import { gatewayTokenContext } from "../gateways.ts";
import { agentTokenState } from "../schema/local-tables.ts";
import { gateways } from "../schema/record-tables.ts";

/** A shorter one may be a word of any text. */
const minGatewayTokenChars = 8;
/** 32 random bytes in base64url. */
const agentTokenChars = 43;
const namedToken = /(?:AUTH_TOKEN|X-Agent-Token)["'`*]*\s*[=:|]\s*["'`<]*[\w+/=-]{20,}/;

/**
 * Tells whether a text holds a secret: a gateway's token, an agent's token that was verified, or a line that gives one.
 * @param vault null if the key is not at hand: then only such lines are found
 * @throws FlightDeckError vault-key when a gateway's token is sealed under another key
 */
export function createSecretFinder(db: Database, vault: Vault | null): (text: string) => boolean {
  const sealed = db.orm
    .select({ id: gateways.id, token: gateways.token })
    .from(gateways)
    .where(isNotNull(gateways.token))
    .all();
  const tokens = sealed
    .flatMap(({ id, token }) => (vault && token ? [vault.open(token, gatewayTokenContext(id))] : []))
    .filter((token) => token.length >= minGatewayTokenChars);
  const states = db.orm.select({ fingerprint: agentTokenState.verifiedFingerprint }).from(agentTokenState).all();
  const fingerprints = new Set(states.map(({ fingerprint }) => fingerprint));
  const isAgentToken = (word: string) => vault !== null && fingerprints.has(vault.fingerprint(word));
  return (text) =>
    namedToken.test(text) || tokens.some((token) => text.includes(token)) || wordsOf(text).some(isAgentToken);
}

/** Everything in a text that is as long as an agent's token and has only its letters. */
function wordsOf(text: string): string[] {
  const runs = text.match(/[\w-]{43,}/g) ?? [];
  return runs.flatMap((run) =>
    Array.from({ length: run.length - agentTokenChars + 1 }, (_, start) => run.slice(start, start + agentTokenChars)),
  );
}
