import { Ellipsis, FilePlus2, TextCursorInput, Trash2 } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import type { TemplateRow } from "../../../../shared/views.ts";
import { Button, IconButton } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { Menu } from "../../../components/menu.tsx";
import { SelectField } from "../../../components/select.tsx";
import { basisOf, deletionOf, isPart, partFault, partName, purposeOf } from "./template-names.ts";
import type { Draft } from "./use-draft.ts";

export type NewFileButtonProps = { draft: Draft; fileNames: string[]; onMade: (name: string) => void };

const aPart = "part";

/** Adds a template to the draft: one that makes a file, or a part that others include. */
export function NewFileButton({ draft, fileNames, onMade }: NewFileButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const isThere = (name: string) => draft.allNames.includes(name) && !draft.isRemoved(name);
  const free = fileNames.filter((name) => !isThere(name));
  return (
    <>
      <Button size="sm" icon={FilePlus2} onClick={() => setOpen(true)}>
        New file
      </Button>
      {isOpen && (
        <NewFileDialog
          free={free}
          draft={draft}
          onClose={() => setOpen(false)}
          onMade={(name) => {
            const basis = basisOf(name);
            draft.edit(name, basis !== null && isThere(basis) ? draft.textOf(basis) : "");
            onMade(name);
          }}
        />
      )}
    </>
  );
}

type NewFileDialogProps = {
  free: string[];
  draft: Draft;
  onClose: () => void;
  onMade: (name: string) => void;
};

function NewFileDialog({ free, draft, onClose, onMade }: NewFileDialogProps) {
  const [kind, setKind] = useState(free[0] ?? aPart);
  const [part, setPart] = useState("");
  const [isSubmitted, setSubmitted] = useState(false);
  const name = kind === aPart ? partName(part) : kind;
  const fault = kind === aPart ? partFault(part, draft) : null;
  const make = (event: SubmitEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (fault !== null) return;
    onMade(name);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New file"
      description="It is part of the draft, and of the set once the draft is saved."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="new-file">
            Add the file
          </Button>
        </>
      }
    >
      <form id="new-file" noValidate onSubmit={make} className="flex flex-col gap-3">
        <SelectField
          label="Template"
          help="A set has one template for each file that agents get. Those that are missing here can be added."
          choices={[
            ...free.map((value) => ({ value, label: value })),
            { value: aPart, label: "A part for other templates to include" },
          ]}
          value={kind}
          onChange={setKind}
        />
        {kind === aPart && (
          <TextField
            label="Name of the part"
            help={`Capital letters, digits and underscores: ${partName(part || "GREETING")}.`}
            className="font-mono"
            value={part}
            error={isSubmitted ? fault : null}
            onChange={setPart}
          />
        )}
        <p className="text-muted">{purposeOf(name)}</p>
      </form>
    </Dialog>
  );
}

export type FileMenuProps = { draft: Draft; template: TemplateRow; onRenamed: (name: string) => void };

/** Renames or deletes a template in the draft, and says what that means for agents. */
export function FileMenu({ draft, template, onRenamed }: FileMenuProps) {
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const { name } = template;
  const there = draft.allNames.filter((each) => !draft.isRemoved(each));
  const { isAllowed, words } = deletionOf(template, there);
  if (draft.isRemoved(name)) return null;
  return (
    <>
      <Menu
        trigger={<IconButton icon={Ellipsis} label={`More for ${name}`} />}
        entries={[
          { label: "Rename", icon: TextCursorInput, disabled: !isPart(name), onSelect: () => setOpen("rename") },
          { label: "Delete", icon: Trash2, danger: true, onSelect: () => setOpen("delete") },
        ]}
      />
      {open === "rename" && (
        <RenameDialog
          name={name}
          draft={draft}
          onClose={() => setOpen(null)}
          onRename={(to) => {
            draft.rename(name, to);
            onRenamed(to);
          }}
        />
      )}
      {isAllowed ? (
        <ConfirmDialog
          open={open === "delete"}
          onClose={() => setOpen(null)}
          title={`Delete ${name}?`}
          description={words}
          confirmLabel="Delete in this draft"
          onConfirm={async () => draft.remove(name)}
        />
      ) : (
        <Dialog
          open={open === "delete"}
          onClose={() => setOpen(null)}
          title={`${name} cannot be deleted`}
          description={words}
          footer={<Button onClick={() => setOpen(null)}>Leave it</Button>}
        />
      )}
    </>
  );
}

type RenameDialogProps = { name: string; draft: Draft; onClose: () => void; onRename: (to: string) => void };

function RenameDialog({ name, draft, onClose, onRename }: RenameDialogProps) {
  const [part, setPart] = useState(name.replace(/^PART_|\.md\.j2$/g, ""));
  const [isSubmitted, setSubmitted] = useState(false);
  const fault = partName(part) === name ? "It has this name already." : partFault(part, draft);
  const rename = (event: SubmitEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (fault !== null) return;
    onRename(partName(part));
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rename ${name}`}
      description="Templates that include it have its old name until you change them there; the check names each."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="rename-file">
            Rename in this draft
          </Button>
        </>
      }
    >
      <form id="rename-file" noValidate onSubmit={rename} className="flex flex-col gap-3">
        <TextField
          label="Name of the part"
          help={`Its file is ${partName(part)}.`}
          className="font-mono"
          value={part}
          error={isSubmitted ? fault : null}
          onChange={setPart}
        />
      </form>
    </Dialog>
  );
}
