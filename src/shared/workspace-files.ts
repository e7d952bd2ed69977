/** The files that templates make, without their ending: on current gateways some are no files of their own. */
export const workspaceFiles = [
  "AGENTS",
  "SOUL",
  "TOOLS",
  "IDENTITY",
  "USER",
  "HEARTBEAT",
  "MEMORY",
  "BOOTSTRAP",
] as const;
export type WorkspaceFile = (typeof workspaceFiles)[number];
