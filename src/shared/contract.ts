import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { type AgentTableReport, mostTableChars } from "./agent-table.ts";
import type { Backup, BackupOverview, RestorePreview, RestoreResult } from "./backups.ts";
import type { BaseUrlCheck } from "./base-url-check.ts";
import type { BrowserSession } from "./browser-session.ts";
import { adoptionContract } from "./contract-adoption.ts";
import { attentionContract } from "./contract-attention.ts";
import { base, returns } from "./contract-base.ts";
import { binContract, type Deletion } from "./contract-bin.ts";
import { bulkContract } from "./contract-bulk.ts";
import { fileVersionsContract } from "./contract-file-versions.ts";
import {
  agentFields,
  boardFields,
  changeOf,
  chosenTemplates,
  gatewayFields,
  runFilter,
  settingsChange,
  typedName,
} from "./contract-inputs.ts";
import { labelsContract } from "./contract-labels.ts";
import { mirrorContract } from "./contract-mirror.ts";
import { networkContract } from "./contract-network.ts";
import { notificationsContract } from "./contract-notifications.ts";
import { organizationsContract } from "./contract-organizations.ts";
import { presetsContract } from "./contract-presets.ts";
import { setupContract } from "./contract-setup.ts";
import { templatesContract } from "./contract-templates.ts";
import { updatesContract } from "./contract-updates.ts";
import type { Doubt } from "./doubts.ts";
import type { FleetDownload, ImportReport } from "./import-report.ts";
import type { LightenReport } from "./lighten.ts";
import type { OpenedFile } from "./opened-file.ts";
import type { GatewayOrphans, OrphanDeletion, StayingAgents } from "./orphans.ts";
import { type Plan, planKeepsSchema, planSelectionSchema } from "./plan.ts";
import type { PlanGroup } from "./plan-groups.ts";
import type { RunBatch, RunDrift, RunPiece, RunRow, RunSnapshot } from "./run-views.ts";
import type { Settings } from "./settings-view.ts";
import { outcomes } from "./sync.ts";
import { syncOptionsSchema } from "./sync-options.ts";
import type { EarlierTemplates } from "./template-history.ts";
import type {
  AgentFileView,
  AgentRow,
  AgentView,
  AppInfo,
  BoardRow,
  Change,
  CheckResult,
  GatewayRow,
} from "./views.ts";
import { wakeTargetSchema } from "./wake.ts";

const id = z.object({ id: z.string() });

/** Everything that a renderer can call in main. Channel and method names are defined only here and in the parts. */
export const contract = {
  app: {
    info: base.output(returns<AppInfo>()),
    /** A stream without end that tells which data to refetch. */
    changes: base.output(eventIterator(returns<Change>())),
    settings: base.output(returns<Settings>()),
    saveSettings: base.input(settingsChange).output(returns<Settings>()),
    /** Answers the welcome panel. `remove-practice` deletes the practice gateway with its boards and agents. */
    welcome: base.input(z.object({ choice: z.enum(["keep-practice", "remove-practice"]) })).output(returns<AppInfo>()),
    /** The browsers that may use the browser host. */
    browserSessions: base.output(returns<BrowserSession[]>()),
    /** A link that opens the browser host in another browser, once, within ten minutes. */
    browserLink: base.output(returns<{ url: string }>()),
    /** Without an id, all of them, also the caller's. */
    endBrowserSessions: base.input(z.object({ id: z.string().optional() })).output(returns<null>()),
    /** Moves the data key between its file and the system's key store; on the desktop only. */
    moveKey: base.input(z.object({ to: z.enum(["file", "key-store"]) })).output(returns<AppInfo>()),
    backups: base.output(returns<BackupOverview>()),
    /** Copies the database now. */
    makeBackup: base.output(returns<Backup>()),
    previewRestore: base.input(z.object({ name: z.string() })).output(returns<RestorePreview>()),
    /** Replaces all records, runs and settings; what was there before is in a backup. Refused while a run is in progress. */
    restoreBackup: base
      .input(z.object({ name: z.string(), forgetSecrets: z.boolean() }))
      .output(returns<RestoreResult>()),
    /** Versions, counts, settings and the latest runs' errors as JSON text, without secrets and addresses. */
    diagnostics: base.output(returns<{ fileName: string; text: string }>()),
    /** The doubts about a gateway or board with everything on it, or about one agent. */
    doubts: base
      .input(
        z.object({ gatewayId: z.string().optional(), boardId: z.string().optional(), agentId: z.string().optional() }),
      )
      .output(returns<Doubt[]>()),
    /** With `dryRun`, what an import would do. */
    importFleet: base
      .input(z.object({ text: z.string().max(200_000_000), dryRun: z.boolean().default(false) }))
      .output(returns<ImportReport>()),
    /** What is in a file that was opened with Flight Deck, by the id in the address of its page. Changes nothing. */
    openedFile: base.input(id).output(returns<OpenedFile>()),
    /** Everything that an operator sets, except secrets, as a fleet file. */
    exportFleet: base.output(returns<FleetDownload>()),
  },
  organizations: organizationsContract,
  gateways: {
    list: base.output(returns<GatewayRow[]>()),
    create: base.input(gatewayFields).output(returns<GatewayRow>()),
    update: base.input(id.extend({ change: changeOf(gatewayFields) })).output(returns<GatewayRow>()),
    /** `confirmName` must be the gateway's name. */
    delete: base.input(id.extend({ confirmName: z.string() })).output(returns<Deletion>()),
    /**
     * Checks an address before it is saved. With `id`, the stored token is used when none is given. Each stage is reported
     * when it ends.
     */
    check: base
      .input(changeOf(gatewayFields.omit({ label: true })).extend({ id: z.string().optional() }))
      .output(eventIterator(returns<CheckResult>())),
    /** Asks the base URL of its agents for Mission Control's `/health`, from this machine. */
    checkBaseUrl: base.input(id).output(returns<BaseUrlCheck>()),
    /** Connects now; screens call it to keep the shown state current. */
    probe: base.input(id).output(returns<GatewayRow>()),
    /** Reads how the agents' heartbeats do now; a few calls, nothing is written to the gateway. */
    readHeartbeats: base.input(id).output(returns<GatewayRow>()),
    /** Whether agents answer heartbeats in their last chat, where the gateway makes them wait for one. */
    setDelivery: base.input(id.extend({ deliversHeartbeats: z.boolean() })).output(returns<GatewayRow>()),
    /** Gives agents that wake more often this interval, in their records. Answers how many; `dryRun` only counts them. */
    lengthenHeartbeats: base
      .input(id.extend({ everyMinutes: z.number(), dryRun: z.boolean().default(false) }))
      .output(returns<{ agents: number }>()),
    /** Makes the certificate with this fingerprint the only one that a gateway with `allowInsecureTls` may show. */
    acceptCertificate: base.input(id.extend({ sha256: z.string() })).output(returns<GatewayRow>()),
    /** Its own template folder and base URL; null follows the settings. A folder that cannot be used is refused. */
    setTemplates: base
      .input(id.extend({ folder: z.string().trim().nullable(), baseUrl: z.string().trim().nullable() }))
      .output(returns<GatewayRow>()),
    /** Starts a run that compares every agent with the templates and records. Reads only. */
    checkDrift: base.input(id).output(returns<{ runId: string }>()),
    /**
     * Replaces heavy hashes of agents' tokens with light ones, after each token was read from the gateway and verified. With
     * `dryRun` it only reports which it would replace.
     */
    lightenHashes: base
      .input(id.extend({ agentIds: z.array(z.string()).nullable().default(null), dryRun: z.boolean() }))
      .output(returns<LightenReport>()),
    /** The agents on the gateway without a record, as its roster was last read. Makes no call. */
    orphans: base.input(id).output(returns<GatewayOrphans>()),
    /** Deletes one of them on the gateway, after copying its own files; `confirmName` must be its name. */
    deleteOrphan: base.input(id.extend({ key: z.string(), confirmName: z.string() })).output(returns<OrphanDeletion>()),
    /** Sets how often that check is repeated; 0 turns it off. */
    setCheck: base.input(id.extend({ everyMinutes: z.number().int().min(0).max(1440) })).output(returns<GatewayRow>()),
  },
  boards: {
    list: base.input(z.object({ gatewayId: z.string().optional() })).output(returns<BoardRow[]>()),
    create: base.input(boardFields).output(returns<BoardRow>()),
    update: base.input(id.extend({ change: changeOf(boardFields) })).output(returns<BoardRow>()),
    /** A new board with its settings, and copies of its agents if asked. */
    duplicate: base
      .input(id.extend({ name: typedName.optional(), withAgents: z.boolean() }))
      .output(returns<{ id: string; agents: number }>()),
    delete: base.input(id.extend({ confirmName: z.string() })).output(returns<Deletion>()),
    /** Writes `/pause` or `/resume` into the board's chat. */
    setPaused: base.input(id.extend({ paused: z.boolean() })).output(returns<BoardRow>()),
  },
  agents: {
    list: base
      .input(z.object({ gatewayId: z.string().optional(), boardId: z.string().optional() }))
      .output(returns<AgentRow[]>()),
    get: base.input(id).output(returns<AgentView>()),
    /** Those that stay on their gateways when these records are deleted. */
    staying: base
      .input(
        z.object({ gatewayId: z.string().optional(), boardId: z.string().optional(), agentId: z.string().optional() }),
      )
      .output(returns<StayingAgents[]>()),
    create: base.input(agentFields).output(returns<AgentRow>()),
    update: base.input(id.extend({ change: changeOf(agentFields) })).output(returns<AgentRow>()),
    /** A new agent with its settings, on its board or another. */
    duplicate: base
      .input(id.extend({ name: typedName.optional(), boardId: z.string().optional() }))
      .output(returns<AgentRow>()),
    /** Adds the agents of a pasted table, all or none; with `dryRun`, what it would add. */
    addTable: base
      .input(z.object({ text: z.string().max(mostTableChars), boardId: z.string().nullable(), dryRun: z.boolean() }))
      .output(returns<AgentTableReport>()),
    /** The same as for its gateway; null follows the gateway. */
    setDelivery: base.input(id.extend({ deliversHeartbeats: z.boolean().nullable() })).output(returns<null>()),
    /** Also removes the agent from its gateway. If that fails, nothing is deleted unless `evenIfGatewayAway`. */
    delete: base
      .input(id.extend({ confirmName: z.string(), evenIfGatewayAway: z.boolean() }))
      .output(returns<Deletion>()),
    /** Renders the agent's files and compares them with those on the gateway. Reads only. */
    files: base.input(id).output(returns<{ files: AgentFileView[]; gatewayError: string | null }>()),
    versions: fileVersionsContract,
    /** Makes what SOUL.md or IDENTITY.md has on the gateway the agent's own template; whether it gives exactly this content. */
    makeOwnTemplate: base.input(id.extend({ fileName: z.string() })).output(returns<{ isSame: boolean }>()),
    /** Keeps the gateway version of a file for as long as both sides are as in `kept`; null ends that. */
    keepTheirs: base
      .input(
        id.extend({
          fileName: z.string(),
          kept: z.object({ theirsMaskedSha256: z.string(), oursMaskedSha256: z.string() }).nullable(),
        }),
      )
      .output(returns<null>()),
  },
  adoption: adoptionContract,
  runs: {
    list: base.input(runFilter).output(returns<RunRow[]>()),
    get: base.input(id).output(returns<RunSnapshot>()),
    /** The run as a list shows it. */
    row: base.input(id).output(returns<RunRow>()),
    /** The same in parts, for screens: a single response with ten thousand agents would block the window while it is parsed. */
    read: base.input(id).output(eventIterator(returns<RunPiece>())),
    drift: base.input(id).output(returns<RunDrift[]>()),
    /** Starts a sync and returns its run id; the run continues in main independently of windows. */
    sync: base.input(syncOptionsSchema).output(returns<{ runId: string }>()),
    ensureLead: base
      .input(
        z.object({
          boardId: z.string(),
          agentName: z.string().optional(),
          /** For a new lead: overrides of its identity; blank values change nothing. */
          identityProfile: z.record(z.string(), z.string()).optional(),
        }),
      )
      .output(returns<{ runId: string | null; agentId: string }>()),
    ensureGatewayAgent: base
      .input(z.object({ gatewayId: z.string() }))
      .output(returns<{ runId: string | null; agentId: string }>()),
    /** Wakes agents: one run per gateway. `problems` say why a gateway's run could not start while another's did. */
    wake: base
      .input(wakeTargetSchema)
      .output(returns<{ runIds: string[]; problems: { message: string; hint: string }[] }>()),
    /**
     * Follows a run in progress from any `afterSeq`. The stream ends when the run ends, or at once if it has ended; then
     * read the run again, because its end may have been missed. A run of the command line sends no batches, only its end.
     */
    follow: base.input(id.extend({ afterSeq: z.number().int() })).output(eventIterator(returns<RunBatch>())),
    cancel: base.input(id).output(returns<null>()),
    /** A pinned run is kept however old it is. */
    setPinned: base.input(id.extend({ pinned: z.boolean() })).output(returns<null>()),
    /** An interrupted run needs no attention any more. */
    dismiss: base.input(id).output(returns<null>()),
    /** Retries an unreachable gateway at once instead of waiting for the next attempt. */
    retryNow: base.input(id).output(returns<null>()),
    /** Syncs the agents of a run that ended with one of `outcomes` again, with the run's own options. */
    retry: base
      .input(id.extend({ outcomes: z.array(z.enum(outcomes)).min(1), rotateTokens: z.boolean().optional() }))
      .output(returns<{ runId: string }>()),
    /** Starts a run that plans what brings back the files of a run, or one of them, and returns its id. Writes nothing. */
    undo: base
      .input(
        id.extend({
          file: z.object({ agentId: z.string(), fileName: z.string() }).optional(),
          /** Earlier versions of template sets to use again, at once. */
          withTemplates: z.array(chosenTemplates).optional(),
        }),
      )
      .output(returns<{ runId: string }>()),
    /** The earlier versions of template sets that an undo can use again. */
    earlierTemplates: base.input(id).output(returns<EarlierTemplates[]>()),
    /** The plan that a run made or applied; null when it has none. */
    plan: base.input(id).output(returns<Plan | null>()),
    /** The files of a plan, those with the same change together. */
    planGroups: base.input(id).output(returns<PlanGroup[]>()),
    /**
     * The diff of a file of a plan; null when the file is not written. With `ofGroup`, as all files of its group have it: the agent's
     * own values are replaced.
     */
    planDiff: base
      .input(id.extend({ agentId: z.string(), fileName: z.string(), ofGroup: z.boolean().default(false) }))
      .output(returns<{ diff: string | null }>()),
    /**
     * Applies the selected parts of a plan, and nothing else; of the files in `keeps`, it records that the gateway version stays.
     * Anything that changed since is refused.
     */
    apply: base
      .input(id.extend({ selection: planSelectionSchema, keeps: planKeepsSchema }))
      .output(returns<{ runId: string }>()),
    /** The plan with its diffs, and the files that are kept, as a file for the command line's `apply`. */
    exportPlan: base.input(id.extend({ keeps: planKeepsSchema })).output(returns<{ fileName: string; text: string }>()),
    exportErrors: base
      .input(id.extend({ format: z.enum(["csv", "json"]) }))
      .output(returns<{ fileName: string; text: string }>()),
  },
  mirror: mirrorContract,
  attention: attentionContract,
  bin: binContract,
  labels: labelsContract,
  bulk: bulkContract,
  network: networkContract,
  notifications: notificationsContract,
  setup: setupContract,
  updates: updatesContract,
  presets: presetsContract,
  templates: templatesContract,
};
