import type { Session } from "electron";

/** The renderer needs no camera, location, notifications or devices: main shows notifications. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(mayWriteClipboard(permission)));
  session.setPermissionCheckHandler((_contents, permission) => mayWriteClipboard(permission));
  session.setDevicePermissionHandler(() => false);
}

/** Ids and errors are copied with a click; Chromium asks for this permission even then. */
function mayWriteClipboard(permission: string): boolean {
  return permission === "clipboard-sanitized-write";
}
