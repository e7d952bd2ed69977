import { defaultBaseUrl, isLocalAddress } from "../../../shared/addresses.ts";
import { readTemplatesOf } from "../../database/gateway-templates.ts";
import type { Database } from "../../database/open-database.ts";
import type { RenderedWith } from "../../database/schema/local-tables.ts";
import { defaultBaseUrlUsed } from "../report/config-errors.ts";
import { type RunContext, report } from "../report/run-context.ts";

/** Warns of a base URL that was never set, on a gateway where it leads to another machine than here. */
export function warnOfDefaultBaseUrl(database: Database, run: RunContext, renderedWith: RenderedWith): void {
  const { gateway } = run;
  const { baseUrl, isBaseUrlGiven } = renderedWith;
  if (isBaseUrlGiven || baseUrl !== defaultBaseUrl || isLocalAddress(gateway.url)) return;
  if (readTemplatesOf(database, gateway.id).baseUrl !== null) return;
  report(run, defaultBaseUrlUsed(gateway.name), null, "warning");
}
