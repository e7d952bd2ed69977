import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import type { LightenReport } from "./lighten.ts";
import { type Plan, planSelectionSchema } from "./plan.ts";
import { agentSchema, boardSchema, gatewaySchema } from "./records.ts";
import { outcomes, syncOptionsSchema } from "./sync.ts";
import {
  type AgentFileView,
  type AgentRow,
  type AgentView,
  type AppInfo,
  type BoardRow,
  type Change,
  type CheckResult,
  type GatewayRow,
  labelColours,
  type RunBatch,
  type RunDrift,
  type RunPiece,
  type RunRow,
  type RunSnapshot,
  type Settings,
  type TemplatePreview,
  type TemplateRow,
} from "./views.ts";

/**
 * Everything a renderer may ask of main: channel and method names live here and nowhere else. Inputs are checked when they
 * arrive; outputs are main's own and only typed. Errors an operator can act on come as `FLIGHT_DECK` with code and hint.
 */
const operatorError = z.object({ code: z.string(), hint: z.string() });
const base = oc.errors({ FLIGHT_DECK: { status: 422, data: operatorError } });

/** The type of an output that main makes and nobody else could have touched. */
const returns = <T>() => z.custom<T>();
const id = z.object({ id: z.string() });

const gatewayFields = gatewaySchema
  .pick({ name: true, url: true, workspaceRoot: true, allowInsecureTls: true, disableDevicePairing: true })
  .extend({
    organizationId: z.string().nullable(),
    /** Write-only: absent keeps the stored one, null removes it. */
    token: z.string().nullish(),
    label: z.object({ colour: z.enum(labelColours), environment: z.string().max(40) }),
  });

/**
 * Some of the fields of a record: those that are absent stay as they are. (`partial()` alone would fill the absent ones with
 * the defaults of a new record.)
 */
const changeOf = <Shape extends z.core.$ZodShape>(fields: z.ZodObject<Shape>) => {
  const withoutDefaults = Object.entries(fields.shape).map(([key, field]) => [
    key,
    field instanceof z.ZodDefault ? field.unwrap() : field,
  ]);
  return z.object(Object.fromEntries(withoutDefaults) as Shape).partial();
};

const boardFields = boardSchema.omit({ id: true, createdAt: true, updatedAt: true, organizationId: true });
const agentFields = agentSchema
  .pick({
    boardId: true,
    gatewayId: true,
    name: true,
    heartbeatConfig: true,
    identityProfile: true,
    identityTemplate: true,
    soulTemplate: true,
  })
  .extend({ isBoardLead: z.boolean().default(false) });

export const contract = {
  app: {
    info: base.output(returns<AppInfo>()),
    /** Ends never; tells what to ask again. */
    changes: base.output(eventIterator(returns<Change>())),
    settings: base.output(returns<Settings>()),
    saveSettings: base
      .input(
        z.object({
          baseUrl: z.url({ protocol: /^https?$/ }).optional(),
          theme: z.enum(["system", "light", "dark"]).optional(),
          maxInFlight: z.number().int().min(1).max(64).optional(),
          templateFolder: z.string().nullable().optional(),
        }),
      )
      .output(returns<Settings>()),
    /** Answers the welcome panel. `remove-practice` deletes the practice gateway with its boards and agents. */
    welcome: base.input(z.object({ choice: z.enum(["keep-practice", "remove-practice"]) })).output(returns<AppInfo>()),
    /** Versions, counts, settings and the latest runs' errors as JSON text, with secrets and addresses taken out. */
    diagnostics: base.output(returns<{ fileName: string; text: string }>()),
    importFleet: base
      .input(z.object({ text: z.string().max(200_000_000) }))
      .output(
        returns<{ table: string; inserted: number; updated: number; unchanged: number; warnings?: string[] }[]>(),
      ),
  },
  gateways: {
    list: base.output(returns<GatewayRow[]>()),
    create: base.input(gatewayFields).output(returns<GatewayRow>()),
    update: base.input(id.extend({ change: changeOf(gatewayFields) })).output(returns<GatewayRow>()),
    /** `confirmName` must be the gateway's name. */
    delete: base.input(id.extend({ confirmName: z.string() })).output(returns<null>()),
    /** Checks an address before it is saved (with `id`: with the stored token where none is given). Stages come as they end. */
    check: base
      .input(changeOf(gatewayFields.omit({ label: true })).extend({ id: z.string().optional() }))
      .output(eventIterator(returns<CheckResult>())),
    /** Tries to connect now, and keeps the state fresh while somebody looks. */
    probe: base.input(id).output(returns<GatewayRow>()),
    /** Starts a run that compares every agent with what we would have there. Reads only. */
    checkDrift: base.input(id).output(returns<{ runId: string }>()),
    /**
     * Replaces heavy hashes of agents' tokens by light ones, once each token was read from the gateway and verified. With `dryRun`
     * it only tells which it would replace.
     */
    lightenHashes: base
      .input(id.extend({ agentIds: z.array(z.string()).nullable().default(null), dryRun: z.boolean() }))
      .output(returns<LightenReport>()),
    /** Has that done again and again, or, with 0, not any more. */
    setCheck: base.input(id.extend({ everyMinutes: z.number().int().min(0).max(1440) })).output(returns<GatewayRow>()),
  },
  boards: {
    list: base.input(z.object({ gatewayId: z.string().optional() })).output(returns<BoardRow[]>()),
    create: base.input(boardFields).output(returns<BoardRow>()),
    update: base.input(id.extend({ change: changeOf(boardFields) })).output(returns<BoardRow>()),
    delete: base.input(id.extend({ confirmName: z.string() })).output(returns<null>()),
    /** Writes `/pause` or `/resume` into the board's chat. */
    setPaused: base.input(id.extend({ paused: z.boolean() })).output(returns<BoardRow>()),
  },
  agents: {
    list: base
      .input(z.object({ gatewayId: z.string().optional(), boardId: z.string().optional() }))
      .output(returns<AgentRow[]>()),
    get: base.input(id).output(returns<AgentView>()),
    create: base.input(agentFields).output(returns<AgentRow>()),
    update: base.input(id.extend({ change: changeOf(agentFields) })).output(returns<AgentRow>()),
    /** Removes the agent from its gateway, too; where that fails nothing is deleted unless `evenIfGatewayAway`. */
    delete: base.input(id.extend({ confirmName: z.string(), evenIfGatewayAway: z.boolean() })).output(returns<null>()),
    /** Renders the agent's files and compares them with those on the gateway. Reads only. */
    files: base.input(id).output(returns<{ files: AgentFileView[]; gatewayError: string | null }>()),
    /** Leaves a file as it is on the gateway for as long as neither side is another than in `kept`; null ends that. */
    keepTheirs: base
      .input(
        id.extend({
          fileName: z.string(),
          kept: z.object({ theirsMaskedSha256: z.string(), oursMaskedSha256: z.string() }).nullable(),
        }),
      )
      .output(returns<null>()),
  },
  runs: {
    list: base
      .input(
        z.object({
          gatewayId: z.string().optional(),
          boardId: z.string().optional(),
          limit: z.number().int().min(1).max(500).default(100),
        }),
      )
      .output(returns<RunRow[]>()),
    get: base.input(id).output(returns<RunSnapshot>()),
    /** The same in pieces, for a screen: one answer of ten thousand agents would hold a window up while it is taken in. */
    read: base.input(id).output(eventIterator(returns<RunPiece>())),
    drift: base.input(id).output(returns<RunDrift[]>()),
    /** Starts a sync and answers with its run id; the run goes on in main whoever looks. */
    sync: base.input(syncOptionsSchema).output(returns<{ runId: string }>()),
    ensureLead: base
      .input(z.object({ boardId: z.string(), agentName: z.string().optional() }))
      .output(returns<{ runId: string | null; agentId: string }>()),
    ensureGatewayAgent: base
      .input(z.object({ gatewayId: z.string() }))
      .output(returns<{ runId: string | null; agentId: string }>()),
    /**
     * Follows a live run from `afterSeq`, which may lie any way back in it; ends when the run has ended, at once for one that
     * has. Ask for the run once more then: its end may have come while nobody followed. A run of the command line brings no
     * batches, only its end.
     */
    follow: base.input(id.extend({ afterSeq: z.number().int() })).output(eventIterator(returns<RunBatch>())),
    cancel: base.input(id).output(returns<null>()),
    /** Tries an absent gateway at once instead of waiting for the clock. */
    retryNow: base.input(id).output(returns<null>()),
    /** Syncs again those agents of a run that ended in one of `outcomes`, with the run's own options. */
    retry: base
      .input(id.extend({ outcomes: z.array(z.enum(outcomes)).min(1), rotateTokens: z.boolean().optional() }))
      .output(returns<{ runId: string }>()),
    /** What a dry run planned, or what an applied plan was; null when the run made none. */
    plan: base.input(id).output(returns<Plan | null>()),
    /** What would be written into a file of a plan; null where nothing is. */
    planDiff: base
      .input(id.extend({ agentId: z.string(), fileName: z.string() }))
      .output(returns<{ diff: string | null }>()),
    /** Applies the selected parts of a dry run's plan, and nothing else; what has moved since is refused. */
    apply: base.input(id.extend({ selection: planSelectionSchema })).output(returns<{ runId: string }>()),
    /** The plan with its diffs as a file, for `apply` of the command line. */
    exportPlan: base.input(id).output(returns<{ fileName: string; text: string }>()),
    exportErrors: base
      .input(id.extend({ format: z.enum(["csv", "json"]) }))
      .output(returns<{ fileName: string; text: string }>()),
  },
  templates: {
    /** `error` says why the set cannot be used; its templates are listed all the same, to be looked at. */
    list: base.output(
      returns<{
        folder: string;
        isBuiltIn: boolean;
        templates: TemplateRow[];
        error: { message: string; hint: string } | null;
      }>(),
    ),
    source: base.input(z.object({ name: z.string() })).output(returns<{ source: string }>()),
    preview: base.input(z.object({ agentId: z.string() })).output(returns<TemplatePreview>()),
    /** Opens the host's folder chooser where it has one; null when it has none or nothing was chosen. */
    chooseFolder: base.output(returns<{ folder: string | null }>()),
  },
};
