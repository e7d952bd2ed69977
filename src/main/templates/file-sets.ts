import type { FilePlaces } from "../../shared/dialect-names.ts";
import type { AgentRole } from "../../shared/template-check.ts";
import { type WorkspaceFile, workspaceFiles } from "../../shared/workspace-files.ts";

export type { AgentRole } from "../../shared/template-check.ts";
export type { WorkspaceFile } from "../../shared/workspace-files.ts";

/** Where a rendered text goes: a file, the `## Tools` section of AGENTS.md, or the scratch of the heartbeat automation. */
export type FileHome = "file" | "agents-section" | "scratch";

/**
 * Who owns a file after the first provisioning: `managed` is always ours, `agents-own` belongs to the agent, `bootstrap` is
 * read once and then deleted by the agent.
 */
export type FileOwner = "managed" | "agents-own" | "bootstrap";

export type ManagedFile = { file: WorkspaceFile; home: FileHome; owner: FileOwner };

/** The files an agent of this role has, wherever a gateway keeps them. */
export const filesOfRole: Record<AgentRole, readonly WorkspaceFile[]> = {
  worker: workspaceFiles.filter((file) => file !== "BOOTSTRAP"),
  lead: workspaceFiles,
  main: workspaceFiles.filter((file) => file !== "BOOTSTRAP"),
};

/** The files an agent of this role has on a gateway with these places (docs/behaviour.md, Files). */
export function fileSetOf(role: AgentRole, places: FilePlaces): ManagedFile[] {
  return filesOfRole[role].map((file) => ({ file, home: homeOf(file, places), owner: ownerOf(file, role) }));
}

/** A file's name on the gateway and in plans: `AGENTS.md`, or `HEARTBEAT` if it is a scratch. */
export function fileNameOf({ file, home }: Pick<ManagedFile, "file" | "home">): string {
  return home === "scratch" ? file : `${file}.md`;
}

/** Every name of an agent's file on gateways with any of these places; a section of a file has none. */
export function allFileNames(places: readonly FilePlaces[]): string[] {
  // A lead has all the files.
  const files = places.flatMap((place) => fileSetOf("lead", place));
  return [...new Set(files.filter(({ home }) => home !== "agents-section").map(fileNameOf))];
}

function homeOf(file: WorkspaceFile, { toolsHome, heartbeatHome }: FilePlaces): FileHome {
  if (file === "TOOLS") return toolsHome;
  return file === "HEARTBEAT" ? heartbeatHome : "file";
}

function ownerOf(file: WorkspaceFile, role: AgentRole): FileOwner {
  if (file === "BOOTSTRAP") return "bootstrap";
  if (file === "MEMORY") return "agents-own";
  // The main agent's USER follows the owner's record; a board agent's holds what it learned about people.
  return file === "USER" && role !== "main" ? "agents-own" : "managed";
}

/** Whether the agent writes this file itself, and a sync does not. */
export function isAgentsOwn(fileName: string, role: AgentRole): boolean {
  return filesOfRole[role].some(
    (file) => fileNameOf({ file, home: "file" }) === fileName && ownerOf(file, role) === "agents-own",
  );
}

export type WriteSituation = {
  /** False when the agent is provisioned for the first time. */
  isUpdate: boolean;
  /** Whether the file exists in the workspace. */
  isPresent: boolean;
  overwrite: boolean;
  forceBootstrap: boolean;
};

/** Whether a file may be written in this situation; the caller decides whether its content differs. */
export function isFileDue(owner: FileOwner, situation: WriteSituation): boolean {
  const { isUpdate, isPresent, overwrite, forceBootstrap } = situation;
  if (!isUpdate || owner === "managed") return true;
  if (owner === "agents-own") return !isPresent || overwrite;
  return isPresent || forceBootstrap;
}

/**
 * The templates that can make a file, best first. A folder of Mission Control has only the `BOARD_` ones, which test the role
 * themselves; our own set has a file per role.
 */
export function templateNamesFor(file: WorkspaceFile, role: AgentRole): string[] {
  const shared = `BOARD_${file}.md.j2`;
  return role === "worker" ? [shared] : [`${role.toUpperCase()}_${file}.md.j2`, shared];
}
