import { Bot, FileCode2, History, type LucideIcon, RadioTower, Settings, SquareKanban } from "lucide-react";

export type Section = { path: string; label: string; icon: LucideIcon; key: string };

/** The main screens. `key` goes there after `g` (shortcuts.ts). */
export const sections: Section[] = [
  { path: "/gateways", label: "Gateways", icon: RadioTower, key: "g" },
  { path: "/boards", label: "Boards", icon: SquareKanban, key: "b" },
  { path: "/agents", label: "Agents", icon: Bot, key: "a" },
  { path: "/runs", label: "Runs", icon: History, key: "r" },
  { path: "/templates", label: "Templates", icon: FileCode2, key: "t" },
  { path: "/settings", label: "Settings", icon: Settings, key: "s" },
];
