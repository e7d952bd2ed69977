import { nativeTheme } from "electron";
import type { Change, Theme } from "../../shared/views.ts";

export type ThemeSource = {
  theme: () => Promise<Theme>;
  changes: AsyncIterable<Change>;
};

/** Makes menus, dialogs and title bar light or dark as the operator chose. */
export async function followTheme({ theme, changes }: ThemeSource): Promise<void> {
  nativeTheme.themeSource = await theme();
  for await (const { topics } of changes) if (topics.includes("settings")) nativeTheme.themeSource = await theme();
}
