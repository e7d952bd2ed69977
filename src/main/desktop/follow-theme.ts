import { nativeTheme } from "electron";
import type { Deck } from "../deck.ts";
import { readSettings } from "../operations/settings.ts";

/** Makes menus, dialogs and title bar light or dark, as chosen, until the app closes. */
export function followTheme({ services: { database, changes } }: Deck, closing: AbortSignal): void {
  const apply = () => {
    nativeTheme.themeSource = readSettings(database).theme;
  };
  apply();
  void (async () => {
    for await (const { topics } of changes.follow(closing))
      if (topics.includes("settings") && !closing.aborted) apply();
  })();
}
