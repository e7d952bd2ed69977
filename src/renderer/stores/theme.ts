import { create } from "zustand";
import type { Theme } from "../../shared/views.ts";

/** public/theme.js reads the same key before the first paint. */
const storageKey = "flight-deck.theme";

const readStored = (): Theme => {
  const stored = localStorage.getItem(storageKey);
  return stored === "light" || stored === "dark" ? stored : "system";
};

/** The chosen theme. `system` leaves the choice to the operating system. */
export const useTheme = create<{ theme: Theme }>(() => ({ theme: readStored() }));

/** Applies a theme at once and stores it for the next start; main's settings store it for every window. */
export function applyTheme(theme: Theme): void {
  useTheme.setState({ theme });
  if (theme === "system") {
    localStorage.removeItem(storageKey);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(storageKey, theme);
    document.documentElement.dataset.theme = theme;
  }
}
