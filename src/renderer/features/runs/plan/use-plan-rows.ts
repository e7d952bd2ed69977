import { useQuery } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import type { Plan } from "../../../../shared/plan.ts";
import { orpc } from "../../../api/client.ts";
import { useSearchParam } from "../../../router/use-location.ts";
import { groupRows } from "./group-rows.ts";
import { type PlanFilter, type PlanRow, planRows } from "./plan-rows.ts";

export type PlanOrder = "agent" | "change";

/** The rows of a plan, by agent or by equal change; null while the groups are read. */
export function usePlanRows(plan: Plan, { show, text }: PlanFilter) {
  const [by, setBy] = useSearchParam("by");
  const order: PlanOrder = by === "change" ? "change" : "agent";
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const onOpen = useCallback((key: string) => {
    setOpened((now) => (now.has(key) ? new Set([...now].filter((each) => each !== key)) : new Set([...now, key])));
  }, []);
  const query = useQuery({
    ...orpc.runs.planGroups.queryOptions({ input: { id: plan.id } }),
    enabled: order === "change",
  });
  const deferredText = useDeferredValue(text);
  const groups = query.data;
  const rows = useMemo((): PlanRow[] | null => {
    const filter = { show, text: deferredText };
    if (order === "agent") return planRows(plan, filter);
    return groups ? groupRows(plan, groups, filter, opened) : null;
  }, [plan, show, deferredText, order, groups, opened]);
  return { rows, query, order, setOrder: (next: PlanOrder) => setBy(next === "agent" ? "" : next), opened, onOpen };
}
