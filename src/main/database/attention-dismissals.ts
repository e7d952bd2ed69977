import { z } from "zod";
import { nowTimestamp } from "../../shared/records.ts";
import type { Database } from "./database.ts";
import { readSetting, saveSetting } from "./settings.ts";

const dismissalsSchema = z.record(z.string(), z.object({ fingerprint: z.string(), at: z.string() }));

/** What the operator dismissed, by the item's key: the facts for which it holds, and when. */
export type AttentionDismissals = z.infer<typeof dismissalsSchema>;

const key = "attention-dismissed";

export function readAttentionDismissals(db: Database): AttentionDismissals {
  return dismissalsSchema.parse(JSON.parse(readSetting(db, key) ?? "{}"));
}

export function saveAttentionDismissal(db: Database, itemKey: string, fingerprint: string): void {
  change(db, (all) => ({ ...all, [itemKey]: { fingerprint, at: nowTimestamp() } }));
}

/** Forgets the dismissals of these items. */
export function deleteAttentionDismissals(db: Database, itemKeys: readonly string[]): void {
  change(db, (all) => Object.fromEntries(Object.entries(all).filter(([itemKey]) => !itemKeys.includes(itemKey))));
}

function change(db: Database, edit: (all: AttentionDismissals) => AttentionDismissals): void {
  db.sqlite.transaction(() => saveSetting(db, key, JSON.stringify(edit(readAttentionDismissals(db))))).immediate();
}
