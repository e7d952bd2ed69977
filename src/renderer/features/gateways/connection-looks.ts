import type { ConnectionView } from "../../../shared/views.ts";
import type { DotTone } from "../../components/status-dot.tsx";

/** The label and the look of each connection state. */
export const connectionLooks: Record<ConnectionView["state"], { label: string; tone: DotTone }> = {
  unknown: { label: "Not checked yet", tone: "neutral" },
  connecting: { label: "Connecting", tone: "busy" },
  connected: { label: "Connected", tone: "ok" },
  retrying: { label: "Retrying", tone: "warn" },
  pairing: { label: "Pairing needed", tone: "violet" },
  refused: { label: "Refused", tone: "danger" },
  offline: { label: "Offline", tone: "danger" },
};
