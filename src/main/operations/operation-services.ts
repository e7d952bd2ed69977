import type { RestorePreview, RestoreResult } from "../../shared/backups.ts";
import type { HostKind, KeyPlace, OwnKeyPlace } from "../../shared/views.ts";
import type { GatewayWatch } from "../gateway/watch.ts";
import type { MirrorPulls } from "../mirror/mirror-pulls.ts";
import type { Network } from "../network/network.ts";
import type { Notifier } from "../notifications/notifier.ts";
import type { ProvisioningServices } from "../provisioning/model/provisioning-services.ts";
import type { ChangeFeed } from "../runs/change-feed.ts";
import type { RunHub } from "../runs/run-hub.ts";
import type { TemplateSet } from "../templates/template-set.ts";
import type { FaultLog } from "./fault-log.ts";
import type { HostBackups } from "./host-backups.ts";
import type { OpenedFiles } from "./opened-files.ts";
import type { AppUpdates } from "./updates/app-updates.ts";
import type { Updater } from "./updates/updater.ts";

/** Where the data key is kept, for a host that can choose. */
export type KeyPlaces = {
  read(): KeyPlace;
  /** @throws FlightDeckError vault-key */
  move(to: OwnKeyPlace): Promise<void>;
};

/** What differs between the hosts. */
export type HostFacts = {
  kind: HostKind;
  /** Flight Deck's own version. */
  version: string;
  electron: string | null;
  /** Whether the data key is in FLIGHTDECK_KEY. */
  isKeyGiven: boolean;
  /** What is wrong with the place of the data folder; null if nothing. */
  folderProblem: string | null;
  /** Opens the host's folder chooser; absent if the host has none. */
  chooseFolder?: (() => Promise<string | null>) | undefined;
  /** Absent in hosts without access to the system's key store. */
  keyPlaces?: KeyPlaces | undefined;
  /** Files that the operator opens with the application; empty in hosts that have none. */
  openedFiles?: OpenedFiles | undefined;
  /** Absent in hosts that are updated where they were started. */
  updater?: Updater | undefined;
};

/** The templates of the settings, as they are on disk now. Gateways may have others: `AgentFileRenderer`. */
export type LiveTemplates = {
  /**
   * Reads the templates again, from the folder in the settings.
   * @throws FlightDeckError template-error, also from everything that renders, until a later call succeeds
   */
  reload(): Promise<TemplateSet>;
  readonly folder: string;
  readonly isBuiltIn: boolean;
};

/** Restores backups while a host has the data folder open. */
export type Restores = {
  /** @throws FlightDeckError database-unwritable while a backup is being restored */
  requireNone(): void;
  preview(name: string): Promise<RestorePreview>;
  /** @throws FlightDeckError run-in-progress; vault-key unless secrets may be forgotten; and others */
  restore(name: string, forgetSecrets: boolean): Promise<RestoreResult>;
};

/** Everything the contract is implemented with; created once per host. */
export type RouterServices = ProvisioningServices & {
  runs: RunHub;
  changes: ChangeFeed;
  watch: GatewayWatch;
  templates: LiveTemplates;
  mirror: MirrorPulls;
  network: Network;
  backups: HostBackups;
  updates: AppUpdates;
  restores: Restores;
  notifier: Notifier;
  host: HostFacts;
  /** Ends the practice gateway that runs in this process, if one does. */
  stopPractice: () => Promise<void>;
  /** `startedBy` of the runs started here. */
  startedBy: string;
  log: FaultLog;
};
