import { app, dialog } from "electron";
import { FlightDeckError, messageOf } from "../../shared/errors.ts";
import { hintForTerminal, hintForWindow } from "../../shared/hint-words.ts";
import { explainStorageTrouble } from "../database/explain-database-failure.ts";

/** Shows why the app cannot start, in a dialog and in the terminal, and ends it. */
export function failToStart(error: unknown): void {
  const known = error instanceof FlightDeckError ? error : explainStorageTrouble(error);
  const [message, hint] = known ? [known.message, known.hint] : [messageOf(error), ""];
  console.error(known ? `flight-deck: ${message}\n${hintForTerminal(hint)}` : error);
  dialog.showErrorBox("Flight Deck cannot start", hint ? `${message}\n\n${hintForWindow(hint)}` : message);
  app.exit(1);
}
