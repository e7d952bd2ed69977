import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* The data folder: its lock, its database and its keys. */

export const storageErrors = {
  "data-dir-locked": {
    title: "The data folder is in use",
    exit: "badInput",
    endsRun: false,
    hints: {
      otherFlightDeck: hint(
        "Use the Flight Deck that is open already, or end it first.",
        "Use the Flight Deck that is open already, end it, or use another data folder with `--data-dir`.",
      ),
    },
  },
  "data-folder-unfit": {
    title: "The data folder is in an unsuitable place",
    exit: "badInput",
    endsRun: false,
    hints: {
      otherDisk: hint(
        "Set FLIGHTDECK_DATA_DIR to a folder on a disk of this computer that no other program synchronizes, and start again. Nothing was created.",
        "With `--data-dir`, name a folder on a disk of this computer that no other program synchronizes. Nothing was created.",
      ),
      keyElsewhere: hint(
        "Set FLIGHTDECK_DATA_DIR to a folder on a disk with file permissions, or keep the key in FLIGHTDECK_KEY, and start again. Nothing was created.",
        "With `--data-dir`, name a folder on a disk with file permissions, or keep the key in FLIGHTDECK_KEY. Nothing was created.",
      ),
      inProfile: hint(
        "Set FLIGHTDECK_DATA_DIR to a folder in your user profile, or to one that does not exist yet, and start again.",
        "With `--data-dir`, name a folder in your user profile, or one that does not exist yet.",
      ),
    },
  },
  "database-newer": {
    title: "The database is from a newer version",
    exit: "badInput",
    endsRun: false,
    hints: {
      update: hint(
        "Install that version again, or a later one. The database was left as it is.",
        "Install that version again, or a later one, or use another data folder with `--data-dir`. The database was left as it is.",
      ),
      restoreEarlier: (command: string, madeAt: string) =>
        hint(
          `Install that version again, or a later one: the database was left as it is. To stay with this version, run \`${command}\`. It restores the newest backup that this version can open, of ${madeAt}, and keeps the newer database among the backups. What changed since then is not in it; the gateways stay as they are.`,
        ),
    },
  },
  "database-missing": {
    title: "The database is gone",
    exit: "storage",
    endsRun: false,
    hints: {
      restore: hint(
        "Run `flightdeck backup list` and restore a backup with `flightdeck backup restore`, or put flight-deck.db back. To start empty, use another data folder.",
        "Run `backup list` and restore one with `backup restore`, or put flight-deck.db back. To start empty, use another folder with `--data-dir`.",
      ),
      whileOpen: hint(
        "Close Flight Deck, put flight-deck.db back or restore a backup with `flightdeck backup restore`, and start again.",
        "Put flight-deck.db back, or restore a backup with `backup restore`, and run the command again.",
      ),
      putBack: hint(
        "Put flight-deck.db back from a copy of the folder. To start empty, move device.json elsewhere, or use another data folder.",
        "Put flight-deck.db back from a copy of the folder. To start empty, move device.json elsewhere, or use another folder with `--data-dir`.",
      ),
    },
  },
  "database-unreadable": {
    title: "The database cannot be read",
    exit: "storage",
    endsRun: false,
    hints: {
      damaged: hint(
        "Run `flightdeck backup list` and restore a backup with `flightdeck backup restore`; the damaged file is kept. Without a backup, move the file elsewhere and import the fleet again.",
        "Run `backup list` and restore one with `backup restore`; the damaged file is kept. Without a backup, move the file elsewhere and import the fleet again.",
      ),
      restoreNewest: (command: string, madeAt: string) =>
        hint(
          `Run \`${command}\`. It restores the newest good backup, of ${madeAt}, and keeps a damaged file. What changed since then is lost; the gateways stay as they are.`,
        ),
      otherBackup: hint(
        "Choose another backup. Nothing was changed.",
        "Choose another one from `backup list`. Nothing was changed.",
      ),
      noAccess: hint(
        "Check that this user may read and write the data folder, and that the disk is not full.",
        "Check that this user may read and write the data folder and that the disk is not full, or use another one with `--data-dir`.",
      ),
    },
  },
  "database-unwritable": {
    title: "The database cannot be written",
    exit: "storage",
    endsRun: true,
    hints: {
      room: hint(
        "Check that the disk is not full and that this user may write to the data folder, then try again. What a run has written to a gateway stays there; the next sync finds it.",
      ),
      otherProgram: hint("Close the program that holds the database, then try again."),
      restoring: hint("Try again in a moment."),
      notStored: hint(
        "Flight Deck stores this report as soon as the database can be used again. Until then, only this page has it. What the run has written to the gateway stays there.",
        "Keep this report: the history shows the run as interrupted, with what was stored before. What it has written to the gateway stays there; once the database can be used again, the next sync finds it.",
      ),
    },
  },
  "backup-failed": {
    title: "A backup was not made",
    exit: "storage",
    endsRun: false,
    hints: {
      room: hint(
        "Check that this user may write to the data folder, and free some space on its disk: backups are in its folder backups, and those you no longer need can be deleted there.",
      ),
      again: hint("Try again when that is done."),
    },
  },
  "vault-key": {
    title: "The data key does not fit",
    exit: "badInput",
    endsRun: false,
    hints: {
      keyMissing: hint(
        "Start with the FLIGHTDECK_KEY that this folder was set up with, or restore its data.key from a copy. If the key is lost, `flightdeck key forget-secrets` lists the secrets that are lost with it and starts over without them; all records stay.",
        "Set FLIGHTDECK_KEY to the key that this folder was set up with, or restore its data.key from a copy. If the key is lost, `flightdeck key forget-secrets` lists the secrets that are lost with it and starts over without them; all records stay.",
      ),
      lostFromKeyStore: hint(
        "",
        "Open the desktop app on this data folder. If it says that the key store no longer opens the key, rename data.key and run this again.",
      ),
      lostInFile: hint(
        "",
        "Give this user access to data.key (owner and mode 600). If the key is really lost, rename data.key and run this again.",
      ),
      confirmForgetting: hint("", "Run it again with `--yes` to forget these secrets. Nothing was changed."),
      restoreFormerKey: hint(
        'Put the data.key or FLIGHTDECK_KEY of that time back first, or choose "Restore without these secrets". Nothing was changed.',
        "Put the data.key or FLIGHTDECK_KEY of that time back first, or run it again with `--forget-secrets`. Nothing was changed.",
      ),
      newKey: hint("", "Give a file with another key: the output of `openssl rand -base64 32`."),
      giveNewKeyFile: hint(
        "",
        "Write the output of `openssl rand -base64 32` to a file that only you can read, and give it with `--new-key-file`; afterwards set FLIGHTDECK_KEY to it.",
      ),
      rotateInFile: hint(
        "",
        "Open the desktop app on this data folder, put the key back into a file in Settings → Data key, close it and run this again. Afterwards the key store can have the new key.",
      ),
      noNewKeyFile: hint("", "Leave `--new-key-file` out: the new key is made and kept in data.key."),
      notRotated: hint(
        "",
        "Check that this user may write to the data folder and that the disk is not full, then run it again. Nothing was changed.",
      ),
      plainFile: hint(
        "Put the file itself into the data folder, in place of the link, and try again.",
        "Put the file itself into the data folder, in place of the link or the mount, and run this again. Or keep the key in FLIGHTDECK_KEY.",
      ),
      finishRotation: hint(
        "Give this user write access to the data folder and start Flight Deck again. No secret is lost.",
        "Give this user write access to the data folder and run the command again. No secret is lost.",
      ),
      startAgain: hint("Start Flight Deck again.", "Run the command again."),
      otherKeyStore: hint(
        "Start in the same desktop session and as the same user as before, with the key store unlocked. If that key store is gone, rename data.key; `flightdeck key forget-secrets` then lists the secrets that are lost with it and starts over without them; all records stay.",
      ),
      otherWindowsUser: hint(
        "Start as the same Windows user as before. If key-store.json was deleted from the data folder, put it back from a copy of the folder. Nothing was changed. If it is gone, rename data.key; `flightdeck key forget-secrets` then lists the secrets that are lost with it and starts over without them; all records stay.",
      ),
      deviceIdentity: hint(
        "Restore the file from a backup, or delete it: a new identity is made, and gateways ask to pair again.",
      ),
      keyForm: hint(
        "Set it to the output of `openssl rand -base64 32`, or to the key that this data folder was set up with, or unset it to use the key file.",
      ),
      keyFile: hint(
        "Restore data.key from a copy. If the key is lost, `flightdeck key forget-secrets` lists the secrets that are lost with it and starts over without them; all records stay.",
        "Restore data.key from a copy. If the key is lost, `flightdeck key forget-secrets` lists the secrets that are lost with it and starts over without them; all records stay.",
      ),
      desktopFolder: hint(
        "",
        "Open the desktop app on this data folder: commands work while it is open. Settings → Data key there puts the key back into a file, which every host can read.",
      ),
      noKeyStore: hint(
        "The key stays in its file, which only your user can read. Start or unlock the key store (on Linux GNOME Keyring or KWallet) and try again.",
      ),
      keyInEnvironment: hint("Start without FLIGHTDECK_KEY to keep the key in the data folder."),
      noDesktop: hint("Open the data folder in the desktop app to move its key."),
      notPrivate: hint(
        "Make it a file of this user that no other user may read (mode 600), move the data folder to a disk that keeps modes, or move the key from the file into FLIGHTDECK_KEY.",
      ),
      noAccess: hint(
        "Give this user read and write access to the data folder, choose another one, or set FLIGHTDECK_KEY.",
      ),
      otherKey: hint(
        "Start with the FLIGHTDECK_KEY or the data.key that this secret was sealed with, or enter it again. If that key is lost, close Flight Deck: `flightdeck key forget-secrets` lists the secrets that are lost with it and starts over without them; all records stay.",
        "Use the FLIGHTDECK_KEY or the data.key that this secret was sealed with, or enter it again. If that key is lost, `flightdeck key forget-secrets` lists the secrets that are lost with it and starts over without them; all records stay.",
      ),
      altered: hint("Enter the secret again, or restore the data folder from a backup."),
    },
  },
} satisfies Record<string, ErrorEntry>;
