/** The files that an agent can have a template of its own for, in its record. */
const fields = { "SOUL.md": "soulTemplate", "IDENTITY.md": "identityTemplate" } as const;

export type OwnTemplateField = (typeof fields)[keyof typeof fields];

/** The field of an agent's record that has the template of this file; null for files that every agent gets from its set. */
export function ownTemplateFieldOf(fileName: string): OwnTemplateField | null {
  return fileName === "SOUL.md" || fileName === "IDENTITY.md" ? fields[fileName] : null;
}
