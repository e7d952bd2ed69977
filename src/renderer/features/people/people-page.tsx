import { useQuery } from "@tanstack/react-query";
import { Plus, Users } from "lucide-react";
import { Fragment } from "react";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Page } from "../../frame/page.tsx";
import { useQuestion } from "../../router/use-question.ts";
import { VariablesCard } from "../variables/variables-card.tsx";
import { OrganizationCard } from "./organization-card.tsx";
import { OrganizationDialog } from "./organization-dialog.tsx";

/** Organizations, and the people in them: whom agents work for. */
export function PeoplePage() {
  const organizations = useQuery(orpc.organizations.list.queryOptions());
  const [isCreating, setIsCreating] = useQuestion("organization");
  const isReadOnly = organizations.data?.some((organization) => organization.isReadOnly) ?? false;
  const create = (
    <Button variant="primary" icon={Plus} disabled={isReadOnly} onClick={() => setIsCreating(true)}>
      New organization
    </Button>
  );
  return (
    <Page
      title="People"
      note={
        isReadOnly
          ? "These come from Mission Control's database. Change them there, then pull."
          : "Agents' files describe the owner of their gateway's organization: the person they work for."
      }
      actions={create}
    >
      <Loaded
        query={organizations}
        what="organizations"
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState icon={Users} title="There are no organizations yet" actions={create}>
            An organization owns gateways and boards. Its owner is whom the agents work for.
          </EmptyState>
        }
      >
        {(data) => (
          <div className="flex flex-col gap-4">
            {data.map((organization) => (
              <Fragment key={organization.id}>
                <OrganizationCard organization={organization} />
                <VariablesCard owner={{ kind: "organization", id: organization.id }} ownerName={organization.name} />
              </Fragment>
            ))}
          </div>
        )}
      </Loaded>
      {isCreating && <OrganizationDialog onClose={() => setIsCreating(false)} />}
    </Page>
  );
}
