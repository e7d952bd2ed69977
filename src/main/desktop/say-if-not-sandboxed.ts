import { app } from "electron";

/** An AppImage starts itself with `--no-sandbox` where the system forbids user namespaces, as Ubuntu does. */
export function sayIfNotSandboxed(): void {
  if (app.commandLine.hasSwitch("no-sandbox"))
    console.error(
      "Chromium's sandbox is off, because this system does not let the app use it. The .deb package brings what it needs.",
    );
}
