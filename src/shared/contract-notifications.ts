import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import { typedName } from "./contract-inputs.ts";
import {
  type NotificationSettings,
  notificationKinds,
  type TestNotification,
  type TestResult,
  webhookForms,
} from "./notifications.ts";

/** Write-only: whoever knows a webhook's address can write there. */
const address = z.string().max(10_000);
const id = z.object({ id: z.string() });

/** The part of the contract about notifications. */
export const notificationsContract = {
  list: base.output(returns<NotificationSettings>()),
  setKind: base
    .input(z.object({ kind: z.enum(notificationKinds), isOn: z.boolean() }))
    .output(returns<NotificationSettings>()),
  /** The desktop has no address. */
  addDesktop: base.output(returns<NotificationSettings>()),
  addWebhook: base
    .input(z.object({ name: typedName, form: z.enum(webhookForms), url: address }))
    .output(returns<NotificationSettings>()),
  /** Without an address, the stored one stays. */
  changeWebhook: base
    .input(id.extend({ name: typedName, form: z.enum(webhookForms), url: address.optional() }))
    .output(returns<NotificationSettings>()),
  /** Removes it with what waits for it. */
  remove: base.input(id).output(returns<NotificationSettings>()),
  /** What `test` would send now. */
  previewTest: base.input(id).output(returns<TestNotification>()),
  /** Sends the test of that time, once, and answers what became of it. */
  test: base.input(id.extend({ at: z.iso.datetime() })).output(returns<TestResult>()),
};
