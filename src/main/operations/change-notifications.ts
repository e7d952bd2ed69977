import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type {
  NotificationKind,
  NotificationSettings,
  TestNotification,
  TestResult,
  WebhookForm,
} from "../../shared/notifications.ts";
import type { Database } from "../database/database.ts";
import { readKindsTold, saveKindTold } from "../database/notifications/notification-kinds.ts";
import {
  deleteSink,
  insertSink,
  listSinks,
  noteDelivery,
  noteFailure,
  readSink,
  readSinkUrl,
  updateSink,
} from "../database/notifications/notification-sinks.ts";
import type { Network } from "../network/network.ts";
import { bodyOf, testNotification } from "../notifications/make-notification.ts";
import { postWebhook } from "../notifications/post-webhook.ts";
import { parseWebhookAddress } from "../notifications/webhook-address.ts";
import type { Vault } from "../vault/vault.ts";
import { lastBrowserPort } from "./browser-access.ts";

type Services = { database: Database; vault: Vault };

export type WebhookInput = { name: string; form: WebhookForm; url: string };

export function readNotifications(database: Database): NotificationSettings {
  return { kinds: readKindsTold(database), sinks: listSinks(database) };
}

export function setNotificationKind(database: Database, kind: NotificationKind, isOn: boolean): NotificationSettings {
  saveKindTold(database, kind, isOn);
  return readNotifications(database);
}

/** @throws FlightDeckError bad-input for an address that cannot be used */
export function addWebhook({ database, vault }: Services, { name, form, url }: WebhookInput): NotificationSettings {
  insertSink(database, vault, { name, form, address: parseWebhookAddress(url) });
  return readNotifications(database);
}

/** Shows notifications on the desktop from now on. */
export function addDesktopSink({ database, vault }: Services): NotificationSettings {
  const isThere = listSinks(database).some(({ form }) => form === "desktop");
  if (!isThere) insertSink(database, vault, { name: "Desktop", form: "desktop", address: null });
  return readNotifications(database);
}

/** Without an address, the stored one stays. @throws FlightDeckError not-found, bad-input */
export function changeWebhook(
  { database, vault }: Services,
  id: string,
  { name, form, url }: Omit<WebhookInput, "url"> & { url?: string | undefined },
): NotificationSettings {
  if (readSink(database, id).form === "desktop") throw onlyOnDesktop();
  updateSink(database, vault, id, { name, form, address: url === undefined ? null : parseWebhookAddress(url) });
  return readNotifications(database);
}

/** Removes a sink with what waits for it. @throws FlightDeckError not-found */
export function removeSink(database: Database, id: string): NotificationSettings {
  deleteSink(database, readSink(database, id).id);
  return readNotifications(database);
}

/** What a test would send now. @throws FlightDeckError not-found */
export function previewTest(
  database: Database,
  id: string,
  isBrowserHost: boolean,
  at = new Date().toISOString(),
): TestNotification {
  const { form } = readSink(database, id);
  const notification = testNotification(at, ownAddress(database, isBrowserHost));
  return { at, body: form === "desktop" ? notification.text : bodyOf(form, notification) };
}

/** Where this process serves windows to browsers; null if it does not. */
export function ownAddress(database: Database, isBrowserHost: boolean): string | null {
  return isBrowserHost ? `http://127.0.0.1:${lastBrowserPort(database)}` : null;
}

/**
 * Sends the test of that time to a webhook, once.
 * @throws FlightDeckError not-found, vault-key; bad-input for the desktop
 */
export async function testWebhook(
  { database, vault, network }: Services & { network: Network },
  id: string,
  test: TestNotification,
  signal?: AbortSignal,
): Promise<TestResult> {
  if (readSink(database, id).form === "desktop") throw onlyOnDesktop();
  const url = readSinkUrl(database, vault, id);
  const lost = "its address was lost with the data key: enter it again";
  const problem = url === null ? lost : await postWebhook({ network, url, body: test.body, signal });
  if (problem === null) noteDelivery(database, id);
  else noteFailure(database, id, problem, 0);
  return { problem };
}

/** Only the desktop app can do that. */
export function onlyOnDesktop(): FlightDeckError {
  const what = "The desktop is told by the desktop app, and has no address.";
  return new FlightDeckError("bad-input", what, hintsOf("bad-input").desktopSink);
}
