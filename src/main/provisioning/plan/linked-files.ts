import type { FlightDeckError } from "../../../shared/errors.ts";
import { isWritten } from "../../../shared/plan-work.ts";
import type { Gateway } from "../../../shared/records.ts";
import { type ObservedFile, scratchName } from "../model/observed-agent.ts";
import { notPlainFile } from "../report/sync-errors.ts";
import type { AgentPlan } from "./plan-agent.ts";

/* Links and folders in the place of workspace files: gateways neither read nor write them, and list most of them as missing. */

/**
 * The files that would be made because they are listed as missing: only a read shows whether they are. Also the file with the
 * token, without which nothing may be minted.
 */
export function filesToProbe({ files }: AgentPlan, tokenFile: ObservedFile | undefined): string[] {
  const isListedMissing = ({ name, exists, refusal }: Omit<ObservedFile, "maskedContent">) =>
    !exists && refusal === undefined && name !== scratchName;
  const toMake = files.filter(({ action }) => isWritten(action)).map(({ observed }) => observed);
  const suspects = [...toMake, ...(tokenFile ? [tokenFile] : [])].filter(isListedMissing);
  return [...new Set(suspects.map(({ name }) => name))];
}

/** What to report of the files of a plan that the gateway does not write, by file name. */
export function refusedFiles(
  { name: gatewayName }: Gateway,
  { scoped, files }: AgentPlan,
): Map<string, FlightDeckError> {
  const { name: agentName } = scoped.agent;
  return new Map(
    files.flatMap(({ name, action, observed: { refusal } }) =>
      action === "blocked" && refusal !== undefined
        ? [[name, notPlainFile(gatewayName, agentName, name, refusal)] as const]
        : [],
    ),
  );
}

/** @throws FlightDeckError file-rejected if the file with the agent's token is no plain file */
export function refuseLinkedToken(
  { scoped }: Pick<AgentPlan, "scoped">,
  gateway: Gateway,
  tokenFile: ObservedFile | undefined,
): void {
  if (tokenFile?.refusal === undefined) return;
  throw notPlainFile(gateway.name, scoped.agent.name, tokenFile.name, tokenFile.refusal);
}
