import { isJsonObject } from "../../shared/is-json-object.ts";
import { cleanMessage, longestMessage } from "../vault/clean-message.ts";
import type { GatewayCallError } from "./failure.ts";

/**
 * Why a gateway refused a configuration patch.
 * - `invalid-value`: it does not accept a value; `issues` say where.
 * - `already-invalid`: its configuration is already invalid, so it accepts no change; `issues` say where.
 * - `include-owned`: the patch touches a part of the configuration that an `$include` keeps in another file.
 * - `missing-scope`: this device may not change the configuration.
 * - `stored-only`: it has stored the change, and applies it only when it restarts.
 */
export type RefusalReason =
  | "invalid-value"
  | "already-invalid"
  | "include-owned"
  | "missing-scope"
  | "stored-only"
  | "other";

/** A place in the configuration that the patch would have made, with the gateway's words about it. */
export type PatchIssue = { path: string; message: string };

export type PatchRefusal = {
  reason: RefusalReason;
  /** The gateway's message, without control characters and at most `longestMessage` characters. */
  message: string;
  issues: PatchIssue[];
};

const longestIssueMessage = 300;
/** More problems than these are found when the patch is sent again without the refused parts. */
const mostIssues = 1_000;

export function readPatchRefusal({ message, failure }: GatewayCallError): PatchRefusal {
  const details = isJsonObject(failure.details) ? failure.details : {};
  const issues = issuesIn(details.issues, message);
  return { reason: reasonOf(message, details.code, issues), message: cleanMessage(message, longestMessage), issues };
}

/** Gateways from 2026.8.1 to 2026.9.1 store the entry of an agent that was deleted before, and apply it when they restart. */
const storedOnly = /persisted but was not applied/i;
const includeOwned = /\$include-owned|CONFIG_INCLUDE_OWNERSHIP/;

function reasonOf(message: string, code: unknown, issues: PatchIssue[]): RefusalReason {
  if (code === "MISSING_SCOPE" || /^missing scope\b/i.test(message)) return "missing-scope";
  if (includeOwned.test(message)) return "include-owned";
  if (storedOnly.test(message)) return "stored-only";
  if (/\bbefore patching$/i.test(message)) return "already-invalid";
  return issues.length > 0 || /^invalid config\b/i.test(message) ? "invalid-value" : "other";
}

function issuesIn(issues: unknown, message: string): PatchIssue[] {
  const listed = Array.isArray(issues) ? issues.slice(0, mostIssues) : [];
  const read = listed.flatMap((issue): PatchIssue[] => {
    if (!isJsonObject(issue) || typeof issue.path !== "string") return [];
    const words = typeof issue.message === "string" ? issue.message : "";
    return [{ path: issue.path, message: cleanMessage(words, longestIssueMessage) }];
  });
  return read.length > 0 ? read : issuesInText(message);
}

/** The first problems of many, as a gateway's message names them: `invalid config: agents.list.4.name: …; …`. */
function issuesInText(message: string): PatchIssue[] {
  const [, text] = /^invalid config: (.*)$/is.exec(message.slice(0, 10_000)) ?? [];
  if (text === undefined) return [];
  return text.split("; ").flatMap((part): PatchIssue[] => {
    const [, path, words = ""] = /^(\S+?): (.*)$/s.exec(part) ?? [];
    return path ? [{ path, message: cleanMessage(words, longestIssueMessage) }] : [];
  });
}
