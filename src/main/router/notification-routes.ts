import type { NotificationSettings } from "../../shared/notifications.ts";
import { readSink } from "../database/notifications/notification-sinks.ts";
import { testNotification } from "../notifications/make-notification.ts";
import {
  addDesktopSink,
  addWebhook,
  changeWebhook,
  onlyOnDesktop,
  previewTest,
  readNotifications,
  removeSink,
  setNotificationKind,
  testWebhook,
} from "../operations/change-notifications.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function notificationsRouter(os: ContractImplementer, services: RouterServices) {
  const { database, changes, notifier, host } = services;
  const isBrowserHost = host.kind === "browser";
  const told = (settings: NotificationSettings) => {
    notifier.look();
    changes.emit("settings");
    return settings;
  };
  return {
    list: os.notifications.list.handler(() => readNotifications(database)),
    setKind: os.notifications.setKind.handler(({ input: { kind, isOn } }) =>
      told(setNotificationKind(database, kind, isOn)),
    ),
    addDesktop: os.notifications.addDesktop.handler(() => {
      if (!notifier.hasDesktop) throw onlyOnDesktop();
      return told(addDesktopSink(services));
    }),
    addWebhook: os.notifications.addWebhook.handler(({ input }) => told(addWebhook(services, input))),
    changeWebhook: os.notifications.changeWebhook.handler(({ input: { id, ...change } }) =>
      told(changeWebhook(services, id, change)),
    ),
    remove: os.notifications.remove.handler(({ input: { id } }) => told(removeSink(database, id))),
    previewTest: os.notifications.previewTest.handler(({ input: { id } }) => previewTest(database, id, isBrowserHost)),
    test: os.notifications.test.handler(async ({ input: { id, at }, signal }) => {
      if (readSink(database, id).form === "desktop") {
        if (!notifier.showNow(testNotification(at, null))) throw onlyOnDesktop();
        return { problem: null };
      }
      const result = await testWebhook(services, id, previewTest(database, id, isBrowserHost, at), signal);
      changes.emit("settings");
      return result;
    }),
  };
}
