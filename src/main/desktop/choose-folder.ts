import { dialog } from "electron";
import type { MainWindow } from "./main-window.ts";

/** Opens the system's folder chooser. @returns null when nothing was chosen */
export async function chooseFolder(window: MainWindow): Promise<string | null> {
  const options = { title: "Choose a template folder", properties: ["openDirectory" as const] };
  const parent = window.browserWindow;
  const { filePaths } = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
  return filePaths[0] ?? null;
}
