import { app, Menu, type MenuItemConstructorOptions, shell } from "electron";
import { sections } from "../../shared/sections.ts";
import { commandLineItems } from "./command-line/command-line-menu.ts";
import type { MainWindow } from "./main-window.ts";
import { openExternalLink } from "./open-external-link.ts";

export type AppMenuOptions = { window: MainWindow; dataDir: string };

const documentation = "https://docs.openclaw.ai/";

/** Screens with a shortcut of their own, the first on 1. The settings have the platform's. */
const screens = sections.filter(({ path }) => path !== "/settings");

/** Sets the application menu, with the shortcuts that the platform's users expect. */
export function setUpMenu(options: AppMenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}

function menuTemplate(options: AppMenuOptions): MenuItemConstructorOptions[] {
  const isMac = process.platform === "darwin";
  return [
    ...(isMac ? [macAppMenu(options)] : []),
    {
      label: "&File",
      submenu: isMac ? [{ role: "close" }] : [settings(options), { type: "separator" }, { role: "quit" }],
    },
    { role: "editMenu" },
    {
      label: "&Go",
      submenu: screens.map(({ label, path }, index) => goTo(options, label, path, `CmdOrCtrl+${index + 1}`)),
    },
    { label: "&View", submenu: viewMenu() },
    { role: "windowMenu" },
    { role: "help", submenu: helpMenu(options, isMac) },
  ];
}

function macAppMenu(options: AppMenuOptions): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      { role: "about" },
      { type: "separator" },
      settings(options),
      { type: "separator" },
      { role: "services" },
      { type: "separator" },
      { role: "hide" },
      { role: "hideOthers" },
      { role: "unhide" },
      { type: "separator" },
      { role: "quit" },
    ],
  };
}

function viewMenu(): MenuItemConstructorOptions[] {
  return [
    { role: "reload" },
    ...(app.isPackaged ? [] : [{ role: "toggleDevTools" } as const]),
    { type: "separator" },
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { type: "separator" },
    { role: "togglefullscreen" },
  ];
}

function helpMenu({ window, dataDir }: AppMenuOptions, isMac: boolean): MenuItemConstructorOptions[] {
  return [
    { id: "help-guide", label: "Operator's Guide", click: () => window.show("/guide") },
    { id: "help-errors", label: "Errors", click: () => window.show("/guide/errors") },
    { type: "separator" },
    { id: "help-documentation", label: "OpenClaw Documentation", click: () => openExternalLink(documentation) },
    { id: "help-data-folder", label: "Show Data Folder", click: () => void shell.openPath(dataDir) },
    { type: "separator" },
    ...commandLineItems(),
    ...(isMac ? [] : [{ role: "about" } as const]),
  ];
}

function settings(options: AppMenuOptions): MenuItemConstructorOptions {
  return goTo(options, "Settings…", "/settings", "CmdOrCtrl+,");
}

function goTo(
  { window }: AppMenuOptions,
  label: string,
  path: string,
  accelerator: string,
): MenuItemConstructorOptions {
  return { id: `go${path.replaceAll("/", "-")}`, label, accelerator, click: () => window.show(path) };
}
