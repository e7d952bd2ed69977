import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Gateway, User } from "../../shared/records.ts";
import { openAgentRenderings } from "../database/agent-renderings.ts";
import type { Database } from "../database/open-database.ts";
import { findOwner, findUser } from "../database/owner.ts";
import { packageRoot } from "../templates/package-root.ts";
import { type RenderAgentFilesInput, renderAgentFiles } from "../templates/render-agent-files.ts";
import { renderContext } from "../templates/render-context.ts";
import type { TemplateSet } from "../templates/template-set.ts";
import { mainSessionKey, sessionKeyOf } from "./identity.ts";
import { sha256Hex, tokenPlaceholder } from "./mask-token.ts";
import type { DesiredFile } from "./plan-files.ts";
import type { OutlineAgent, RenderAgent } from "./run-context.ts";

/** Makes the files of agents from templates and records, with a placeholder where the token goes. */
export type AgentFileRenderer = {
  /** Which templates it renders with. */
  templatesSha256: string;
  /** Whom the files speak of as the user: the one asked for, else the organization's owner, else nobody. */
  userFor(gateway: Gateway, userId: string | null): User | null;
  forGateway(gateway: Gateway, userId: string | null): RenderAgent;
  /**
   * The same, but does not render again what it rendered from the same inputs before: nearly all the time that a sync of an
   * unchanged fleet takes would go into it.
   *
   * @param options.afresh renders all the same, and remembers what came of it.
   */
  outlinesFor(gateway: Gateway, userId: string | null, options: { afresh: boolean }): OutlineAgent;
};

export type RendererOptions = { database: Database; templates: TemplateSet; baseUrl: string };

export function createRenderer({ database, templates, baseUrl }: RendererOptions): AgentFileRenderer {
  const userFor = (gateway: Gateway, userId: string | null) =>
    (userId === null ? findOwner(database, gateway.organizationId) : findUser(database, userId)) ?? null;
  const inputsFor = (gateway: Gateway, userId: string | null) => {
    const user = userFor(gateway, userId);
    return (
      ...[{ agent, board, key, workspace, isMain }, dialect]: Parameters<RenderAgent>
    ): RenderAgentFilesInput => ({
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
  };
  return {
    templatesSha256: templates.version,
    userFor,
    forGateway(gateway, userId) {
      const inputs = inputsFor(gateway, userId);
      return (scoped, dialect) => render(inputs(scoped, dialect));
    },
    outlinesFor(gateway, userId, { afresh }) {
      const inputs = inputsFor(gateway, userId);
      const renderings = openAgentRenderings(database);
      return async (scoped, dialect) => {
        const input = inputs(scoped, dialect);
        const agentId = scoped.agent.id;
        const inputsSha256 = hashOf(input);
        const known = afresh ? undefined : renderings.find(agentId, inputsSha256);
        if (known) return known.map((file) => ({ ...file, maskedContent: null }));
        const files = await render(input);
        renderings.save(agentId, inputsSha256, files.map(outlineOf));
        return files;
      };
    },
  };
}

async function render(input: RenderAgentFilesInput): Promise<DesiredFile[]> {
  const files = await renderAgentFiles(input);
  return files.map(({ name, content, owner }) => ({ name, maskedContent: content, owner }));
}

function outlineOf({ name, owner, maskedContent }: DesiredFile) {
  return {
    name,
    owner,
    maskedSha256: sha256Hex(maskedContent),
    carriesToken: maskedContent.includes(tokenPlaceholder),
  };
}

/** Another version of this app may make other files of the same inputs. */
const { version: appVersion } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
  version: string;
};

function hashOf({ templates, context, role, dialect, agent }: RenderAgentFilesInput): string {
  const { identityTemplate, soulTemplate } = agent;
  return sha256Hex(
    JSON.stringify([appVersion, templates.version, dialect, role, identityTemplate, soulTemplate, context]),
  );
}
