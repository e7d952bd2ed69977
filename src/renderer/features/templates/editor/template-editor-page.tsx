import { useQuery } from "@tanstack/react-query";
import { orpc } from "../../../api/client.ts";
import { Badge } from "../../../components/badge.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Page } from "../../../frame/page.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { SetEditor } from "./set-editor.tsx";

const trail = [{ label: "Templates", to: "/templates" }];

/** The editor of a set of templates: the one in the settings, or the one that the address names. */
export function TemplateEditorPage() {
  const sets = useQuery(orpc.templates.sets.queryOptions({ staleTime: 0 }));
  const [wanted] = useSearchParam("set");
  return (
    <Loaded query={sets} what="templates">
      {(data) => {
        const set = data.find(({ folder, isDefault }) =>
          wanted === "" ? isDefault : (folder ?? "built-in") === wanted,
        );
        return <OpenSet key={set?.folder ?? ""} folder={set ? set.folder : wanted} />;
      }}
    </Loaded>
  );
}

function OpenSet({ folder }: { folder: string | null }) {
  // The folder may have been changed by something else since.
  const editing = useQuery(orpc.templates.open.queryOptions({ input: { folder }, staleTime: 0 }));
  if (editing.data) return <SetEditor editing={editing.data} onChanged={() => editing.refetch()} />;
  return (
    <Page title="Edit templates" trail={trail} marks={folder !== null && <Badge>{folder}</Badge>}>
      <Loaded query={editing} what="templates">
        {() => null}
      </Loaded>
    </Page>
  );
}
