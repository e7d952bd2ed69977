import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { ownTemplateFieldOf } from "../../shared/own-template-files.ts";
import type { Agent } from "../../shared/records.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { readGateway } from "../database/gateways.ts";
import { keepTheirs } from "../database/written-files.ts";
import { dialectNamed } from "../gateway/dialects.ts";
import type { ProvisioningServices } from "../provisioning/model/provisioning-services.ts";
import { tokenPlaceholder } from "../provisioning/tokens/mask-token.ts";
import { scopeOf } from "./compare-agent-files.ts";
import type { FileOfAgent } from "./list-file-versions.ts";
import { readFileNow } from "./read-file-now.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

/** What a template engine would take for its own, and what a template folder normalizes. */
const notLiteral = /\{[{%#]|\r|^\ufeff/g;

/**
 * Makes what an agent's SOUL.md or IDENTITY.md has on its gateway the agent's own template, so that syncs write what it has now.
 * Nothing is written to the gateway.
 * @returns whether the template gives exactly this content; otherwise it lacks the white space at its ends, as every file does
 * @throws FlightDeckError not-found, bad-input, template-error; and as `GatewayConnection.call`
 */
export async function makeOwnTemplate(
  services: ProvisioningServices & RecordsServices,
  { agentId, fileName }: FileOfAgent,
  signal?: AbortSignal,
): Promise<{ isSame: boolean }> {
  const { database } = services;
  const agent = readAgent(database, agentId);
  const field = ownTemplateFieldOf(fileName);
  if (field === null) throw refusal(`${fileName} has no template of an agent's own.`);
  const theirs = await readFileNow(services, { agentId, fileName }, signal);
  if (theirs === null || theirs.trim() === "")
    throw refusal(`Agent "${agent.name}" has nothing in ${fileName} on its gateway.`);
  if (theirs.includes(tokenPlaceholder))
    throw refusal(`${fileName} of agent "${agent.name}" contains the agent's token.`);
  const template = theirs.replaceAll(notLiteral, (text) => `{{ ${JSON.stringify(text)} }}`);

  const ours = await render(services, { ...agent, [field]: template }, fileName);
  saveRecords(services, { tell: ["agents", "boards", "gateways"], forget: { agentIds: [agentId] } }, () => {
    updateAgent(database, agentId, { [field]: template });
    keepTheirs(database, agentId, fileName, null);
  });
  return { isSame: ours === theirs };
}

/** The file as a sync would write it; SOUL.md and IDENTITY.md are the same in every dialect. */
async function render(services: ProvisioningServices, agent: Agent, fileName: string): Promise<string> {
  const { forGateway } = await services.renderer.read(agent.gatewayId);
  const gateway = readGateway(services.database, agent.gatewayId);
  const files = await forGateway(gateway, null)(scopeOf(services, agent), dialectNamed(null));
  return files.find(({ name }) => name === fileName)?.maskedContent ?? "";
}

function refusal(message: string): FlightDeckError {
  return new FlightDeckError("bad-input", `${message} Nothing was changed.`, hintsOf("bad-input").ownTemplate);
}
