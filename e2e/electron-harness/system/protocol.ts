import { harness, requireReady } from "../harness-state.ts";

type Handler = (request: Request) => Response | Promise<Response>;
type CustomScheme = { scheme: string; privileges?: { standard?: boolean; secure?: boolean } };

/** The app's own schemes. */
export class Protocol {
  readonly #schemes = new Map<string, CustomScheme>();
  readonly #handlers = new Map<string, Handler>();

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (harness.isReady) throw new Error("protocol.registerSchemesAsPrivileged should be called before app is ready");
    for (const scheme of schemes) {
      if (!scheme.privileges?.standard || !scheme.privileges.secure) {
        throw new Error(`electron harness: ${scheme.scheme} must be standard and secure, as its stand-in is`);
      }
      this.#schemes.set(scheme.scheme, scheme);
    }
  }

  handle(scheme: string, handler: Handler): void {
    requireReady("protocol.handle");
    if (!this.#schemes.has(scheme)) throw new Error(`electron harness: ${scheme} was not registered as privileged`);
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** Used only by the harness. */
  get schemes(): Iterable<string> {
    return this.#schemes.keys();
  }

  handlerOf(scheme: string): Handler | undefined {
    return this.#handlers.get(scheme);
  }
}
