import type { DialectName } from "../../../shared/dialect-names.ts";
import { mainSessionKey, sessionKeyOf } from "../../../shared/identity.ts";
import type { Gateway, User } from "../../../shared/records.ts";
import type { TemplateVariable } from "../../../shared/variables.ts";
import { openAgentRenderings } from "../../database/agent-renderings.ts";
import type { Database } from "../../database/open-database.ts";
import { findOwner, findUser } from "../../database/owner.ts";
import type { RenderedOutline } from "../../database/schema/local-tables.ts";
import { variablesOfGateway } from "../../database/template-variables.ts";
import type { Dialect } from "../../gateway/dialect.ts";
import { ownVersion } from "../../templates/own-version.ts";
import {
  type FileVersion,
  fileVersions,
  type RenderAgentFilesInput,
  renderAgentFiles,
} from "../../templates/render-agent-files.ts";
import { renderContext } from "../../templates/render-context.ts";
import type { RenderContextInput } from "../../templates/render-input.ts";
import type { TemplateSet } from "../../templates/template-set.ts";
import type { ReadTemplates } from "../model/agent-file-renderer.ts";
import type { DesiredFile, OutlinedFile } from "../model/desired-file.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import { tokenPlaceholder } from "../tokens/mask-token.ts";
import { requireTokenLine } from "../tokens/require-token-line.ts";
import { missionControlTexts } from "./mission-control-texts.ts";

export type RendererOptions = {
  database: Database;
  templates: TemplateSet;
  baseUrl: string;
  /** Whether the records are a mirror of Mission Control's: files are then rendered exactly as it renders them. */
  isMirror?: () => boolean;
};

/** The user in the files: the one given, else the organization's owner, else none. */
export function userFor(database: Database, gateway: Gateway, userId: string | null): User | null {
  return (userId === null ? findOwner(database, gateway.organizationId) : findUser(database, userId)) ?? null;
}

/** Renders with one set of templates, already read. */
export type SetRenderer = Pick<ReadTemplates, "forGateway" | "outlinesFor"> & {
  templatesSha256: string;
  /** What an agent's files are made from. */
  inputsFor(gateway: Gateway, userId: string | null): (scoped: ScopedAgent, dialect: Dialect) => RenderInputs;
};

export function createRenderer(options: RendererOptions): SetRenderer {
  const { database, templates, baseUrl, isMirror = () => false } = options;
  const inputsFor = (gateway: Gateway, userId: string | null) => {
    const user = userFor(database, gateway, userId);
    const isMirrored = isMirror();
    const variablesOf = variablesOfGateway(database, gateway);
    return ({ agent, board, key, workspace, isMain }: ScopedAgent, dialect: Dialect): RenderInputs => {
      const { id, name, identityProfile, isBoardLead, identityTemplate, soulTemplate } = agent;
      return {
        templates,
        places: dialect,
        dialect: dialect.name,
        role: isMain ? "main" : isBoardLead ? "lead" : "worker",
        agent: { name, identityTemplate, soulTemplate },
        records: {
          gateway: { workspaceRoot: gateway.workspaceRoot },
          board,
          agent: { id, name, identityProfile, isBoardLead },
          user,
          authToken: tokenPlaceholder,
          baseUrl,
          sessionKey: sessionKeyOf({ agent, key }),
          mainSessionKey: mainSessionKey(gateway.id),
          workspacePath: workspace,
          ...givenVariables(variablesOf(isMain ? null : (board?.id ?? null))),
          ...(isMirrored ? { missionControl: missionControlTexts(database, { agent, board }) } : {}),
        },
      };
    };
  };
  return {
    templatesSha256: templates.version,
    inputsFor,
    forGateway(gateway, userId) {
      const inputs = inputsFor(gateway, userId);
      return (scoped, dialect) => render(inputs(scoped, dialect));
    },
    outlinesFor(gateway, userId, { afresh }) {
      const inputsOf = inputsFor(gateway, userId);
      const renderings = openAgentRenderings(database);
      const versionsOf = fileVersionsOnce();
      return async (scoped, dialect) => {
        const inputs = inputsOf(scoped, dialect);
        const { id: agentId } = scoped.agent;
        const inputsSha256 = hashOf(inputs);
        const versions = versionsOf(inputs);
        const standing = stillStanding(afresh ? [] : renderings.find(agentId, inputsSha256), versions);
        const due = new Set(versions.map(({ name }) => name).filter((name) => !standing.has(name)));
        if (due.size === 0) return [...standing.values()].flatMap(outlined);
        const files = new Map((await render(inputs, due)).map((file) => [file.name, file]));
        const made = versions.map(
          (file) => standing.get(file.name) ?? { ...file, outline: outlineOf(files.get(file.name)) },
        );
        renderings.save(agentId, inputsSha256, made);
        return made.flatMap((file): (DesiredFile | OutlinedFile)[] => {
          const rendered = files.get(file.name);
          return rendered ? [rendered] : outlined(file);
        });
      };
    },
  };
}

/** Left out when there are none, so that renderings from before are still known. */
function givenVariables(variables: TemplateVariable[]): Pick<RenderContextInput, "variables"> {
  return variables.length === 0 ? {} : { variables: variables.map(({ name, value }) => ({ name, value })) };
}

/** All inputs of an agent's files; the templates' context is made from the records when a file is rendered. */
export type RenderInputs = Omit<RenderAgentFilesInput, "context"> & {
  dialect: DialectName;
  records: RenderContextInput;
};

/** Most agents of a run use the same templates. */
function fileVersionsOnce(): (inputs: RenderInputs) => FileVersion[] {
  const known = new Map<string, FileVersion[]>();
  return (inputs) => {
    const { role, dialect, agent } = inputs;
    if (agent.identityTemplate || agent.soulTemplate) return fileVersions(inputs);
    const kind = `${role} ${dialect}`;
    const versions = known.get(kind) ?? fileVersions(inputs);
    known.set(kind, versions);
    return versions;
  };
}

async function render({ records, ...input }: RenderInputs, names?: Set<string>): Promise<DesiredFile[]> {
  const trimsLikePython = records.missionControl !== undefined;
  const files = await renderAgentFiles({ ...input, context: renderContext(records), trimsLikePython }, names);
  requireTokenLine(input, files, names);
  return files.map(({ name, content, owner }) => ({ name, maskedContent: content, owner }));
}

/** The remembered renderings whose templates still have the same version, by file name. */
function stillStanding(remembered: RenderedOutline[], versions: FileVersion[]): Map<string, RenderedOutline> {
  const versionOf = new Map(versions.map(({ name, version }) => [name, version]));
  const standing = remembered.filter(({ name, version }) => versionOf.get(name) === version);
  return new Map(standing.map((rendering) => [rendering.name, rendering]));
}

function outlined({ name, outline }: RenderedOutline): OutlinedFile[] {
  return outline ? [{ name, ...outline, maskedContent: null }] : [];
}

function outlineOf(file: DesiredFile | undefined): RenderedOutline["outline"] {
  if (!file) return null;
  const { owner, maskedContent } = file;
  return { owner, maskedSha256: sha256Hex(maskedContent), carriesToken: maskedContent.includes(tokenPlaceholder) };
}

/** Increase it when the checks of renderings change: remembered renderings are then made and checked again. */
const checksVersion = 3;

/** Another version of Flight Deck may render the same inputs differently. */
const appVersion = ownVersion();

/** The hash of all inputs except templates, whose versions are recorded per file. */
function hashOf({ records, role, dialect }: RenderInputs): string {
  return sha256Hex(JSON.stringify([appVersion, checksVersion, dialect, role, records]));
}
