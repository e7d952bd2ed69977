import type { Gateway } from "../../../shared/records.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import type { ReadTemplates } from "../model/agent-file-renderer.ts";
import type { RunContext } from "../report/run-context.ts";

type Rendering = Pick<RunContext, "render" | "outline">;

/** How a run renders the files of its agents. */
export function renderFor(templates: ReadTemplates, gateway: Gateway, options: SyncOptions): Rendering {
  return {
    render: templates.forGateway(gateway, options.userId),
    outline: templates.outlinesFor(gateway, options.userId, { afresh: options.verify }),
  };
}

const refuse = () => Promise.reject(new Error("this run renders no files"));

/** For a run that needs no templates, and must not fail because of faulty ones. */
export const renderNothing: Rendering = { render: refuse, outline: refuse };
