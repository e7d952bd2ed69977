import type { FilePlaces } from "../../shared/dialect-names.ts";
import type { Agent } from "../../shared/records.ts";
import { agentRoles } from "../../shared/template-check.ts";
import { type AgentRole, type FileOwner, fileNameOf, fileSetOf, type ManagedFile } from "./file-sets.ts";
import { findTokenMisuse } from "./find-token-misuse.ts";
import { findMissingNames, type MissingName } from "./missing-names.ts";
import { pythonStrip } from "./python/strip.ts";
import { normalSource } from "./read-template-folder.ts";
import { renderInWorker } from "./render-in-worker.ts";
import { boardNames, type RenderContext } from "./render-input.ts";
import type { TemplateUse } from "./render-worker.ts";
import { templateError } from "./template-error.ts";
import { sourcesInUse, sourceVersion, type TemplateSet, templateFor, textsTakenIn } from "./template-set.ts";
import { placeToolsSection } from "./tools-section.ts";

export type RenderAgentFilesInput = {
  templates: TemplateSet;
  context: RenderContext;
  role: AgentRole;
  /** Where the gateway keeps TOOLS and HEARTBEAT. */
  places: FilePlaces;
  /** The agent's own templates replace IDENTITY and SOUL. */
  agent: Pick<Agent, "name" | "identityTemplate" | "soulTemplate">;
  /** Trims files as Mission Control does: Python counts other characters as white space. */
  trimsLikePython?: boolean;
};

export type RenderedFile = {
  /** A file's name, such as `AGENTS.md`, or `HEARTBEAT`: the scratch of the heartbeat automation. */
  name: string;
  /** Trimmed: no line break at the end. */
  content: string;
  owner: FileOwner;
};

/**
 * Renders the files an agent has on a gateway with these places; files that come out empty are left out (docs/behaviour.md,
 * Templates).
 * @param names which of them; all by default.
 * @throws FlightDeckError `template-error` naming template, line and variable, never a value of the context. Also if a template
 * does anything with the token except print it whole.
 */
export async function renderAgentFiles(
  input: RenderAgentFilesInput,
  names?: ReadonlySet<string>,
): Promise<RenderedFile[]> {
  const { templates, context, agent } = input;
  const scene = { folder: templates.folder, agentName: agent.name };
  const files = filesOf(input).filter(({ name }) => names?.has(name) ?? true);
  const uses = files.flatMap(({ parts }) => parts);
  const answer = await renderInWorker({ version: templates.version, sources: templates.sources, context, uses });
  if ("failure" in answer) {
    const missing = answer.failure.reason === "undefined" ? missingNames(input, uses) : [];
    throw templateError(answer.failure, { ...scene, missing });
  }
  const misuse = await findTokenMisuse({ templates, context, uses, contents: answer.contents });
  if (misuse) throw templateError(misuse, scene);
  const contents = answer.contents.map((content) => (input.trimsLikePython ? pythonStrip(content) : content.trim()));
  return files
    .map(({ name, owner, parts }) => {
      const [content = "", tools = ""] = contents.splice(0, parts.length);
      return { name, owner, content: placeToolsSection(content, tools) };
    })
    .filter(({ content }) => content !== "");
}

function missingNames({ templates, context }: RenderAgentFilesInput, uses: TemplateUse[]): MissingName[] {
  const own = uses.flatMap(({ name, source }) => (source === undefined ? [] : [[name, source] as const]));
  const takenIn = own.map(
    ([, source]) => textsTakenIn(templates, source) ?? new Map(Object.entries(templates.sources)),
  );
  const included = takenIn.flatMap((texts) => [...texts].filter(([name]) => name !== ""));
  const sources = { ...Object.fromEntries([...own, ...included]), ...sourcesInUse(templates, agentRoles) };
  return findMissingNames(sources, [...Object.keys(context), ...boardNames]);
}

/** A file of an agent, and the version of the templates it is made from: the same context and version render the same file. */
export type FileVersion = { name: string; version: string };

/** The files an agent has on a gateway with these places, including those that come out empty. */
export function fileVersions(input: Omit<RenderAgentFilesInput, "context">): FileVersion[] {
  const { templates } = input;
  const versionOf = ({ name, source = templates.sources[name] ?? "" }: TemplateUse) => sourceVersion(templates, source);
  return filesOf(input).map(({ name, parts }) => ({ name, version: parts.map(versionOf).join(" ") }));
}

/** A file and its sources: a template, and possibly another one for its `## Tools` section. */
type AgentFile = { name: string; owner: FileOwner; parts: TemplateUse[] };

function filesOf({ templates, role, places, agent }: Omit<RenderAgentFilesInput, "context">): AgentFile[] {
  const use = ({ file }: ManagedFile): TemplateUse =>
    ownTemplate(file, agent) ?? { name: templateFor(templates, file, role) };
  const all = fileSetOf(role, places);
  const sections = all.filter(({ home }) => home === "agents-section").map(use);
  return all
    .filter(({ home }) => home !== "agents-section")
    .map((file) => ({
      name: fileNameOf(file),
      owner: file.owner,
      parts: [use(file), ...(file.file === "AGENTS" ? sections : [])],
    }));
}

function ownTemplate(file: ManagedFile["file"], agent: RenderAgentFilesInput["agent"]): TemplateUse | null {
  const source = file === "IDENTITY" ? agent.identityTemplate : file === "SOUL" ? agent.soulTemplate : null;
  if (source === null || source.trim() === "") return null;
  return { name: `${file.toLowerCase()}_template`, source: normalSource(source) };
}
