import { randomUUID } from "node:crypto";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { NotificationSink, SinkForm } from "../../../shared/notifications.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import type { Vault } from "../../vault/vault.ts";
import type { Database } from "../database.ts";
import { eq, sql } from "../drizzle.ts";
import { notificationSinks } from "../schema/notification-tables.ts";
import { forgetKnownProblems } from "./known-problems.ts";

/** The context that the address of a sink is sealed for. */
export const sinkUrlContext = (id: string): string => `notification-sink:${id}`;

const waitingOf = sql<number>`(SELECT count(*) FROM notification_outbox WHERE sink_id = ${notificationSinks.id})`;

/** Every sink without its address, the oldest first. */
export function listSinks(db: Database): NotificationSink[] {
  const { id, name, form, host, createdAt, lastDeliveredAt, failingSince, problem, dropped } = notificationSinks;
  const rows = db.orm
    .select({ id, name, form, host, createdAt, lastDeliveredAt, failingSince, problem, dropped, waiting: waitingOf })
    .from(notificationSinks)
    .orderBy(createdAt, id)
    .all();
  return rows.map(({ failingSince, problem, ...row }) => ({
    ...row,
    failing: failingSince === null ? null : { since: failingSince, problem: problem ?? "" },
  }));
}

/** @throws FlightDeckError not-found */
export function readSink(db: Database, id: string): NotificationSink {
  const found = listSinks(db).find((sink) => sink.id === id);
  if (found) return found;
  throw new FlightDeckError("not-found", `There is no sink with the id ${id}.`, hintsOf("not-found").sink);
}

export function hasSinks(db: Database): boolean {
  return db.orm.select({ id: notificationSinks.id }).from(notificationSinks).limit(1).get() !== undefined;
}

/** For the connection only. @returns null if there is none, or it was lost. @throws FlightDeckError vault-key */
export function readSinkUrl(db: Database, vault: Vault, id: string): string | null {
  const row = db.orm
    .select({ sealedUrl: notificationSinks.sealedUrl })
    .from(notificationSinks)
    .where(eq(notificationSinks.id, id))
    .get();
  return row?.sealedUrl ? vault.open(row.sealedUrl, sinkUrlContext(id)) : null;
}

/** `host` is what is shown of the address. */
export type SinkAddress = { url: string; host: string };
export type NewSink = { name: string; form: SinkForm; address: SinkAddress | null };

export function insertSink(db: Database, vault: Vault, { name, form, address }: NewSink): string {
  const id = randomUUID();
  const sealedUrl = address === null ? "" : vault.seal(address.url, sinkUrlContext(id));
  const row = { id, name, form, host: address?.host ?? "", sealedUrl, createdAt: nowTimestamp() };
  db.orm.insert(notificationSinks).values(row).run();
  return id;
}

/** With an address, what failed at the earlier one no longer counts. */
export function updateSink(db: Database, vault: Vault, id: string, { name, form, address }: NewSink): void {
  const renewed = address && {
    host: address.host,
    sealedUrl: vault.seal(address.url, sinkUrlContext(id)),
    failingSince: null,
    problem: null,
  };
  db.orm
    .update(notificationSinks)
    .set({ name, form, ...renewed })
    .where(eq(notificationSinks.id, id))
    .run();
  if (address) db.sqlite.prepare("UPDATE notification_outbox SET next_try_at_ms = 0 WHERE sink_id = ?").run(id);
}

/** Deletes a sink with what waits for it. Without any sink, nothing is known of gateways any more. */
export function deleteSink(db: Database, id: string): void {
  db.sqlite
    .transaction(() => {
      db.orm.delete(notificationSinks).where(eq(notificationSinks.id, id)).run();
      if (!hasSinks(db)) forgetKnownProblems(db);
    })
    .immediate();
}

/** Notes that a sink took what it was sent. */
export function noteDelivery(db: Database, id: string): void {
  db.orm
    .update(notificationSinks)
    .set({ lastDeliveredAt: nowTimestamp(), failingSince: null, problem: null, dropped: 0 })
    .where(eq(notificationSinks.id, id))
    .run();
}

/** Notes why a sink did not take what it was sent, in our own words. */
export function noteFailure(db: Database, id: string, problem: string, dropped: number): void {
  db.sqlite
    .prepare(
      `UPDATE notification_sinks SET failing_since = coalesce(failing_since, ?), problem = ?, dropped = dropped + ?
       WHERE id = ?`,
    )
    .run(nowTimestamp(), problem, dropped, id);
}
