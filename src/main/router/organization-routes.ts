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

export function organizationsRouter(os: ContractImplementer, services: RouterServices) {
  const routes = os.organizations;
  const done = (work: () => void): null => {
    work();
    return null;
  };
  return {
    list: routes.list.handler(() => listOrganizationRows(services.database)),
    create: routes.create.handler(({ input }) => ({ id: createOrganization(services, input.name) })),
    rename: routes.rename.handler(({ input }) => done(() => changeOrganization(services, input.id, input.name))),
    delete: routes.delete.handler(({ input }) => ({ binId: deleteOrganizationWithConsent(services, input) })),
    addPerson: routes.addPerson.handler(({ input }) => ({ id: addPerson(services, input) })),
    changePerson: routes.changePerson.handler(({ input }) =>
      done(() => changePerson(services, input.id, input.person)),
    ),
    makeOwner: routes.makeOwner.handler(({ input }) =>
      done(() => makeOwner(services, input.organizationId, input.userId)),
    ),
    removePerson: routes.removePerson.handler(({ input }) => ({
      binId: removePerson(services, input.organizationId, input.userId),
    })),
  };
}
