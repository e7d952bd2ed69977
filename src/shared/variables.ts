/* The operator's own names for templates. */

export const variableOwnerKinds = ["organization", "gateway", "board"] as const;

/** Whose agents a variable is for. */
export type VariableOwner = { kind: (typeof variableOwnerKinds)[number]; id: string };

export type TemplateVariable = { name: string; value: string };

/** A variable as an agent gets it: of its board, else of its gateway, else of the organization. */
export type InheritedVariable = TemplateVariable & { from: VariableOwner["kind"] };
