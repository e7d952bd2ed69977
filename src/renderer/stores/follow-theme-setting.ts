import { QueryObserver } from "@tanstack/react-query";
import { orpc, queryClient } from "../api/client.ts";
import { applyTheme, useTheme } from "./theme.ts";

/** Applies the theme from the settings, also when it was chosen in another window. */
export function followThemeSetting(): () => void {
  const settings = new QueryObserver(queryClient, orpc.app.settings.queryOptions());
  return settings.subscribe(({ data }) => {
    if (data && data.theme !== useTheme.getState().theme) applyTheme(data.theme);
  });
}
