import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { fileNameOf } from "../../templates/file-sets.ts";
import type { RenderAgentFilesInput, RenderedFile } from "../../templates/render-agent-files.ts";
import { templateFor } from "../../templates/template-set.ts";
import { isReadable } from "./find-candidates.ts";
import { insertToken } from "./mask-token.ts";

/** An example of a token. */
const someToken = "Zb0dQmKs_wRzTnLpVcXhJgDfBvNq-eRtYuIoPaSdFgH";

/**
 * Refuses files from which the agent's token could not be read back: Flight Deck would lose it at the next sync. Decided by the
 * same reader that reads files on gateways.
 * @param names which files were rendered; all by default
 * @throws FlightDeckError template-error
 */
export function requireTokenLine(
  { templates, role, places }: Pick<RenderAgentFilesInput, "templates" | "role" | "places">,
  files: RenderedFile[],
  names?: ReadonlySet<string>,
): void {
  const home = places.toolsHome;
  const inSection = home === "agents-section";
  const fileName = fileNameOf({ file: inSection ? "AGENTS" : "TOOLS", home: "file" });
  if (names && !names.has(fileName)) return;
  const content = files.find(({ name }) => name === fileName)?.content ?? "";
  if (isReadable(someToken, insertToken(content, someToken), home)) return;
  const place = inSection ? "the Tools section of AGENTS.md" : "TOOLS.md";
  throw new FlightDeckError(
    "template-error",
    `Template ${templateFor(templates, "TOOLS", role)} (in ${templates.folder}): the agent's token could not be read back from ${place} that it makes.`,
    hintsOf("template-error").tokenLine,
  );
}
