import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { isWritten } from "../../../shared/plan-work.ts";
import { spellSize } from "../../../shared/spell-size.ts";
import { maxFileBytes } from "../../gateway/agent-files.ts";
import { isTooLarge, type ObservedFile } from "../model/observed-agent.ts";
import type { AgentPlan } from "./plan-agent.ts";

/**
 * Refuses an agent with a file that is too large: a file on the gateway that would be replaced or holds the agent's token,
 * because its content cannot be read and kept; or one of ours, because it could not be read back. A large file that is not
 * changed, such as an agent's own MEMORY, is allowed.
 * @throws FlightDeckError too-large
 */
export function refuseTooLarge(
  { scoped, files }: Pick<AgentPlan, "scoped" | "files">,
  tokenFile: ObservedFile | undefined,
): void {
  const { name } = scoped.agent;
  const replaced = files.find(({ action, observed }) => isWritten(action) && isTooLarge(observed))?.observed;
  const theirs = tokenFile && isTooLarge(tokenFile) ? tokenFile : replaced;
  if (theirs) {
    const { sizeBytes } = theirs.facts;
    throw new FlightDeckError(
      "too-large",
      `${theirs.name} of agent "${name}" on the gateway is ${sizeBytes === null ? "too large" : spellSize(sizeBytes)}; Flight Deck reads files of up to ${spellSize(maxFileBytes)}.`,
      hintsOf("too-large").shortenTheirs(theirs.name, scoped.workspace),
    );
  }
  for (const { name: fileName, write } of files) {
    const sizeBytes = Buffer.byteLength(write?.ours ?? "");
    if (sizeBytes <= maxFileBytes) continue;
    throw new FlightDeckError(
      "too-large",
      `${fileName} of agent "${name}" would be ${spellSize(sizeBytes)}, more than the ${spellSize(maxFileBytes)} that Flight Deck writes.`,
      hintsOf("too-large").shortenTemplate,
    );
  }
}
