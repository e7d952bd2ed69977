import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { TemplateRules } from "../../../shared/template-rules.ts";
import { workspaceFiles } from "../../../shared/workspace-files.ts";
import { client, orpc } from "../../api/client.ts";
import { showAnswer } from "../../api/show-answer.ts";
import { Card } from "../../components/card.tsx";
import { TextArea, TextField } from "../../components/field.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { toast } from "../../stores/toasts.ts";
import { SettingsForm } from "./settings-form.tsx";

/** The operator's own rules for what agents' files say. */
export function TemplateRulesCard() {
  const rules = useQuery(orpc.templates.rules.queryOptions());
  return (
    <Card title="Rules for templates">
      <Loaded query={rules} what="rules">
        {(data) => <RulesForm key={JSON.stringify(data)} rules={data} />}
      </Loaded>
    </Card>
  );
}

const mostChars = 1_000_000;

function RulesForm({ rules }: { rules: TemplateRules }) {
  const [phrases, setPhrases] = useState(() => rules.forbidden.join("\n"));
  const [budgets, setBudgets] = useState(() => new Map(workspaceFiles.map((file) => [file, textOf(rules, file)])));
  const forbidden = phrases.split("\n").filter((line) => line.trim() !== "");
  const fault = forbidden.find((phrase) => phrase.trim().length < 2 || phrase.trim().length > 200);
  const save = async () => {
    const given = [...budgets].flatMap(([file, text]) => (text.trim() === "" ? [] : [[file, Number(text)]]));
    await showAnswer(
      orpc.templates.rules.queryKey(),
      await client.templates.setRules({ forbidden, budgets: Object.fromEntries(given) }),
    );
    toast({ tone: "ok", title: "Saved. Checks and plans warn by these rules from now on." });
  };
  return (
    <SettingsForm
      isChanged={
        phrases !== rules.forbidden.join("\n") ||
        workspaceFiles.some((file) => (budgets.get(file) ?? "").trim() !== textOf(rules, file))
      }
      isValid={fault === undefined && [...budgets.values()].every((text) => budgetFault(text) === null)}
      saveLabel="Save rules"
      onSave={save}
    >
      {(isSubmitted) => (
        <>
          <TextArea
            label="Forbidden phrases"
            help="One on each line. The editor, checks and plans warn of a template or a file that has one; upper and lower case are the same, and it may be a part of a word."
            rows={4}
            value={phrases}
            error={isSubmitted && fault !== undefined ? `"${fault}" does not have 2 to 200 characters.` : null}
            onChange={setPhrases}
          />
          <p className="text-muted">
            How many characters each file may have; empty for no budget. Gateways have limits of their own, which are
            checked in any case.
          </p>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-3">
            {workspaceFiles.map((file) => (
              <TextField
                key={file}
                label={file}
                inputMode="numeric"
                value={budgets.get(file) ?? ""}
                error={isSubmitted ? budgetFault(budgets.get(file) ?? "") : null}
                onChange={(text) => setBudgets(new Map(budgets).set(file, text))}
              />
            ))}
          </div>
        </>
      )}
    </SettingsForm>
  );
}

function textOf({ budgets }: TemplateRules, file: (typeof workspaceFiles)[number]): string {
  return budgets[file]?.toString() ?? "";
}

function budgetFault(text: string): string | null {
  const isFine = text.trim() === "" || (/^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= mostChars);
  return isFine ? null : "Not a number of characters.";
}
