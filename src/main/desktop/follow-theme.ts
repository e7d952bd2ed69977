import { nativeTheme } from "electron";
import type { Deck } from "../deck.ts";
import { readSettings } from "../router/settings.ts";

/** Makes menus, dialogs and title bar light or dark as the operator chose. */
export function followTheme({ services: { database, changes } }: Deck): void {
  const apply = () => {
    nativeTheme.themeSource = readSettings(database).theme;
  };
  apply();
  void (async () => {
    for await (const { topics } of changes.follow()) if (topics.includes("settings")) apply();
  })();
}
