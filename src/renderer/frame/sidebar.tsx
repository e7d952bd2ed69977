import { useQuery } from "@tanstack/react-query";
import { CircleHelp, Keyboard, Monitor, Moon, Search, Sun } from "lucide-react";
import { type Section, sections } from "../../shared/sections.ts";
import { orpc } from "../api/client.ts";
import { buttonClass, IconButton } from "../components/button.tsx";
import { cx } from "../components/cx.ts";
import { Menu } from "../components/menu.tsx";
import { hrefTo } from "../router/match-route.ts";
import { useLocation } from "../router/use-location.ts";
import { mainScreens } from "../routes.tsx";
import { chooseTheme } from "../stores/choose-theme.ts";
import { useTheme } from "../stores/theme.ts";
import { plural } from "../time/format-time.ts";
import { isMac } from "./shortcuts.ts";
import { Key } from "./shortcuts-dialog.tsx";

export type SidebarProps = { onSearch: () => void; onHelp: () => void };

/** The navigation, the search and the theme. Narrow windows show only icons. */
export function Sidebar({ onSearch, onHelp }: SidebarProps) {
  const { path } = useLocation();
  return (
    <header className="flex min-h-0 flex-col gap-3 border-line border-r bg-sunken px-2 py-3">
      <a
        href={hrefTo("/")}
        className="flex h-8 items-center gap-2.5 rounded-md px-2 font-semibold text-base tracking-[-0.01em] max-narrow:justify-center max-narrow:px-0"
      >
        <img src="./icon.svg" alt="" className="size-6" />
        <span className="max-narrow:sr-only">Flight Deck</span>
      </a>
      <button
        type="button"
        onClick={onSearch}
        aria-label="Search and commands"
        aria-keyshortcuts="Control+K Meta+K"
        className="flex h-8 cursor-pointer items-center gap-2 rounded-md border border-line-strong bg-surface px-2 text-faint shadow-low hover:text-ink max-narrow:justify-center max-narrow:px-0"
      >
        <Search size={14} aria-hidden="true" />
        <span className="flex-1 text-left max-narrow:hidden">Search</span>
        <span className="flex gap-0.5 max-narrow:hidden">
          <Key name={isMac ? "⌘" : "Ctrl"} />
          <Key name="K" />
        </span>
      </button>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto">
        <ul className="flex flex-col gap-0.5">
          {sections.map((section) => (
            <SectionLink key={section.path} section={section} isCurrent={isWithin(path, section.path)} />
          ))}
        </ul>
      </nav>
      <div className="flex items-center gap-1 max-narrow:flex-col">
        <a
          href={hrefTo("/guide")}
          aria-label="Guide"
          title="Guide"
          className={buttonClass({ variant: "ghost", size: "sm", square: true })}
        >
          <CircleHelp size={15} aria-hidden="true" />
        </a>
        <ThemeMenu />
        <IconButton icon={Keyboard} label="Keyboard shortcuts" onClick={onHelp} />
      </div>
    </header>
  );
}

function isWithin(path: string, section: string): boolean {
  return path === section || path.startsWith(`${section}/`) || (path === "/" && section === sections[0]?.path);
}

function SectionLink({ section, isCurrent }: { section: Section; isCurrent: boolean }) {
  const { path, label, key } = section;
  const { icon: Icon } = mainScreens[path];
  const count = useItemCount(path);
  return (
    <li>
      <a
        href={hrefTo(path)}
        aria-current={isCurrent ? "page" : undefined}
        aria-label={count > 0 ? `${label}, ${plural(count, "item")}` : undefined}
        title={`${label} (g ${key})`}
        className={cx(
          "flex h-8 items-center gap-2.5 rounded-md px-2 font-medium max-narrow:justify-center max-narrow:px-0",
          isCurrent ? "bg-selected text-accent" : "text-muted hover:bg-hover hover:text-ink",
        )}
      >
        <Icon size={16} aria-hidden="true" />
        <span className="max-narrow:sr-only">{label}</span>
        {count > 0 && (
          <span className="tabular ml-auto rounded bg-warn-soft px-1.5 py-0.5 text-2xs text-warn max-narrow:hidden">
            {count.toLocaleString("en")}
          </span>
        )}
      </a>
    </li>
  );
}

/** How many items a screen lists that were not dismissed; 0 for those that list none. */
function useItemCount(path: Section["path"]): number {
  const { data = 0 } = useQuery(
    orpc.attention.list.queryOptions({
      enabled: path === "/attention",
      select: ({ items }) => items.filter(({ dismissedAt }) => dismissedAt === null).length,
    }),
  );
  return path === "/attention" ? data : 0;
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

function ThemeMenu() {
  const theme = useTheme((state) => state.theme);
  const trigger = <IconButton icon={themeIcons[theme]} label={`Theme: ${theme}`} />;
  return (
    <Menu
      trigger={trigger}
      entries={[
        { label: "Same as system", icon: Monitor, onSelect: () => chooseTheme("system") },
        { label: "Light", icon: Sun, onSelect: () => chooseTheme("light") },
        { label: "Dark", icon: Moon, onSelect: () => chooseTheme("dark") },
      ]}
    />
  );
}
