import type { OrganizationRow } from "../../shared/organization-row.ts";
import { listBoards } from "../database/boards.ts";
import { listGateways } from "../database/gateways.ts";
import { hasMirrorSource } from "../database/mirror/mirror-source.ts";
import type { Database } from "../database/open-database.ts";
import { listOrganizations } from "../database/organizations.ts";
import { listMembers, listPeople } from "../database/people.ts";
import { readPracticeGatewayId } from "./practice-choice.ts";

/** Every organization with its people, the owner first. */
export function listOrganizationRows(database: Database): OrganizationRow[] {
  const gateways = listGateways(database);
  const boards = listBoards(database);
  const people = new Map(listPeople(database).map((person) => [person.id, person]));
  const members = Map.groupBy(listMembers(database), ({ organizationId }) => organizationId);
  const practiceId = readPracticeGatewayId(database);
  const isReadOnly = hasMirrorSource(database);
  return listOrganizations(database).map(({ id, name }) => {
    const ours = members.get(id) ?? [];
    const ownerId = ours.find(({ role }) => role === "owner")?.userId ?? null;
    const own = gateways.filter(({ organizationId }) => organizationId === id);
    return {
      id,
      name,
      ownerId,
      isReadOnly,
      gateways: own.map((gateway) => gateway.name),
      boards: boards.filter(({ organizationId }) => organizationId === id).length,
      isPractice: own.some((gateway) => gateway.id === practiceId),
      people: ours
        .flatMap(({ userId, role }) => {
          const person = people.get(userId);
          return person ? [{ ...person, role, isOwner: userId === ownerId }] : [];
        })
        .toSorted((one, other) => Number(other.isOwner) - Number(one.isOwner)),
    };
  });
}
