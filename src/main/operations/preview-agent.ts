import { namedLimits } from "../../shared/injection-limits.ts";
import type { TemplatePreview } from "../../shared/views.ts";
import { readAgent } from "../database/agents.ts";
import { readGatewayNotes } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import { variablesOfGateway } from "../database/template-variables.ts";
import { isShown } from "../provisioning/model/observed-agent.ts";
import { checkInjectionLimits } from "../templates/check-injection-limits.ts";
import type { TemplateSet } from "../templates/template-set.ts";
import { lastKnownDialect, render, scopeOf } from "./compare-agent-files.ts";
import { hideTokens } from "./hide-tokens.ts";
import type { RouterServices } from "./operation-services.ts";

/**
 * An agent's files as the templates on disk render them now, with the gateway's limits.
 * @param draft instead of the templates on disk
 * @throws FlightDeckError not-found, template-error
 */
export async function previewAgent(
  services: RouterServices,
  agentId: string,
  draft?: TemplateSet,
): Promise<TemplatePreview> {
  const scoped = scopeOf(services, readAgent(services.database, agentId));
  const templates = await services.renderer.read(scoped.agent.gatewayId, draft && { set: draft, insteadOf: "all" });
  const rendered = await render(services, templates, scoped, lastKnownDialect(services, scoped.agent));
  const gateway = readGateway(services.database, scoped.agent.gatewayId);
  const known = readGatewayNotes(services.database)(gateway.id).injectionLimits;
  const named = namedLimits(gateway.name, known, scoped.key);
  // Counted with the token's placeholder, which is as long as a token.
  const files = rendered.map(({ name, maskedContent }) => ({
    name,
    content: hideTokens(maskedContent),
    chars: maskedContent.length,
  }));
  return {
    files,
    totalChars: files.filter(isShown).reduce((sum, { chars }) => sum + chars, 0),
    ...named,
    variables: variablesOfGateway(services.database, gateway)(scoped.isMain ? null : scoped.agent.boardId),
    warnings: checkInjectionLimits(
      rendered.filter(isShown).map(({ name, maskedContent }) => ({ name, content: maskedContent })),
      named,
    ),
  };
}
