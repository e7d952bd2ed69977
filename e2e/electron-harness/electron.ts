import { App } from "./app/app.ts";
import { refuseUnknown } from "./refuse-unknown.ts";
import { dialog as dialogs } from "./system/dialog.ts";
import { IpcMain } from "./system/ipc-main.ts";
import { nativeImage as images } from "./system/native-image.ts";
import { NativeTheme } from "./system/native-theme.ts";
import { net as realNet } from "./system/net.ts";
import { PowerMonitor } from "./system/power-monitor.ts";
import { PowerSaveBlocker } from "./system/power-save-blocker.ts";
import { Protocol } from "./system/protocol.ts";
import { safeStorage as storage } from "./system/safe-storage.ts";
import { Screen } from "./system/screen.ts";
import { Session } from "./system/session.ts";
import { shell as systemShell } from "./system/shell.ts";
import { BrowserWindow } from "./window/browser-window.ts";
import { provideParts } from "./window/electron-parts.ts";

// The module that `import ... from "electron"` finds in the main process.

const realApp = new App();
const realProtocol = new Protocol();
const defaultSession = new Session(realProtocol);
const realIpcMain = new IpcMain();
provideParts({ app: realApp, session: defaultSession, ipcMain: realIpcMain });

const partitions = new Map<string, Session>();

function sessionOf(name: string): Session {
  const known = partitions.get(name) ?? new Session(realProtocol);
  partitions.set(name, known);
  return known;
}

export const app = refuseUnknown("app", realApp);
export { autoUpdater } from "./system/auto-updater.ts";
export const net = refuseUnknown("net", realNet);
export const dialog = refuseUnknown("dialog", dialogs);
export const ipcMain = refuseUnknown("ipcMain", realIpcMain);
export const nativeImage = refuseUnknown("nativeImage", images);
export const nativeTheme = refuseUnknown("nativeTheme", new NativeTheme());
export const powerMonitor = refuseUnknown("powerMonitor", new PowerMonitor(realApp));
export const powerSaveBlocker = refuseUnknown("powerSaveBlocker", new PowerSaveBlocker());
export const protocol = refuseUnknown("protocol", realProtocol);
export const safeStorage = refuseUnknown("safeStorage", storage);
export const screen = refuseUnknown("screen", new Screen());
export const session = refuseUnknown("session", {
  defaultSession: refuseUnknown("session", defaultSession),
  fromPartition: (name: string) => sessionOf(name),
});
export const shell = refuseUnknown("shell", systemShell);
export { Menu, MenuItem } from "./system/menu.ts";
export { MessageChannelMain } from "./system/message-channel-main.ts";
export { Notification } from "./system/notification.ts";
export { Tray } from "./system/tray.ts";
export const webContents = refuseUnknown("webContents", { fromId: (id: number) => BrowserWindow.contentsWithId(id) });
export { BrowserWindow };
