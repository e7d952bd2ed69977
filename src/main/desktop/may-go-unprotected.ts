import { dialog } from "electron";

const goOn = 0;
const quit = 1;

/** Asks whether the gateways' tokens may be kept on a desktop that has no key store (Linux without a keyring). */
export async function mayGoUnprotected(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: "warning",
    message: "This desktop has no key store",
    detail:
      "Flight Deck encrypts the tokens of your gateways with a key that the system's key store protects. None was found " +
      "(GNOME Keyring or KWallet). You can continue without one: the key is then kept in the data folder, in a file that only " +
      "your user can read, and protected by nothing else.",
    buttons: ["Continue without", "Quit"],
    defaultId: quit,
    cancelId: quit,
    noLink: true,
  });
  return response === goOn;
}
