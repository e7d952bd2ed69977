/**
 * The main screens, in the order of the sidebar and of the desktop's menu; the first one opens at the start. `key` opens one after
 * `g`. A new one goes before Settings, so that the shortcuts of the others stay.
 */
export const sections = [
  { path: "/attention", label: "Needs attention", key: "n" },
  { path: "/gateways", label: "Gateways", key: "g" },
  { path: "/boards", label: "Boards", key: "b" },
  { path: "/agents", label: "Agents", key: "a" },
  { path: "/runs", label: "Runs", key: "r" },
  { path: "/templates", label: "Templates", key: "t" },
  { path: "/people", label: "People", key: "p" },
  { path: "/settings", label: "Settings", key: "s" },
] as const;

export type Section = (typeof sections)[number];
export type SectionPath = Section["path"];
