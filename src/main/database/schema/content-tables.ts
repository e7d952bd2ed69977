import { blob, customType, index, integer, primaryKey, sql, sqliteTable, text, uniqueIndex } from "../drizzle.ts";
import { runs } from "./history-tables.ts";

/*
 * What files held on gateways: what runs wrote, and what they replaced. Contents are masked before they are stored here: they
 * contain no agent's token, no other token and not the gateway's own. Agents are referred to by plain id, so that deleting a
 * record keeps what was replaced.
 */

/** A SHA-256, in hex outside the database, where it would take twice the space. */
const packedHash = customType<{ data: string; driverData: Buffer }>({
  dataType: () => "blob",
  toDriver: (hex) => Buffer.from(hex, "hex"),
  fromDriver: (bytes) => bytes.toString("hex"),
});

/** Texts by their own hash, each kept once. */
export const contents = sqliteTable(
  "contents",
  {
    id: integer("id").primaryKey(),
    /** SHA-256 of the masked text, in lower-case hex. */
    sha256: text("sha256").notNull(),
    /** The content that it was compressed with, if it was: without that one, it cannot be read. That one has no base itself. */
    baseId: integer("base_id"),
    /** The masked text, compressed, then sealed by the vault for `contentContext(sha256)`; empty if it was lost with its key. */
    sealed: blob("sealed", { mode: "buffer" }).notNull(),
    /** Of the masked text in UTF-8. */
    sizeBytes: integer("size_bytes").notNull(),
  },
  (content) => [
    uniqueIndex("contents_by_sha256").on(content.sha256),
    index("contents_by_base").on(content.baseId).where(sql`base_id IS NOT NULL`),
  ],
);

/**
 * Where the content came from:
 * - `found`: on the gateway; we did not write it.
 * - `seeded`: a file that the gateway had made itself, or found in the workspace of an agent that the run had just added.
 * - `written`: by a run, from templates.
 * - `restored`: by a run, from an earlier version.
 * - `adopted`: on the gateway, when the agent was adopted.
 */
export type VersionSource = "found" | "seeded" | "written" | "restored" | "adopted";

/** Contents that a file had on the gateway. */
export const fileVersions = sqliteTable(
  "file_versions",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    agentId: text("agent_id").notNull(),
    fileName: text("file_name").notNull(),
    /**
     * The hash with only the agent's own token masked, as in `written_files`; null if that is the content's hash because nothing
     * else was masked, and only then can the content be restored.
     */
    maskedSha256: text("masked_sha256"),
    contentId: integer("content_id")
      .notNull()
      .references(() => contents.id),
    source: text("source").$type<VersionSource>().notNull(),
    /**
     * The run that found or wrote it; kept when that run is deleted. Empty if an unknown run wrote it, before versions were kept
     * of what is written.
     */
    runId: text("run_id").notNull(),
    recordedAt: text("recorded_at").notNull(),
  },
  (version) => [
    index("file_versions_by_file").on(version.agentId, version.fileName),
    index("file_versions_by_content").on(version.contentId),
  ],
);

/**
 * - `intended`: about to be sent, or sent; a run that ends by itself leaves none.
 * - `unknown`: sent, but not answered.
 * - `not-written`: refused, or never sent.
 */
export type FileWriteState = "intended" | "written" | "not-written" | "unknown";

/**
 * The journal of file writes. Each is recorded before it is sent; if it replaces anything, the record and the replaced content are
 * on disk first. A run may write thousands of files, so the table is its own index: the migrations make it WITHOUT ROWID, which
 * drizzle does not know.
 */
export const fileWrites = sqliteTable(
  "file_writes",
  {
    runId: text("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    agentId: text("agent_id").notNull(),
    fileName: text("file_name").notNull(),
    /** The hash of the replaced content, with the agent's token masked; null if there was no file. */
    theirsMaskedSha256: packedHash("theirs_masked_sha256"),
    oursMaskedSha256: packedHash("ours_masked_sha256").notNull(),
    /**
     * The replaced content; null if there was no file. Not a reference, which would need an index of its own: a version that is no
     * longer kept is not there, and its id is never used again.
     */
    replacedVersionId: integer("replaced_version_id"),
    state: text("state").$type<FileWriteState>().notNull(),
  },
  (write) => [primaryKey({ columns: [write.runId, write.agentId, write.fileName] })],
);
