import { useQuery } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { InheritedVariable, TemplateVariable, VariableOwner } from "../../../shared/variables.ts";
import { client, orpc } from "../../api/client.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { tellDeleted } from "../../stores/deletions.ts";
import { toastError } from "../../stores/toasts.ts";
import { VariableDialog } from "./variable-dialog.tsx";

type VariablesProps = { owner: VariableOwner };

/** The operator's own names for templates: of an organization, a gateway or a board. */
export function VariablesCard({ owner, ownerName }: VariablesProps & { ownerName?: string }) {
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Card
      title={ownerName === undefined ? "Template variables" : `Template variables of ${ownerName}`}
      note="Not secret"
      actions={
        <Button size="sm" icon={Plus} onClick={() => setIsAdding(true)}>
          Add variable
        </Button>
      }
    >
      <Variables owner={owner} />
      {isAdding && <VariableDialog owner={owner} onClose={() => setIsAdding(false)} />}
    </Card>
  );
}

function Variables({ owner }: VariablesProps) {
  const variables = useQuery(orpc.templates.variables.queryOptions({ input: owner }));
  const [open, setOpen] = useState<TemplateVariable | null>(null);
  const unset = async (name: string) => {
    try {
      tellDeleted("The variable was removed", name, await client.templates.unsetVariable({ owner, name }));
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <Loaded query={variables} what="variables">
      {({ own, inherited }) => (
        <>
          {own.length + inherited.length === 0 && (
            <p className="text-muted">
              Templates can use names of your own, such as <code>{"{{ team_channel }}"}</code>. {whoseWords[owner.kind]}
            </p>
          )}
          <ul className="flex flex-col gap-1">
            {own.map((variable) => (
              <VariableLine key={variable.name} variable={variable}>
                <IconButton icon={Pencil} label={`Edit ${variable.name}`} onClick={() => setOpen(variable)} />
                <IconButton icon={Trash2} label={`Remove ${variable.name}`} onClick={() => void unset(variable.name)} />
              </VariableLine>
            ))}
            {furtherAway(own, inherited).map((variable) => (
              <VariableLine key={variable.name} variable={variable}>
                <span className="text-muted text-xs">from the {variable.from}</span>
              </VariableLine>
            ))}
          </ul>
          {open && <VariableDialog owner={owner} variable={open} onClose={() => setOpen(null)} />}
        </>
      )}
    </Loaded>
  );
}

const whoseWords: Record<VariableOwner["kind"], string> = {
  organization: "These apply to all of its gateways.",
  gateway: "These apply to all of its agents, and override those of the organization.",
  board: "These apply to its agents, and override those of the gateway and the organization.",
};

function furtherAway(own: TemplateVariable[], inherited: InheritedVariable[]): InheritedVariable[] {
  const names = new Set(own.map(({ name }) => name));
  return inherited.filter(({ name }) => !names.has(name));
}

type VariableLineProps = { variable: TemplateVariable; children: React.ReactNode };

function VariableLine({ variable: { name, value }, children }: VariableLineProps) {
  return (
    <li className="grid min-h-8 grid-cols-[minmax(8rem,14rem)_minmax(0,1fr)_auto] items-center gap-3">
      <code className="truncate" title={name}>
        {name}
      </code>
      <span className="truncate" title={value}>
        {value === "" ? <span className="text-faint">Empty</span> : value}
      </span>
      <span className="flex items-center gap-1">{children}</span>
    </li>
  );
}
