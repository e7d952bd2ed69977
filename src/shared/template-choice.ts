/** The set that an agent's files are made from: its folder, or null for the built-in one; and whose choice that is. */
export type TemplateChoice = { folder: string | null; from: "board" | "gateway" | "settings" };

/** The folders that were chosen for an agent's board, its gateway, and all others; null where none was. */
export type ChosenFolders = { board: string | null; gateway: string | null; settings: string | null };

/** The nearest choice counts. Without any, it is the built-in set. */
export function chooseTemplates({ board, gateway, settings }: ChosenFolders): TemplateChoice {
  if (board !== null) return { folder: board, from: "board" };
  if (gateway !== null) return { folder: gateway, from: "gateway" };
  return { folder: settings, from: "settings" };
}
