import { z } from "zod";
import { type KindsTold, type NotificationKind, notificationKinds } from "../../../shared/notifications.ts";
import { recordOf } from "../../../shared/typed-keys.ts";
import type { Database } from "../database.ts";
import { readSetting, saveSetting } from "../settings.ts";

const key = "notification-kinds";
const storedKinds = z.record(z.string(), z.boolean());

/** Which kinds are told: all of them until an operator turns one off. */
export function readKindsTold(db: Database): KindsTold {
  const stored = storedKinds.parse(JSON.parse(readSetting(db, key) ?? "{}"));
  return recordOf(notificationKinds, (kind) => stored[kind] ?? true);
}

export function saveKindTold(db: Database, kind: NotificationKind, isOn: boolean): void {
  db.sqlite.transaction(() => saveSetting(db, key, JSON.stringify({ ...readKindsTold(db), [kind]: isOn }))).immediate();
}
