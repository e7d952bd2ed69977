import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readPlanFile } from "../../src/main/cli/read-plan-file.ts";
import { plainPaint } from "../../src/main/cli/text/paint.ts";
import { planText } from "../../src/main/cli/text/plan-text.ts";
import { importFleet } from "../../src/main/database/import-fleet.ts";
import type { App } from "../../src/main/open-app.ts";
import { readSettings, saveSettings } from "../../src/main/operations/change-settings.ts";
import { selectFromPlan } from "../../src/main/provisioning/apply-saved-plan.ts";
import { renderAgentFiles } from "../../src/main/templates/render-agent-files.ts";
import { renderContext } from "../../src/main/templates/render-context.ts";
import { loadTemplateSet } from "../../src/main/templates/template-set.ts";
import { settingsChange } from "../../src/shared/contract-inputs.ts";
import { FlightDeckError, hintsOf } from "../../src/shared/errors.ts";
import { agentSchema } from "../../src/shared/records.ts";
import { type Decoder, decoder } from "./test-decoder.ts";
import { madeOf, mutated, text } from "./test-mutations.ts";
import type { Samples } from "./test-samples.ts";
import { openTrialApp, quickRetries } from "./test-trial.ts";

const template = madeOf([
  ...[
    "{{ agent_name }}",
    "{{ auth_token }}",
    "AUTH_TOKEN={{ auth_token }}\n",
    "{{ auth_token | upper }}",
    "{{ nothing }}",
    "{{",
    "}}",
  ],
  ...[
    "{% if is_main_agent == 'true' %}",
    "{% endif %}",
    "{% for x in range(3) %}",
    "{% endfor %}",
    "{% include 'PART_SAFETY.md.j2' %}",
  ],
  ...[
    "{% raw %}",
    "{% macro m() %}",
    "{{ agent_name[:4] }}",
    "{{ 'a' ~ 1 }}",
    "{#",
    "#}",
    "{%- set x = 1 -%}",
    "| default('x')",
    "\n",
  ],
]);

const id = "0e000000-0000-4000-8000-000000000001";
const agent = agentSchema.parse({ id, gatewayId: id, name: "Ana" });
const context = renderContext({
  ...{ gateway: { workspaceRoot: "/w" }, board: null, agent, user: null, authToken: "t".repeat(43) },
  ...{
    baseUrl: "http://127.0.0.1:8000",
    sessionKey: "agent:a:main",
    mainSessionKey: "agent:m:main",
    workspacePath: "/w/a",
  },
});

/** Decoders of what operators give, and the folders that they need. */
export async function openRecordDecoders(samples: Samples): Promise<{ decoders: Decoder[]; close: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-fuzz-"));
  const app = await openTrialApp(folder, folder, quickRetries);
  const close = () => {
    app.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { decoders: [...fleetDecoders(app, samples), ...planDecoders(folder, samples), ...others(app)], close };
}

function fleetDecoders({ database, vault }: App, { fleet }: Samples): Decoder[] {
  return [
    decoder("fleet file", mutated([fleet]), (given) => importFleet(database, vault, given, { dryRun: true })),
    decoder("fleet file as text", fc.oneof(text, fc.json()), (given) =>
      importFleet(database, vault, given, { dryRun: true }),
    ),
  ];
}

function planDecoders(folder: string, { plan }: Samples): Decoder[] {
  const path = join(folder, "plan.json");
  const read = async (given: string) => {
    writeFileSync(path, given);
    const known = await readPlanFile({ env: {} } as never, path);
    selectFromPlan(known, [{ agentId: known.agents[0]?.agentId ?? "", files: null }]);
    planText({ plan: known, mostRows: 10, columns: 80, paint: plainPaint });
  };
  return [
    decoder("plan file", mutated([plan]), (given) => read(JSON.stringify(given) ?? "")),
    decoder("plan file as text", fc.oneof(text, fc.json()), read),
  ];
}

function others({ database }: App): Decoder[] {
  const settings = { baseUrl: "http://127.0.0.1:8000", theme: "dark", maxInFlight: 8, templateFolder: null };
  const templates = loadTemplateSet();
  return [
    decoder("settings", mutated([settings]), (given) => {
      const change = settingsChange.safeParse(given);
      if (!change.success) throw new FlightDeckError("bad-input", "not valid", hintsOf("bad-input").planFile);
      saveSettings(database, change.data as never);
      readSettings(database);
    }),
    decoder(
      "template",
      fc.tuple(fc.constantFrom("BOARD_SOUL", "BOARD_TOOLS", "BOARD_AGENTS"), template),
      async (given) => {
        const [name, source] = given;
        const own = await templates;
        const sources = { ...own.sources, [`${name}.md.j2`]: source };
        const set = { ...own, sources, version: JSON.stringify(given) };
        for (const role of ["worker", "main"] as const)
          await renderAgentFiles({
            ...{ templates: set, context, role, agent },
            places: { toolsHome: "agents-section", heartbeatHome: "scratch" },
          } as never);
      },
    ),
  ];
}
