import { join } from "node:path";
import { app, Menu, nativeImage, Tray } from "electron";
import { packageRoot } from "../templates/package-root.ts";
import type { MainWindow } from "./main-window.ts";
import { statusLine } from "./run-texts.ts";
import type { RunWatch } from "./run-watch.ts";

/** Puts an icon into the tray that shows the runs in progress and brings the window back. */
export function setUpTray(watch: RunWatch, window: MainWindow): void {
  const tray = new Tray(trayIcon());
  let shown = "";
  tray.on("click", () => window.show());
  watch.onProgress((live) => {
    const status = statusLine(live);
    // Rebuilding a menu would close it under the operator's pointer.
    if (status === shown) return;
    shown = status;
    tray.setToolTip(`Flight Deck · ${status}`);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { id: "tray-status", label: status, enabled: false },
        { type: "separator" },
        { id: "tray-open", label: "Open Flight Deck", click: () => window.show() },
        { id: "tray-quit", label: "Quit", click: () => app.quit() },
      ]),
    );
  });
}

/** macOS colours a template image itself; "@2x" is beside it and is found by name. Windows chooses from an icon's sizes. */
function trayIcon(): Electron.NativeImage {
  const isMac = process.platform === "darwin";
  const file = isMac ? "trayTemplate.png" : process.platform === "win32" ? "tray.ico" : "tray.png";
  const image = nativeImage.createFromPath(join(packageRoot(), "resources", file));
  image.setTemplateImage(isMac);
  return image;
}
