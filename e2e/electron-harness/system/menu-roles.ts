import { BrowserWindow } from "../window/browser-window.ts";
import { electronParts } from "../window/electron-parts.ts";
import type { MenuItemOptions } from "./menu.ts";

/** The roles that Electron knows, with their labels on Linux. */
export const roleLabels: Record<string, string> = {
  about: "About",
  quit: "Quit",
  close: "Close Window",
  minimize: "Minimize",
  zoom: "Zoom",
  reload: "Reload",
  toggledevtools: "Toggle Developer Tools",
  resetzoom: "Actual Size",
  zoomin: "Zoom In",
  zoomout: "Zoom Out",
  togglefullscreen: "Toggle Full Screen",
  undo: "Undo",
  redo: "Redo",
  cut: "Cut",
  copy: "Copy",
  paste: "Paste",
  delete: "Delete",
  selectall: "Select All",
  services: "Services",
  hide: "Hide",
  hideothers: "Hide Others",
  unhide: "Show All",
  editmenu: "Edit",
  windowmenu: "Window",
  help: "Help",
};

export const roleSubmenus: Record<string, MenuItemOptions[]> = {
  editmenu: [
    { role: "undo" },
    { role: "redo" },
    { type: "separator" },
    { role: "cut" },
    { role: "copy" },
    { role: "paste" },
    { role: "delete" },
    { type: "separator" },
    { role: "selectAll" },
  ],
  windowmenu: [{ role: "minimize" }, { role: "zoom" }, { role: "close" }],
};

/** Performs a role, if a test can see its effect. */
export function perform(role: string): void {
  const window = BrowserWindow.getFocusedWindow();
  if (role === "quit") electronParts().app.quit();
  else if (role === "close") window?.close();
  else if (role === "minimize") window?.minimize();
  else if (role === "reload") window?.webContents.reload();
  else throw new Error(`electron harness: the menu role ${role} does nothing here`);
}
