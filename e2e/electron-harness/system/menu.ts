import { perform, roleLabels, roleSubmenus } from "./menu-roles.ts";

export type MenuItemOptions = {
  id?: string;
  label?: string;
  role?: string;
  type?: string;
  accelerator?: string;
  enabled?: boolean;
  visible?: boolean;
  submenu?: MenuItemOptions[] | Menu;
  click?: (item: MenuItem, window: unknown, event: object) => void;
};

const modifiers = new Set([
  "CmdOrCtrl",
  "CommandOrControl",
  "Cmd",
  "Ctrl",
  "Control",
  "Command",
  "Alt",
  "Shift",
  "Super",
  "Meta",
]);

export class MenuItem {
  readonly id: string;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  readonly click: (event?: object, window?: unknown) => void;

  constructor({
    id = "",
    role,
    label,
    type,
    accelerator,
    enabled = true,
    visible = true,
    submenu,
    click,
  }: MenuItemOptions) {
    const roleName = role?.toLowerCase();
    if (roleName !== undefined && !(roleName in roleLabels)) throw new Error(`electron harness: no menu role ${role}`);
    if (accelerator !== undefined) checkAccelerator(accelerator);
    const items = submenu ?? (roleName === undefined ? undefined : roleSubmenus[roleName]);
    this.id = id;
    this.role = roleName;
    this.label = label ?? (roleName === undefined ? "" : (roleLabels[roleName] ?? ""));
    this.type = type ?? (items ? "submenu" : "normal");
    this.accelerator = accelerator;
    this.submenu = Array.isArray(items) ? Menu.buildFromTemplate(items) : items;
    this.enabled = enabled;
    this.visible = visible;
    this.click = (event = {}, window = null) => {
      if (!this.enabled) return;
      if (roleName !== undefined) perform(roleName);
      else click?.(this, window, event);
    };
    if (this.type !== "separator" && this.label === "") throw new Error("electron harness: a menu item has no label");
  }
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: MenuItem[];

  constructor(items: MenuItem[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: MenuItemOptions[]): Menu {
    return new Menu(template.map((options) => new MenuItem(options)));
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

function checkAccelerator(accelerator: string): void {
  const parts = accelerator.split("+");
  const key = parts.pop() ?? "";
  const isKey =
    /^([A-Z0-9]|F\d{1,2}|[,./;'[\]\\=-]|Plus|Space|Tab|Backspace|Delete|Return|Enter|Esc|Up|Down|Left|Right)$/.test(
      key,
    );
  if (!isKey || !parts.every((part) => modifiers.has(part))) {
    throw new Error(`electron harness: ${accelerator} is not an accelerator`);
  }
}
