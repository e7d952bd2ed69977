import { useQuery } from "@tanstack/react-query";
import { orpc } from "../../../api/client.ts";
import { hrefTo } from "../../../router/match-route.ts";

/** Says in the status bar of every screen that there is a new version. */
export function UpdateNote() {
  const { data: updates } = useQuery(orpc.updates.state.queryOptions());
  if (updates?.step !== "ready" && updates?.step !== "available") return null;
  return (
    <a href={hrefTo("/settings")} className="shrink-0 whitespace-nowrap rounded text-accent hover:text-ink">
      Version {updates.version} is {updates.step}
    </a>
  );
}
