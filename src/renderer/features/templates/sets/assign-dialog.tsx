import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import type { SetTarget, TemplateSetRow } from "../../../../shared/template-history.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { type Choice, SelectField } from "../../../components/select.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { toast } from "../../../stores/toasts.ts";

export type AssignDialogProps = { set: TemplateSetRow; onClose: () => void };

/** Gives a set to a gateway, a board, or all gateways without one of their own. */
export function AssignDialog({ set, onClose }: AssignDialogProps) {
  const { isBusy, error, submit } = useSubmit();
  const users = useUsers(set);
  const [value, setValue] = useState("");
  const chosen = users.find((user) => user.value === value) ?? users[0];
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    if (!chosen) return;
    void submit(async () => {
      await client.templates.assignSet({ folder: set.folder, target: targetOf(chosen.value) });
      toast({ tone: "ok", title: `${chosen.label} uses ${set.name} now`, detail: "The next sync writes the files." });
      onClose();
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Use ${set.name} for…`}
      description="It is checked with the agents concerned before it is used. The next sync writes the files."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="assign-set" busy={isBusy} disabled={!chosen}>
            Check and use
          </Button>
        </>
      }
    >
      <form id="assign-set" noValidate onSubmit={save} className="flex flex-col gap-3">
        {chosen ? (
          <SelectField label="For" choices={users} value={chosen.value} onChange={setValue} />
        ) : (
          <p className="text-muted">It is the default set, and every gateway and board has it that can.</p>
        )}
        {set.folder === null && (
          <p className="text-muted">
            For a single gateway or board, duplicate the built-in set first, and use the copy.
          </p>
        )}
        <SubmitError error={error} />
      </form>
    </Dialog>
  );
}

/** Those that do not use the set as their own yet. */
function useUsers(set: TemplateSetRow): Choice<string>[] {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const all = set.isDefault ? [] : [{ value: "settings", label: "Every gateway without a set of its own" }];
  if (set.folder === null) return all;
  const own = new Set([...set.gateways, ...set.boards].filter(({ isOwn }) => isOwn).map(({ id }) => id));
  const others = <Row extends { id: string }>(rows: Row[] | undefined) => (rows ?? []).filter(({ id }) => !own.has(id));
  return [
    ...others(boards.data).map(({ id, name, gatewayName }) => ({
      value: `board ${id}`,
      label: `Board ${name}${gatewayName === null ? "" : ` (${gatewayName})`}`,
    })),
    ...others(gateways.data).map(({ id, name }) => ({ value: `gateway ${id}`, label: `Gateway ${name}` })),
    ...all,
  ];
}

function targetOf(value: string): SetTarget {
  const [kind, id = ""] = value.split(" ");
  return kind === "board" || kind === "gateway" ? { kind, id } : { kind: "settings" };
}
