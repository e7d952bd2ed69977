import { useQuery } from "@tanstack/react-query";
import { orpc } from "../../../api/client.ts";
import { SelectField } from "../../../components/select.tsx";

export type UserFieldProps = { userId: string | null; onChange: (userId: string | null) => void };

/** Chooses the person that the files of a sync call the user. */
export function UserField({ userId, onChange }: UserFieldProps) {
  const organizations = useQuery(orpc.organizations.list.queryOptions());
  const people = new Map(
    (organizations.data ?? []).flatMap((organization) =>
      organization.people.map(({ id, name, email }) => [id, `${name ?? email ?? id} (${organization.name})`] as const),
    ),
  );
  return (
    <SelectField
      label="User"
      help="The person that the agents' files call the user."
      choices={[
        { value: "", label: "The organization's owner" },
        ...[...people].map(([value, label]) => ({ value, label })),
      ]}
      value={userId ?? ""}
      onChange={(id) => onChange(id === "" ? null : id)}
    />
  );
}
