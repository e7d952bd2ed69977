import type { Gateway, User } from "../../shared/records.ts";
import type { Database } from "../database/open-database.ts";
import { findOwner, findUser } from "../database/owner.ts";
import { renderAgentFiles } from "../templates/render-agent-files.ts";
import { renderContext } from "../templates/render-context.ts";
import type { TemplateSet } from "../templates/template-set.ts";
import { mainSessionKey, sessionKeyOf } from "./identity.ts";
import { tokenPlaceholder } from "./mask-token.ts";
import type { RenderAgent } from "./run-context.ts";

/** Makes the files of agents from templates and records, with a placeholder where the token goes. */
export type AgentFileRenderer = {
  /** Which templates it renders with. */
  templatesSha256: string;
  /** Whom the files speak of as the user: the one asked for, else the organization's owner, else nobody. */
  userFor(gateway: Gateway, userId: string | null): User | null;
  forGateway(gateway: Gateway, userId: string | null): RenderAgent;
};

export type RendererOptions = { database: Database; templates: TemplateSet; baseUrl: string };

export function createRenderer({ database, templates, baseUrl }: RendererOptions): AgentFileRenderer {
  const userFor = (gateway: Gateway, userId: string | null) =>
    (userId === null ? findOwner(database, gateway.organizationId) : findUser(database, userId)) ?? null;
  return {
    templatesSha256: templates.version,
    userFor,
    forGateway(gateway, userId) {
      const user = userFor(gateway, userId);
      return async ({ agent, board, key, workspace, isMain }, dialect) => {
        const files = await renderAgentFiles({
          templates,
          dialect,
          role: isMain ? "main" : agent.isBoardLead ? "lead" : "worker",
          agent,
          context: renderContext({
            gateway,
            board,
            agent,
            user,
            authToken: tokenPlaceholder,
            baseUrl,
            sessionKey: sessionKeyOf({ agent, key }),
            mainSessionKey: mainSessionKey(gateway.id),
            workspacePath: workspace,
          }),
        });
        return files.map(({ name, content, owner }) => ({ name, maskedContent: content, owner }));
      };
    },
  };
}
