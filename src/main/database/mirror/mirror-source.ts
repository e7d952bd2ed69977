import type { MirrorCheck, MirrorTlsMode } from "../../../shared/mirror.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import type { Vault } from "../../vault/vault.ts";
import type { Database } from "../database.ts";
import { and, eq } from "../drizzle.ts";
import { listMirroredAgents, saveMissionControlAgents } from "../mission-control-agents.ts";
import { mirrorChanges, mirrorConflicts, mirrorPulls, mirrorRows, mirrorSource } from "../schema/mirror-tables.ts";

/** Mission Control's database. `url` holds the password: for the connection only. */
export type MirrorSource = {
  url: string;
  tls: MirrorTlsMode;
  caPem: string | null;
  pollSeconds: number;
  /** Whether the operator wants changes written back; a role that may only read prevents it (`check.isReadOnly`). */
  writeBack: boolean;
  check: MirrorCheck;
  setAt: string;
};

/** The context that the URL is sealed for. */
export const mirrorUrlContext = "mirror-url";
const onlyRow = eq(mirrorSource.id, 1);

/** @throws FlightDeckError `vault-key` when the URL was sealed under another key. */
export function readMirrorSource(db: Database, vault: Vault): MirrorSource | undefined {
  const row = db.orm.select().from(mirrorSource).where(onlyRow).get();
  if (!row) return undefined;
  const { sealedUrl, tlsMode, caPem, pollSeconds, writeBack, check, setAt } = row;
  return { url: vault.open(sealedUrl, mirrorUrlContext), tls: tlsMode, caPem, pollSeconds, writeBack, check, setAt };
}

/** Whether the records are Mission Control's, without opening the vault. */
export function hasMirrorSource(db: Database): boolean {
  return db.orm.select({ id: mirrorSource.id }).from(mirrorSource).where(onlyRow).get() !== undefined;
}

/** Whether changes are written back: the operator wants it, and the role may write. */
export function isWritable({ writeBack, check }: Pick<MirrorSource, "writeBack" | "check">): boolean {
  return writeBack && !check.isReadOnly;
}

/** Whether there is a source that changes are written back to, without opening the vault. */
export function writesToMirror(db: Database): boolean {
  const { writeBack, check } = mirrorSource;
  const source = db.orm.select({ writeBack, check }).from(mirrorSource).where(onlyRow).get();
  return source !== undefined && isWritable(source);
}

/** When the source was last set; null without one. */
export function readMirrorSetAt(db: Database): string | null {
  return db.orm.select({ setAt: mirrorSource.setAt }).from(mirrorSource).where(onlyRow).get()?.setAt ?? null;
}

/** Counts the changes that were made here since the source was first set; 0 without a source. */
export function countChanges(db: Database): number {
  return db.orm.select({ changes: mirrorSource.changeCount }).from(mirrorSource).where(onlyRow).get()?.changes ?? 0;
}

/** How often to pull; null without a source. */
export function readMirrorPollSeconds(db: Database): number | null {
  const row = db.orm.select({ seconds: mirrorSource.pollSeconds }).from(mirrorSource).where(onlyRow).get();
  return row?.seconds ?? null;
}

/**
 * Sets the source or replaces it. What is known of its rows is kept, because it may be the same database at another address;
 * all of them are read again at the next pull.
 */
export function saveMirrorSource(db: Database, vault: Vault, source: Omit<MirrorSource, "setAt">): void {
  const { url, tls, ...rest } = source;
  const row = { ...rest, sealedUrl: vault.seal(url, mirrorUrlContext), tlsMode: tls, setAt: nowTimestamp() };
  db.orm.transaction((write) => {
    write
      .insert(mirrorSource)
      .values({ id: 1, ...row })
      .onConflictDoUpdate({ target: mirrorSource.id, set: row })
      .run();
    write.update(mirrorRows).set({ version: "" }).run();
  });
}

/** Keeps the result of a later check, unless another source was set in the meantime. */
export function saveMirrorCheck(db: Database, { setAt }: Pick<MirrorSource, "setAt">, check: MirrorCheck): void {
  db.orm
    .update(mirrorSource)
    .set({ check })
    .where(and(onlyRow, eq(mirrorSource.setAt, setAt)))
    .run();
}

export type MirrorSettings = Partial<Pick<MirrorSource, "pollSeconds" | "writeBack">>;

export function saveMirrorSettings(db: Database, settings: MirrorSettings): void {
  if (Object.keys(settings).length > 0) db.orm.update(mirrorSource).set(settings).where(onlyRow).run();
}

/**
 * The records become this installation's own; what is known of Mission Control's rows is forgotten, except which agents it has:
 * it does not know their new tokens.
 */
export function deleteMirrorSource(db: Database): void {
  db.orm.transaction((write) => {
    saveMissionControlAgents(db, listMirroredAgents(db));
    for (const table of [mirrorSource, mirrorRows, mirrorChanges, mirrorConflicts, mirrorPulls])
      write.delete(table).run();
  });
}
