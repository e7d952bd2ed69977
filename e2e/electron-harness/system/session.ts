import { EventEmitter } from "node:events";
import { requireReady } from "../harness-state.ts";
import { toStandIn } from "../window/stand-in-origin.ts";
import type { Protocol } from "./protocol.ts";
import { WebRequest } from "./web-request.ts";

type Contents = object;
type RequestHandler = (
  contents: Contents,
  permission: string,
  decide: (granted: boolean) => void,
  details: object,
) => void;
type CheckHandler = (contents: Contents | null, permission: string, origin: string, details: object) => boolean;

/** The permissions that a page may request, by Chromium's and Electron's names. */
const permissions = {
  geolocation: "geolocation",
  notifications: "notifications",
  camera: "media",
  microphone: "media",
  midi: "midi",
  "clipboard-read": "clipboard-read",
  "clipboard-write": "clipboard-sanitized-write",
  "idle-detection": "idle-detection",
  "persistent-storage": "persistent-storage",
  "local-fonts": "local-fonts",
  "window-management": "window-management",
  "screen-wake-lock": "screen-wake-lock",
};

export class Session extends EventEmitter {
  readonly protocol: Protocol;
  readonly webRequest = new WebRequest();
  #requestHandler: RequestHandler | null = null;
  #checkHandler: CheckHandler | null = null;

  constructor(protocol: Protocol) {
    super();
    this.protocol = protocol;
  }

  /** The system's proxy here is what ELECTRON_HARNESS_PROXY says, as a PAC file would. */
  async resolveProxy(_url: string): Promise<string> {
    return process.env.ELECTRON_HARNESS_PROXY ?? "DIRECT";
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#requestHandler = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#checkHandler = handler;
  }

  /** Pages have no access to devices here. */
  setDevicePermissionHandler(_handler: ((details: object) => boolean) | null): void {}

  /**
   * Used only by the harness: grants a page the permissions that the app's handlers allow. As in Electron, an app without
   * handlers allows all of them.
   */
  async applyPermissions(contents: Contents, origin: string): Promise<void> {
    const { cdp } = requireReady("permissions");
    const chromiumOrigin = new URL(toStandIn(`${origin}/`, this.protocol.schemes)).origin;
    for (const [name, permission] of Object.entries(permissions)) {
      const setting = this.#grants(contents, permission, origin) ? "granted" : "denied";
      await cdp.send("Browser.setPermission", { permission: { name }, setting, origin: chromiumOrigin });
    }
  }

  #grants(contents: Contents, permission: string, origin: string): boolean {
    if (this.#checkHandler && !this.#checkHandler(contents, permission, origin, {})) return false;
    let isGranted = this.#requestHandler === null;
    const decide = (granted: boolean) => {
      isGranted = granted;
    };
    this.#requestHandler?.(contents, permission, decide, { requestingUrl: `${origin}/`, isMainFrame: true });
    return isGranted;
  }
}
