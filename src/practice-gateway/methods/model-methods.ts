import type { MethodTable } from "../method.ts";

const practiceModel = {
  id: "practice",
  name: "Practice",
  provider: "practice",
  contextWindow: 128_000,
  reasoning: false,
};

export const modelMethods: MethodTable = {
  /** Gateways before 2026.8.1 list every model that they know of; newer ones only those with a key. */
  "models.list": ({ state }) => {
    if (state.profile.dialect === "classic") return { models: [practiceModel] };
    return { models: state.hasModel ? [{ ...practiceModel, available: true }] : [] };
  },
};
