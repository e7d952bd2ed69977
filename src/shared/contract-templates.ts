import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import type { Deletion } from "./contract-bin.ts";
import type { TemplateCheck } from "./template-check.ts";
import { type DraftCheck, type DraftPreview, type TemplateEditing, templateDraftSchema } from "./template-editing.ts";
import type { SetTarget, TemplateDifference, TemplateSetRow, TemplateVersionRow } from "./template-history.ts";
import { type TemplateRules, templateRulesSchema } from "./template-rules.ts";
import { type InheritedVariable, type TemplateVariable, variableOwnerKinds } from "./variables.ts";
import type { TemplatePreview, TemplateRow } from "./views.ts";

const variableOwner = z.object({ kind: z.enum(variableOwnerKinds), id: z.string() });
/** A set by its folder; null is the built-in one. */
const set = z.object({ folder: z.string().nullable() });
const ownSet = z.object({ folder: z.string() });
const setTarget = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["gateway", "board"]), id: z.string() }),
  z.object({ kind: z.literal("settings") }),
]) satisfies z.ZodType<SetTarget>;
const draft = z.object({ draft: templateDraftSchema });
const setName = z.string().trim();

/** The part of the contract about templates. */
export const templatesContract = {
  /** `error` says why the set cannot be used; its templates are listed in any case. */
  list: base.output(
    returns<{
      folder: string;
      isBuiltIn: boolean;
      templates: TemplateRow[];
      error: { message: string; hint: string } | null;
    }>(),
  ),
  /** Renders the folder for every kind of agent, and lists everything that is wrong. */
  check: base.output(returns<TemplateCheck>()),
  source: base.input(z.object({ name: z.string() })).output(returns<{ source: string }>()),
  preview: base.input(z.object({ agentId: z.string() })).output(returns<TemplatePreview>()),
  /** The sets that there are, the built-in one first. */
  sets: base.output(returns<TemplateSetRow[]>()),
  /** A set of one's own, as a copy of another one. */
  createSet: base.input(z.object({ name: setName, from: z.string().nullable() })).output(returns<{ folder: string }>()),
  /** Also its folder, of which it is the name: whoever uses it goes along, and so do its versions. Only for sets of one's own. */
  renameSet: base.input(ownSet.extend({ name: setName })).output(returns<{ folder: string }>()),
  /** Refused while something uses it. Its versions stay for a set of the same name. */
  deleteSet: base.input(ownSet).output(returns<null>()),
  /** Gives it to a gateway, a board, or all that have none of their own; null takes a gateway's or board's own one away. */
  assignSet: base.input(set.extend({ target: setTarget })).output(returns<null>()),
  /** A set with its sources, to edit it. What something else changed in its folder becomes a version. */
  open: base.input(set).output(returns<TemplateEditing>()),
  /** Checks a draft as `check` does; stores nothing. */
  checkDraft: base.input(draft).output(returns<DraftCheck>()),
  /** An agent's files as a draft renders them; stores nothing. */
  previewDraft: base.input(draft.extend({ agentId: z.string() })).output(returns<DraftPreview>()),
  /** Starts a dry run with a draft. Its plan can be applied once the draft is saved as it is. */
  planDraft: base.input(draft.extend({ gatewayId: z.string() })).output(returns<{ runId: string }>()),
  /** Saves a draft as a version. The built-in set is copied to a set named `newName`, which takes its place in the settings. */
  save: base
    .input(draft.extend({ note: z.string().trim().max(500), newName: setName.nullable() }))
    .output(returns<{ folder: string; sha256: string }>()),
  /** The latest first, which is what is there now. */
  versions: base.input(ownSet).output(returns<TemplateVersionRow[]>()),
  versionDiff: base
    .input(ownSet.extend({ from: z.number().int(), to: z.number().int() }))
    .output(returns<TemplateDifference[]>()),
  /** Writes an earlier version's templates into the folder. `baseSha256` is the version that the operator saw as the present one. */
  restoreVersion: base
    .input(ownSet.extend({ id: z.number().int(), baseSha256: z.string() }))
    .output(returns<{ sha256: string }>()),
  /** The operator's own names: those of an owner, and those that its agents inherit. */
  variables: base.input(variableOwner).output(returns<{ own: TemplateVariable[]; inherited: InheritedVariable[] }>()),
  setVariable: base
    .input(z.object({ owner: variableOwner, name: z.string().trim(), value: z.string() }))
    .output(returns<null>()),
  unsetVariable: base.input(z.object({ owner: variableOwner, name: z.string() })).output(returns<Deletion>()),
  /** The operator's own rules for what agents' files say. */
  rules: base.output(returns<TemplateRules>()),
  setRules: base.input(templateRulesSchema).output(returns<TemplateRules>()),
  /** Opens the host's folder chooser; null when the host has none or nothing was chosen. */
  chooseFolder: base.output(returns<{ folder: string | null }>()),
};
