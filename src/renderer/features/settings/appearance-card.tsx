import { Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "../../../shared/views.ts";
import { Card } from "../../components/card.tsx";
import { cx } from "../../components/cx.ts";
import { chooseTheme } from "../../stores/choose-theme.ts";
import { useTheme } from "../../stores/theme.ts";

const themes: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: "system", label: "Same as system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];

/** Light or dark. */
export function AppearanceCard() {
  const theme = useTheme((state) => state.theme);
  return (
    <Card title="Appearance">
      <fieldset>
        <legend className="mb-1.5 font-medium text-xs">Theme</legend>
        <div className="flex flex-wrap gap-2">
          {themes.map(({ value, label, icon: Icon }) => (
            <label
              key={value}
              className={cx(
                "relative flex h-9 cursor-pointer items-center gap-2 rounded-md border px-3",
                "has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-1",
                theme === value
                  ? "border-accent bg-selected font-medium text-accent"
                  : "border-line-strong hover:bg-hover",
              )}
            >
              <input
                type="radio"
                name="theme"
                value={value}
                checked={theme === value}
                onChange={() => chooseTheme(value)}
                className="absolute inset-0 cursor-pointer appearance-none rounded-md outline-none"
              />
              <Icon size={15} aria-hidden="true" />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
    </Card>
  );
}
