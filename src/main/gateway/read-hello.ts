import type { HelloOk } from "@openclaw/gateway-protocol/frame-guards";
import { isJsonObject } from "../../shared/is-json-object.ts";
import { cleanMessage } from "../vault/clean-message.ts";

const longestVersion = 100;

/** The gateway's answer to the handshake, with its version as plain text; null if something that is used is of a wrong type. Pure. */
export function readHello(answer: HelloOk): HelloOk | null {
  // The vendor's client does not look into the answer.
  const given: unknown = answer;
  if (!isJsonObject(given) || typeof given.protocol !== "number") return null;
  const { features, server, policy } = given;
  const methods = partOf(features, "methods");
  const version = partOf(server, "version");
  const maxPayload = partOf(policy, "maxPayload");
  if (methods !== undefined && !(Array.isArray(methods) && methods.every((name) => typeof name === "string")))
    return null;
  if (version !== undefined && typeof version !== "string") return null;
  if (maxPayload !== undefined && !(typeof maxPayload === "number" && maxPayload > 0)) return null;
  if (version === undefined) return answer;
  return { ...answer, server: { ...answer.server, version: cleanMessage(version, longestVersion) } };
}

/** A field of an optional part; a part that is no object counts as a field of a wrong type. */
function partOf(part: unknown, name: string): unknown {
  if (part === undefined || part === null) return undefined;
  return isJsonObject(part) ? part[name] : null;
}
