import type { OrganizationRow } from "../../../shared/organization-row.ts";
import type { Cell, Column } from "./text-table.ts";

type Listing = { json: object[]; columns: Column[]; rows: Cell[][] };
type Records = { organizations: OrganizationRow[] };

export function organizationListing({ organizations }: Records): Listing {
  const ownerOf = ({ people, ownerId }: OrganizationRow) => {
    const owner = people.find(({ id }) => id === ownerId);
    return owner && (owner.name ?? owner.email);
  };
  return {
    json: organizations.map(({ people, ...organization }) => ({ ...organization, people: people.length })),
    columns: [
      { title: "Organization" },
      { title: "Owner" },
      { title: "People", align: "right" },
      { title: "Gateways", align: "right" },
      { title: "Boards", align: "right" },
    ],
    rows: organizations.map((organization) => [
      organization.name,
      ownerOf(organization) ?? { text: "none", style: "yellow" },
      String(organization.people.length),
      String(organization.gateways.length),
      String(organization.boards),
    ]),
  };
}

export function peopleListing({ organizations }: Records): Listing {
  const people = organizations.flatMap(({ name: organizationName, id: organizationId, people }) =>
    people.map((person) => ({ ...person, organizationId, organizationName })),
  );
  return {
    json: people,
    columns: [
      { title: "Person" },
      { title: "E-mail" },
      { title: "Organization" },
      { title: "Role" },
      { title: "Time zone" },
    ],
    rows: people.map(({ name, email, organizationName, role, isOwner, timezone }) => [
      name ?? email ?? { text: "without a name", style: "yellow" },
      email ?? "",
      organizationName,
      isOwner ? { text: "owner", style: "green" } : role,
      timezone ?? "",
    ]),
  };
}
