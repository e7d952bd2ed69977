import { dialog } from "electron";
import type { RestoreQuestion } from "./open-or-restore.ts";

/** Asks before there is a window. Escape and closing the dialog quit. */
export async function askToRestore({ message, detail, agree }: RestoreQuestion): Promise<boolean> {
  const [restore, quit] = [0, 1];
  const { response } = await dialog.showMessageBox({
    type: "error",
    message,
    detail,
    buttons: [agree, "Quit"],
    defaultId: quit,
    cancelId: quit,
    noLink: true,
  });
  return response === restore;
}
