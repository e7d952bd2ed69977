import { sections } from "../../../shared/sections.ts";
import { client } from "../../api/client.ts";
import { saveFleet } from "../../features/settings/save-fleet.ts";
import { navigate } from "../../router/use-location.ts";
import { chooseTheme } from "../../stores/choose-theme.ts";
import { toast, toastError } from "../../stores/toasts.ts";
import { actionEntry, type Entry } from "./entry.ts";

export type GeneralEntriesInput = {
  onHelp: () => void;
  /** The records follow Mission Control's database. */
  hasSource: boolean;
};

/** The pages of the sidebar, and the actions that are about no gateway, board, agent or run. */
export function generalEntries({ onHelp, hasSource }: GeneralEntriesInput): Entry[] {
  const action = (id: string, title: string, keywords: string, run: () => void) =>
    actionEntry(id, title, "", run, keywords);
  return [
    ...sections.map(({ path, label }) => action(path, `Go to ${label}`, "open show", () => navigate(path))),
    action("setup", "Set up a fleet", "new gateway board agents guided start", () => navigate("/setup")),
    action("new-gateway", "Connect a gateway", "add new create", () => navigate("/gateways/new")),
    action("new-board", "Create a board", "add new", () => navigate("/boards/new")),
    action("new-agent", "Create an agent", "add new", () => navigate("/agents/new")),
    ...(hasSource
      ? [action("pull", "Pull from Mission Control now", "refresh database", pullNow)]
      : [action("new-organization", "Create an organization", "add new people", askForOrganization)]),
    action("import", "Import a fleet file", "json load", () => navigate("/import")),
    action("export", "Export the fleet", "json save copy git", exportFleet),
    action("bin", "Open the bin", "deleted restore undo trash", () => navigate("/bin")),
    action("diagnostics", "Show diagnostics", "support save export", () => navigate("/settings")),
    action("theme-light", "Use the light theme", "colour appearance", () => chooseTheme("light")),
    action("theme-dark", "Use the dark theme", "colour appearance night", () => chooseTheme("dark")),
    action("theme-system", "Use the system's theme", "colour appearance", () => chooseTheme("system")),
    action("guide", "Open the guide", "help documentation manual how to", () => navigate("/guide")),
    action("errors", "Look up an error", "help code guide reference", () => navigate("/guide/errors")),
    action("help", "Show keyboard shortcuts", "keys help", onHelp),
  ];
}

const askForOrganization = () => navigate("/people", { ask: "organization" });

async function pullNow(): Promise<void> {
  try {
    await client.mirror.pull({ full: false });
    toast({
      tone: "ok",
      title: "The records were pulled from Mission Control",
      link: { to: "/settings", label: "Show what changed" },
    });
  } catch (error) {
    toastError(error);
  }
}

async function exportFleet(): Promise<void> {
  try {
    const { title, warnings, notes } = await saveFleet();
    const detail = [...warnings, ...notes].slice(0, 3).join(" ") || null;
    toast({ tone: warnings.length > 0 ? "danger" : "ok", title, detail });
  } catch (error) {
    toastError(error);
  }
}
