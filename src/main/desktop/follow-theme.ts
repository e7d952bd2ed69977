import { nativeTheme } from "electron";
import type { HostedApp } from "../open-hosted-app.ts";
import { readSettings } from "../operations/change-settings.ts";

/** Makes menus, dialogs and title bar light or dark, as chosen, until the app closes. */
export function followTheme({ services: { database, changes } }: HostedApp, closing: AbortSignal): void {
  const apply = () => {
    nativeTheme.themeSource = readSettings(database).theme;
  };
  apply();
  void (async () => {
    for await (const { topics } of changes.follow(closing))
      if (topics.includes("settings") && !closing.aborted) apply();
  })();
}
