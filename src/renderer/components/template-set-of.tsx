import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import type { TemplateSetRow } from "../../shared/template-history.ts";
import { client, orpc } from "../api/client.ts";
import { Link } from "../router/link.tsx";
import { toast } from "../stores/toasts.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Dialog } from "./dialog.tsx";
import { Loaded } from "./loaded.tsx";
import { SelectField } from "./select.tsx";
import { SubmitError } from "./submit-error.tsx";
import { useSubmit } from "./use-submit.ts";

/** An agent's place, or that of a board's agents. */
export type Place = { boardId: string | null; gatewayId: string | null };

/** Which set the agents of a place are made from, and whose choice that is. */
export function TemplateSetOf({ place }: { place: Place }) {
  const sets = useQuery(orpc.templates.sets.queryOptions());
  return (
    <Loaded query={sets} what="template sets" loading={<span className="text-faint">…</span>}>
      {(data) => {
        const { set, why } = chosenFor(data, place);
        if (!set) return <span className="text-faint">None: it is on no gateway</span>;
        return (
          <span className="break-words">
            <Link to={`/templates/edit?set=${encodeURIComponent(set.folder ?? "built-in")}`}>{set.name}</Link>
            <span className="text-muted">, {why}</span>
            {set.isMissing && <span className="text-danger"> · its folder is not there, so syncs fail</span>}
          </span>
        );
      }}
    </Loaded>
  );
}

/** As main chooses: the board's own set, else its gateway's, else the default one. */
function chosenFor(sets: TemplateSetRow[], { boardId, gatewayId }: Place) {
  const ofBoard = sets.find(({ boards }) => boards.some(({ id }) => id === boardId));
  if (ofBoard) return { set: ofBoard, why: "the board's own" };
  const ofGateway = sets.find(({ gateways }) => gateways.some(({ id }) => id === gatewayId));
  const isOwn = ofGateway?.gateways.some(({ id, isOwn }) => id === gatewayId && isOwn);
  return { set: ofGateway, why: isOwn ? "its gateway's" : "the default" };
}

/** The templates of a board's agents, and the way to give it a set of its own. */
export function BoardTemplates({ board }: { board: { id: string; name: string; gatewayId: string | null } }) {
  const [isOpen, setOpen] = useState(false);
  const sets = useQuery(orpc.templates.sets.queryOptions());
  return (
    <Card
      title="Templates"
      actions={
        <Button size="sm" icon={Pencil} disabled={!sets.data} onClick={() => setOpen(true)}>
          Change templates
        </Button>
      }
    >
      <TemplateSetOf place={{ boardId: board.id, gatewayId: board.gatewayId }} />
      {isOpen && sets.data && <ChooseDialog board={board} sets={sets.data} onClose={() => setOpen(false)} />}
    </Card>
  );
}

type ChooseDialogProps = { board: { id: string; name: string }; sets: TemplateSetRow[]; onClose: () => void };

function ChooseDialog({ board, sets, onClose }: ChooseDialogProps) {
  const own = sets.find(({ boards }) => boards.some(({ id }) => id === board.id));
  const [folder, setFolder] = useState(own?.folder ?? "");
  const { isBusy, error, submit } = useSubmit();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(async () => {
      await client.templates.assignSet({ folder: folder || null, target: { kind: "board", id: board.id } });
      toast({ tone: "ok", title: "Saved", detail: "The next sync writes the files." });
      onClose();
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Templates of ${board.name}`}
      description="The next sync of the board's agents writes the files that differ. Sets are made under Templates."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="board-templates" busy={isBusy}>
            Check and save
          </Button>
        </>
      }
    >
      <form id="board-templates" noValidate onSubmit={save} className="flex flex-col gap-3">
        <SelectField
          label="Set"
          choices={[
            { value: "", label: "As its gateway" },
            ...sets.flatMap((set) => (set.folder === null ? [] : [{ value: set.folder, label: set.name }])),
          ]}
          value={folder}
          onChange={setFolder}
        />
        <SubmitError error={error} />
      </form>
    </Dialog>
  );
}
