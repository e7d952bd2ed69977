import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { type AgentTableReport, canAddAgents } from "../../../shared/agent-table.ts";
import { orpc } from "../../api/client.ts";
import { toOperatorError } from "../../api/operator-error.ts";
import type { SetupDraft } from "./setup-draft.ts";

export type SetupAgents = {
  /** What the table was read as; undefined until it is. */
  report: AgentTableReport | undefined;
  /** Whether this is about what is typed now. */
  isRead: boolean;
  /** The table can be added as it is, or is empty. */
  isRight: boolean;
  /** Why it cannot be read at all. */
  error: string | null;
};

/** The agents of the guided path as main reads them. */
export function useSetupAgents({ board, agents }: SetupDraft): SetupAgents {
  const text = useDeferredValue(agents.text);
  const input = { text, boardName: board.name.trim(), leadName: agents.leadName };
  const query = useQuery({
    ...orpc.setup.previewAgents.queryOptions({ input }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const report = query.error ? undefined : query.data;
  const isRead = text === agents.text && !query.isPlaceholderData && !query.isPending;
  const isEmpty = agents.text.trim() === "";
  return {
    report,
    isRead,
    isRight: isEmpty || (isRead && report !== undefined && canAddAgents(report)),
    error: query.error ? toOperatorError(query.error).message : null,
  };
}
