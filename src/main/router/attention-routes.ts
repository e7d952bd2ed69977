import { nowTimestamp } from "../../shared/records.ts";
import { deleteAttentionDismissals, saveAttentionDismissal } from "../database/attention-dismissals.ts";
import { listAttention, listAttentionAgents } from "../operations/attention/list-attention.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function attentionRouter(os: ContractImplementer, services: RouterServices) {
  const { database, changes } = services;
  const since = nowTimestamp();
  return {
    list: os.attention.list.handler(() => listAttention(services, since)),
    agents: os.attention.agents.handler(({ input }) => listAttentionAgents(services, input.key)),
    dismiss: os.attention.dismiss.handler(({ input: { key, fingerprint } }) => {
      saveAttentionDismissal(database, key, fingerprint);
      changes.emit("attention");
      return null;
    }),
    undismiss: os.attention.undismiss.handler(({ input: { key } }) => {
      deleteAttentionDismissals(database, [key]);
      changes.emit("attention");
      return null;
    }),
  };
}
