import { useQuery } from "@tanstack/react-query";
import { FlaskConicalOff } from "lucide-react";
import { useState } from "react";
import { orpc } from "../../api/client.ts";
import { Button, type ButtonLook } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { plural } from "../../time/format-time.ts";
import { removePractice } from "./answer-welcome.ts";

export type RemovePracticeButtonProps = Pick<ButtonLook, "size" | "variant">;

/** Removes the practice fleet, after listing what is deleted with it: the operator may have changed and added to it. */
export function RemovePracticeButton(look: RemovePracticeButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button {...look} icon={FlaskConicalOff} onClick={() => setIsAsking(true)}>
        Remove practice data
      </Button>
      {isAsking && <RemovePracticeDialog onClose={() => setIsAsking(false)} />}
    </>
  );
}

function RemovePracticeDialog({ onClose }: { onClose: () => void }) {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const gateway = gateways.data?.find(({ isPractice }) => isPractice);
  const names = (boards.data ?? []).filter(({ gatewayId }) => gatewayId === gateway?.id).map(({ name }) => name);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title="Remove the practice data?"
      description={
        gateway
          ? `Flight Deck deletes ${gateway.name}, ${plural(gateway.boards, "board")} and ${plural(gateway.agents, "agent")} ` +
            "on it, its runs and its organization, with everything you changed or added there. Your other gateways stay. This cannot be undone."
          : "Flight Deck deletes the practice gateway with everything on it. Your other gateways stay. This cannot be undone."
      }
      {...(names.length > 0 ? { hits: { label: "Boards that will be deleted", names } } : {})}
      confirmLabel="Remove practice data"
      onConfirm={removePractice}
    />
  );
}
