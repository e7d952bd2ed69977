import { app, dialog } from "electron";
import { FlightDeckError, messageOf } from "../../shared/errors.ts";

/** Says why the app cannot start, on the screen and in the terminal, and ends it. */
export function failToStart(error: unknown): void {
  const [message, hint] = error instanceof FlightDeckError ? [error.message, error.hint] : [messageOf(error), ""];
  console.error(error instanceof FlightDeckError ? `flight-deck: ${message}\n${hint}` : error);
  dialog.showErrorBox("Flight Deck cannot start", hint ? `${message}\n\n${hint}` : message);
  app.exit(1);
}
