import { z } from "zod";
import { type GatewayLabel, labelColours } from "../../shared/views.ts";
import type { Database } from "./database.ts";
import { readSetting, saveSetting } from "./settings.ts";

const labelsSchema = z.record(
  z.string(),
  z.object({ colour: z.enum(labelColours), environment: z.string() }),
) satisfies z.ZodType<Record<string, GatewayLabel>>;

const key = "gateway-labels";
const noLabel: GatewayLabel = { colour: "slate", environment: "" };

/** The operator's labels of gateways; Mission Control has none. */
export function readGatewayLabels(database: Database): (gatewayId: string) => GatewayLabel {
  const labels = labelsSchema.parse(JSON.parse(readSetting(database, key) ?? "{}"));
  return (gatewayId) => labels[gatewayId] ?? noLabel;
}

/** @param label null when the gateway is deleted. */
export function saveGatewayLabel(database: Database, gatewayId: string, label: GatewayLabel | null): void {
  const { [gatewayId]: _, ...others } = labelsSchema.parse(JSON.parse(readSetting(database, key) ?? "{}"));
  saveSetting(database, key, JSON.stringify(label ? { ...others, [gatewayId]: label } : others));
}
