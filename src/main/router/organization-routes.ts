import {
  addPerson,
  changeOrganization,
  changePerson,
  createOrganization,
  deleteOrganizationWithConsent,
  makeOwner,
  removePerson,
} from "../operations/change-people.ts";
import { listOrganizationRows } from "../operations/list-organization-rows.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function organizationsRouter(os: ContractImplementer, { database, changes }: RouterServices) {
  const changed = <T>(result: T): T => {
    changes.emit("organizations", "agents", "boards", "gateways");
    return result;
  };
  const done = (work: () => void): null => {
    work();
    return changed(null);
  };
  const routes = os.organizations;
  return {
    list: routes.list.handler(() => listOrganizationRows(database)),
    create: routes.create.handler(({ input }) => changed({ id: createOrganization(database, input.name) })),
    rename: routes.rename.handler(({ input }) => done(() => changeOrganization(database, input.id, input.name))),
    delete: routes.delete.handler(({ input }) => done(() => deleteOrganizationWithConsent(database, input))),
    addPerson: routes.addPerson.handler(({ input }) => changed({ id: addPerson(database, input) })),
    changePerson: routes.changePerson.handler(({ input }) =>
      done(() => changePerson(database, input.id, input.person)),
    ),
    makeOwner: routes.makeOwner.handler(({ input }) =>
      done(() => makeOwner(database, input.organizationId, input.userId)),
    ),
    removePerson: routes.removePerson.handler(({ input }) =>
      done(() => removePerson(database, input.organizationId, input.userId)),
    ),
  };
}
