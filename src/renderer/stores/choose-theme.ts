import type { Theme } from "../../shared/views.ts";
import { client, orpc, queryClient } from "../api/client.ts";
import { applyTheme } from "./theme.ts";
import { toastError } from "./toasts.ts";

/** Applies a theme at once and saves it in the settings for every window. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  const queryKey = orpc.app.settings.queryKey();
  // A pending response would still have the old theme and show it again for a moment.
  void queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, (settings) => settings && { ...settings, theme });
  client.app.saveSettings({ theme }).catch(toastError);
}
