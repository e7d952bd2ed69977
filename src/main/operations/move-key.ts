import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { OwnKeyPlace } from "../../shared/views.ts";
import type { RouterServices } from "./operation-services.ts";

/**
 * Moves the data key between its file and the system's key store.
 * @throws FlightDeckError vault-key
 */
export async function moveKey({ host }: Pick<RouterServices, "host">, to: OwnKeyPlace): Promise<void> {
  if (host.keyPlaces) return await host.keyPlaces.move(to);
  throw new FlightDeckError(
    "vault-key",
    "Only the desktop app has access to the system's key store.",
    hintsOf("vault-key").noDesktop,
  );
}
