import type { DialectName } from "./dialect-names.ts";

export const agentRoles = ["worker", "lead", "main"] as const;
export type AgentRole = (typeof agentRoles)[number];

/** Something in a template folder that a sync would stumble over, or that agents would not see. */
export type TemplateProblem = {
  kind: "unusable" | "missing-name" | "too-long" | "secret" | "forbidden" | "over-budget";
  message: string;
  hint: string;
  /** The agents it was found for; empty if it concerns the folder as a whole. */
  roles: AgentRole[];
  dialects: DialectName[];
};

export type TemplateCheck = {
  folder: string;
  roles: AgentRole[];
  problems: TemplateProblem[];
};
