import { FlightDeckError } from "../../shared/errors.ts";
import { type AgentRole, agentRoles, type TemplateCheck } from "../../shared/template-check.ts";
import { defaultTemplateFolder, readTemplateSet } from "../templates/template-set.ts";
import { checkTemplateSet } from "./check-templates.ts";
import { listTemplateSets, type TemplateSetsServices, usersOfSet } from "./template-sets.ts";

/** Checks every set that agents are made from, each with its own agents. A folder that cannot be read is its only problem. */
export async function checkUsedSets(
  services: TemplateSetsServices,
  roles: readonly AgentRole[] = agentRoles,
): Promise<TemplateCheck[]> {
  const results: TemplateCheck[] = [];
  for (const { folder } of listTemplateSets(services).filter(({ agents }) => agents > 0)) {
    const path = folder ?? defaultTemplateFolder();
    try {
      const set = await readTemplateSet(path);
      results.push(await checkTemplateSet(services.database, { set, ...usersOfSet(services, folder), roles }));
    } catch (error) {
      if (!(error instanceof FlightDeckError)) throw error;
      const { message, hint } = error;
      const problem = { kind: "unusable" as const, message, hint, roles: [], dialects: [] };
      results.push({ folder: path, roles: [...roles], problems: [problem] });
    }
  }
  return results;
}
