import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a template knows of an agent. */
export type TemplateValues = { agent_name: string; agent_id: string };

const bodies: { [file: string]: string } = {
  AGENTS: "{{ agent_name }} works here.",
  SOUL: "{{ agent_name }} is calm.",
  TOOLS: "AUTH_TOKEN={{ auth_token }}\nAGENT_ID={{ agent_id }}",
  IDENTITY: "I am {{ agent_name }}.",
  USER: "The person that {{ agent_name }} works for.",
  HEARTBEAT: "{{ agent_name }} looks around.",
  MEMORY: "What {{ agent_name }} remembers.",
  BOOTSTRAP: "{{ agent_name }} has just started.",
};

/** Templates so plain that a verifier can render them itself. Each revision changes the text of every file. */
function sourceOf(file: string, revision: number): string {
  return `# ${file}\n\nRevision ${revision}.\n${bodies[file]}`;
}

/** Writes the set of templates of a revision into a folder. */
export function writeTemplates(folder: string, revision: number): void {
  for (const file of Object.keys(bodies)) writeFileSync(join(folder, `BOARD_${file}.md.j2`), sourceOf(file, revision));
}

/** The lines that a file must have, without those about the token. */
export function expectedLines(file: string, revision: number, values: TemplateValues): string[] {
  const text = sourceOf(file, revision)
    .replaceAll("{{ agent_name }}", values.agent_name)
    .replaceAll("{{ agent_id }}", values.agent_id);
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#") && !line.includes("auth_token"));
}
