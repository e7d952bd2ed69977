import { count } from "../../../shared/count.ts";
import {
  type KindsTold,
  type NotificationSettings,
  type NotificationSink,
  notificationKinds,
  notificationKindWords,
  sinkFormWords,
} from "../../../shared/notifications.ts";
import { localTime } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./plain.ts";
import { textTable } from "./text-table.ts";

/** Where notifications go, and what is told. */
export function notifyLines(
  { kinds, sinks }: NotificationSettings,
  { columns, paint }: { columns: number; paint: Paint },
): string[] {
  const off = notificationKinds.filter((kind) => !kinds[kind]).map((kind) => notificationKindWords[kind].label);
  const told = off.length === 0 ? [] : ["", `Not told: ${off.join(", ")}.`];
  if (sinks.length === 0) return ["Nothing is told: there is no webhook.", ...told];
  const table = textTable({
    columns: ["Id", "Name", "Form", "Host", "Waiting", "State"].map((title) => ({ title })),
    rows: sinks.map((sink) => [
      sink.id.slice(0, 8),
      oneLine(sink.name),
      sinkFormWords[sink.form],
      sink.host,
      String(sink.waiting),
      stateOf(sink),
    ]),
    width: columns,
    paint,
  });
  return [...table, ...told];
}

/** Every kind, with when it is told. */
export function kindLines(kinds: KindsTold, { columns, paint }: { columns: number; paint: Paint }): string[] {
  return textTable({
    columns: [{ title: "Kind" }, { title: "Told" }, { title: "", cut: "end" }],
    rows: notificationKinds.map((kind) => [kind, kinds[kind] ? "yes" : "no", notificationKindWords[kind].help]),
    width: columns,
    paint,
  });
}

function stateOf({ failing, lastDeliveredAt, dropped }: NotificationSink): string {
  const lost = dropped > 0 ? `; ${count(dropped, "notification")} given up` : "";
  if (failing) return `failing since ${localTime(failing.since)}: ${failing.problem}${lost}`;
  return lastDeliveredAt === null ? "nothing sent yet" : `last delivered ${localTime(lastDeliveredAt)}`;
}
