import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The rooms of the project and what each may import. Arrows point one way: hosts -> app -> router -> provisioning / mirror ->
 * gateway / templates / database -> vault -> shared (docs/architecture.md). `npm run lint` checks every import.
 */
export type Room = {
  name: string;
  /** Folders end with a slash; the longest matching path decides. */
  paths: string[];
  /** Rooms it may import besides itself; "any" for code outside the application. */
  mayUse: string[] | "any";
  /** If given, the only packages it may import. Its tests may use more. */
  packages?: string[];
};

const belowProvisioning = ["gateway", "network", "templates", "database", "vault", "files", "awake", "shared"];
// The stages of provisioning, from the engine down. Rooms above it may use what describes a run or a fleet, and its entries.
const belowReport = ["tokens", "model", ...belowProvisioning];
const belowPlan = ["observe", "desired", "report", ...belowReport];
const belowEngine = ["apply", "plan", ...belowPlan];
const belowRuns = ["provisioning", "desired", "report", ...belowReport];
const belowOperations = ["runs", "mirror", "notifications", ...belowRuns];
const belowRouter = ["operations", ...belowOperations];
const belowApp = ["practice-gateway", "router", ...belowRouter];
// The hosts, and what they share: the browser host prints a run as the command line does, and the starter is for both.
const belowCli = ["app", ...belowApp];
const belowBrowser = ["cli", ...belowCli];
// The window. A feature uses another one only where an arrow below says so.
const belowComponents = ["renderer/router", "renderer/stores", "renderer/api", "renderer/basics", "shared"];
const belowFeatures = ["renderer/components", ...belowComponents];
const features = readdirSync(join(import.meta.dirname, "../../src/renderer/features"));
const featuresUsedBy: { [feature: string]: string[] } = {
  agents: ["bulk", "runs"],
  attention: ["runs"],
  boards: ["bulk", "gateways", "runs", "variables"],
  bulk: ["runs"],
  gateways: ["bulk", "runs", "variables"],
  import: ["runs"],
  people: ["variables"],
  settings: ["runs", "welcome"],
  setup: ["boards", "gateways", "runs"],
};
const featureRooms = (names: string[]) => names.map((name) => `renderer/${name}`);

export const rooms: Room[] = [
  { name: "shared", paths: ["src/shared/"], mayUse: [], packages: ["zod", "@orpc/contract"] },
  { name: "vault", paths: ["src/main/vault/"], mayUse: ["files", "shared"] },
  { name: "files", paths: ["src/main/files/"], mayUse: ["shared"] },
  { name: "awake", paths: ["src/main/awake/"], mayUse: ["shared"] },
  { name: "database", paths: ["src/main/database/"], mayUse: ["vault", "files", "shared"] },
  { name: "network", paths: ["src/main/network/"], mayUse: ["vault", "shared"] },
  { name: "gateway", paths: ["src/main/gateway/"], mayUse: ["network", "vault", "awake", "shared"] },
  { name: "templates", paths: ["src/main/templates/"], mayUse: ["files", "shared"] },
  { name: "provisioning", paths: ["src/main/provisioning/"], mayUse: ["engine", ...belowEngine] },
  { name: "engine", paths: ["src/main/provisioning/engine/"], mayUse: belowEngine },
  { name: "apply", paths: ["src/main/provisioning/apply/"], mayUse: ["plan", ...belowPlan] },
  { name: "plan", paths: ["src/main/provisioning/plan/"], mayUse: belowPlan },
  { name: "observe", paths: ["src/main/provisioning/observe/"], mayUse: ["report", ...belowReport] },
  { name: "desired", paths: ["src/main/provisioning/desired/"], mayUse: belowReport },
  { name: "report", paths: ["src/main/provisioning/report/"], mayUse: belowReport },
  { name: "tokens", paths: ["src/main/provisioning/tokens/"], mayUse: ["model", ...belowProvisioning] },
  { name: "model", paths: ["src/main/provisioning/model/"], mayUse: belowProvisioning },
  { name: "mirror", paths: ["src/main/mirror/"], mayUse: ["database", "network", "vault", "awake", "shared"] },
  { name: "notifications", paths: ["src/main/notifications/"], mayUse: ["database", "network", "vault", "shared"] },
  { name: "runs", paths: ["src/main/runs/"], mayUse: belowRuns },
  // Comparing an agent's files for the screen makes a plan without applying it.
  { name: "operations", paths: ["src/main/operations/"], mayUse: ["plan", "observe", ...belowOperations] },
  { name: "router", paths: ["src/main/router/"], mayUse: belowRouter },
  { name: "app", paths: ["src/main/"], mayUse: belowApp },
  { name: "cli", paths: ["src/main/cli.ts", "src/main/cli/"], mayUse: belowCli },
  { name: "browser", paths: ["src/main/serve.ts", "src/main/browser/"], mayUse: belowBrowser },
  { name: "start", paths: ["src/main/start.ts", "src/main/start/"], mayUse: ["browser", ...belowBrowser] },
  { name: "desktop", paths: ["src/main/index.ts", "src/main/desktop/"], mayUse: ["browser", ...belowBrowser] },
  { name: "practice-gateway", paths: ["src/practice-gateway/"], mayUse: ["shared"] },
  { name: "preload", paths: ["src/preload/"], mayUse: ["shared"], packages: ["electron"] },
  {
    name: "renderer",
    paths: ["src/renderer/"],
    mayUse: ["renderer/frame", "renderer/screens", ...featureRooms(features), ...belowFeatures],
  },
  {
    name: "renderer/frame",
    paths: ["src/renderer/frame/"],
    mayUse: ["renderer/screens", ...featureRooms(["runs", "settings", "welcome"]), ...belowFeatures],
  },
  {
    name: "renderer/screens",
    paths: ["src/renderer/routes.tsx", "src/renderer/frame/not-found-page.tsx"],
    mayUse: [...featureRooms(features), ...belowFeatures],
  },
  ...features.map((feature) => ({
    name: `renderer/${feature}`,
    paths: [`src/renderer/features/${feature}/`],
    mayUse: [...featureRooms(featuresUsedBy[feature] ?? []), ...belowFeatures],
  })),
  {
    name: "renderer/components",
    // A page is what every feature fills; the rest of the frame is around it.
    paths: ["src/renderer/components/", "src/renderer/frame/page.tsx"],
    mayUse: belowComponents,
  },
  { name: "renderer/router", paths: ["src/renderer/router/"], mayUse: ["renderer/basics", "shared"] },
  { name: "renderer/stores", paths: ["src/renderer/stores/"], mayUse: ["renderer/api", "shared"] },
  { name: "renderer/api", paths: ["src/renderer/api/"], mayUse: ["shared"] },
  { name: "renderer/basics", paths: ["src/renderer/time/", "src/renderer/components/cx.ts"], mayUse: ["shared"] },
  { name: "scripts", paths: ["scripts/", "bench/"], mayUse: "any" },
  { name: "e2e", paths: ["e2e/"], mayUse: "any" },
];

/** Packages that only some rooms may import, by the start of their name. This applies to tests as well. */
export const packageOwners: { [packageStart: string]: string[] } = {
  electron: ["desktop", "preload"],
  "better-sqlite3": ["database"],
  "drizzle-": ["database"],
  "@openclaw/": ["gateway", "practice-gateway", "scripts", "e2e"],
  "minijinja-js": ["templates"],
  pg: ["mirror", "scripts", "e2e"],
  "pg-": ["mirror", "scripts", "e2e"],
  "node:": rooms.map((room) => room.name).filter((name) => !/^(shared|preload|renderer)/.test(name)),
};
