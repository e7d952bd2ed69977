import { protocol } from "electron";
import { appScheme } from "./app-origin.ts";

/** Makes `app://` an origin like https, with storage of its own. Must happen before Electron is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }]);
}
