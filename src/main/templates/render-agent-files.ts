import type { Agent } from "../../shared/records.ts";
import { type AgentRole, type DialectName, type FileOwner, fileSetOf, type ManagedFile } from "./file-sets.ts";
import type { RenderContext } from "./render-context.ts";
import { renderInWorker } from "./render-in-worker.ts";
import type { TemplateUse } from "./render-worker.ts";
import { templateError } from "./template-error.ts";
import { normalSource, type TemplateSet, templateFor } from "./template-set.ts";
import { placeToolsSection } from "./tools-section.ts";

export type RenderAgentFilesInput = {
  templates: TemplateSet;
  context: RenderContext;
  role: AgentRole;
  dialect: DialectName;
  /** The agent's own templates replace IDENTITY and SOUL. */
  agent: Pick<Agent, "identityTemplate" | "soulTemplate">;
};

export type RenderedFile = {
  /** A file's name, such as `AGENTS.md`, or `HEARTBEAT`: the scratch of the heartbeat automation. */
  name: string;
  /** Trimmed: no line break at the end. */
  content: string;
  owner: FileOwner;
};

/**
 * Renders every file an agent has on a gateway of this dialect; files that come out empty are left out (BEHAVIOUR.md, Templates).
 *
 * @throws FlightDeckError `template-error` naming template, line and variable; never a value of the context.
 */
export async function renderAgentFiles(input: RenderAgentFilesInput): Promise<RenderedFile[]> {
  const { templates, context, role, dialect, agent } = input;
  const files = fileSetOf(role, dialect);
  const uses = files.map(
    ({ file }): TemplateUse => ownTemplate(file, agent) ?? { name: templateFor(templates, file, role) },
  );
  const answer = await renderInWorker({ version: templates.version, sources: templates.sources, context, uses });
  if ("failure" in answer) {
    // A template that had to be stopped from outside cannot tell its name; the untrusted ones are the likely ones.
    const suspects = uses.filter(({ source }) => source !== undefined).map(({ name }) => name);
    const template = answer.failure.template ?? (suspects.join(" or ") || null);
    throw templateError({ ...answer.failure, template }, { folder: templates.folder, isMainAgent: role === "main" });
  }
  const contents = answer.contents.map((content) => content.trim());
  const tools = files.findIndex(({ home }) => home === "agents-section");
  return files
    .map((file, index) => ({
      name: nameOf(file),
      content:
        file.file === "AGENTS"
          ? placeToolsSection(contents[index] ?? "", contents[tools] ?? "")
          : (contents[index] ?? ""),
      owner: file.owner,
    }))
    .filter(({ content }, index) => index !== tools && content !== "");
}

function ownTemplate(file: ManagedFile["file"], agent: RenderAgentFilesInput["agent"]): TemplateUse | null {
  const source = file === "IDENTITY" ? agent.identityTemplate : file === "SOUL" ? agent.soulTemplate : null;
  if (source === null || source.trim() === "") return null;
  return { name: `The agent's ${file.toLowerCase()}_template`, source: normalSource(source) };
}

function nameOf({ file, home }: ManagedFile): string {
  return home === "scratch" ? file : `${file}.md`;
}
