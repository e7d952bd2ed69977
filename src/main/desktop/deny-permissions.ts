import type { Session } from "electron";

/** The renderer needs no camera, place, notification or device of its own: main shows notifications. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(mayWriteClipboard(permission)));
  session.setPermissionCheckHandler((_contents, permission) => mayWriteClipboard(permission));
  session.setDevicePermissionHandler(() => false);
}

/** Ids and errors are copied by a click; that one is asked for by Chromium even then. */
function mayWriteClipboard(permission: string): boolean {
  return permission === "clipboard-sanitized-write";
}
