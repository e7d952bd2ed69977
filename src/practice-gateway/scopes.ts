import type { Profile } from "./profiles.ts";
import { invalidRequest, WireError } from "./wire.ts";

const readMethods = [
  "status",
  "agents.list",
  "agents.files.list",
  "agents.files.get",
  "agents.workspace.list",
  "agents.workspace.get",
  "config.get",
  "config.schema.lookup",
  "sessions.list",
  "cron.list",
];
const scopeByMethod = new Map([
  ...readMethods.map((method) => [method, "operator.read"] as const),
  ["chat.send", "operator.write"],
  ["device.pair.list", "operator.pairing"],
  ["device.pair.approve", "operator.pairing"],
]);
/** On current gateways a writer may label and delete sessions; older ones require an admin. */
const currentWriteMethods = new Set(["sessions.patch", "sessions.delete"]);

/** @throws WireError when the scopes of a connection do not cover a method; unknown methods require an admin */
export function checkScope(profile: Profile, scopes: readonly string[], method: string): void {
  if (method === "health" || scopes.includes("operator.admin")) return;
  const isCurrent = profile.dialect === "current";
  const needed =
    isCurrent && currentWriteMethods.has(method) ? "operator.write" : (scopeByMethod.get(method) ?? "operator.admin");
  if (scopes.includes(needed) || (needed === "operator.read" && scopes.includes("operator.write"))) return;
  const message = `missing scope: ${needed}`;
  if (!isCurrent) throw invalidRequest(message);
  const details = { code: "MISSING_SCOPE", missingScope: needed, requiredScopes: [needed] };
  throw new WireError({ code: "FORBIDDEN", message, details });
}
