import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { app, dialog, type MenuItemConstructorOptions } from "electron";
import { messageOf } from "../../../shared/errors.ts";
import { removeLauncher, whatIsAt, writeLauncher } from "./launcher-file.ts";
import { type LauncherPlace, launcherPlaces, packagedLauncher } from "./launcher-places.ts";
import { launcherText } from "./launcher-text.ts";

/** The menu items of an installed app for its command `flightdeck`. In a clone, `npx flightdeck` is there already. */
export function commandLineItems(): MenuItemConstructorOptions[] {
  if (!app.isPackaged) return [];
  return [
    { id: "install-command-line", label: "Install Command Line Tool…", click: () => void install() },
    { id: "remove-command-line", label: "Remove Command Line Tool…", click: () => void remove() },
    { type: "separator" },
  ];
}

async function install(): Promise<void> {
  if (process.platform === "linux" && whatIsAt(packagedLauncher) === "ours") {
    return await say("The command line tool is installed.", `It came with the package: ${packagedLauncher}.`);
  }
  const places = findPlaces();
  const { response } = await dialog.showMessageBox({
    type: "question",
    message: "Install the command line tool?",
    detail:
      "The command flightdeck does in a terminal what this window does. Choose the folder to put it into; an earlier one is replaced.",
    buttons: [...places.map(({ folder }) => folder), "Cancel"],
    defaultId: 0,
    cancelId: places.length,
    noLink: true,
  });
  const place = places[response];
  if (place !== undefined) await installInto(place);
}

async function installInto({ folder, file, isOnPath }: LauncherPlace): Promise<void> {
  const { platform, env } = process;
  // An AppImage runs from a folder that is gone afterwards.
  const program = (platform === "linux" ? env.APPIMAGE : undefined) ?? process.execPath;
  try {
    const text = launcherText({ platform, program, localAppData: env.LOCALAPPDATA });
    if (writeLauncher(file, text)) {
      const path = `A terminal does not look into ${folder} yet, as far as Flight Deck can see: add that folder to the PATH.`;
      return await say("The command line tool is installed.", `${file}\n\n${isOnPath ? inNewTerminal : path}`);
    }
    await say("Another file is there.", `${file} is not Flight Deck's, and stays as it is.`, "error");
  } catch (error) {
    await say("The command line tool was not installed.", messageOf(error), "error");
  }
}

const inNewTerminal = "Try it in a new terminal: flightdeck --help";

async function remove(): Promise<void> {
  const files = findPlaces().map(({ file }) => file);
  try {
    const removed = files.filter(removeLauncher);
    if (removed.length > 0) await say("The command line tool is removed.", removed.join("\n"));
    else await say("There is no command line tool to remove.", `Looked for: ${files.join(", ")}.`);
  } catch (error) {
    await say("The command line tool was not removed.", messageOf(error), "error");
  }
}

function findPlaces(): LauncherPlace[] {
  const { platform, env } = process;
  return launcherPlaces({ platform, env, home: homedir(), isWritable });
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function say(message: string, detail: string, type: "info" | "error" = "info"): Promise<void> {
  await dialog.showMessageBox({ type, message, detail, buttons: ["OK"], noLink: true });
}
