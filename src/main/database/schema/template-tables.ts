import { blob, index, integer, sqliteTable, text } from "../drizzle.ts";
import { boards } from "./record-tables.ts";

/**
 * How a version came about: `saved` in Flight Deck, `used` again from an earlier version, `copied` from another set, or `found` in
 * the folder, where something else had changed it.
 */
export type TemplateVersionSource = "saved" | "used" | "copied" | "found";

/** Every version of a folder of templates that Flight Deck wrote or found there. Templates hold no secrets. */
export const templateVersions = sqliteTable(
  "template_versions",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** The set: its folder's path. */
    folder: text("folder").notNull(),
    /** The set's version: SHA-256 over names and contents. */
    sha256: text("sha256").notNull(),
    /** That of the version before it; null for the first one. */
    parentSha256: text("parent_sha256"),
    source: text("source").$type<TemplateVersionSource>().notNull(),
    /** The sources by name as JSON, compressed. */
    sources: blob("sources", { mode: "buffer" }).notNull(),
    /** Who saved it; null if it was found. */
    savedBy: text("saved_by"),
    note: text("note").notNull(),
    /** The commit that was checked out if the folder is in a work tree of git. */
    gitCommit: text("git_commit"),
    recordedAt: text("recorded_at").notNull(),
  },
  (version) => [index("template_versions_by_folder").on(version.folder, version.id)],
);

/** The boards whose agents are made from a set of their own instead of their gateway's. */
export const boardTemplates = sqliteTable("board_templates", {
  boardId: text("board_id")
    .primaryKey()
    .references(() => boards.id, { onDelete: "cascade" }),
  folder: text("folder").notNull(),
  /** The set's version that was read last; when it changes, the board's sync states are forgotten. */
  lastRead: text("last_read"),
});
