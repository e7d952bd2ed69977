import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { packagedLauncher } from "../src/main/desktop/command-line/launcher-places.ts";
import { launcherText } from "../src/main/desktop/command-line/launcher-text.ts";
import { fileEndings } from "../src/shared/opened-file.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

test("what the application never needs is switched off in its binary", () => {
  expect(parse(read("electron-builder.yml"))).toMatchObject({
    asar: true,
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    },
  });
});

test("there is a package for each system, with what the system asks of it", () => {
  const { linux, mac, win } = parse(read("electron-builder.yml"));
  expect(linux.target).toEqual(["deb", "AppImage", "tar.gz"]);
  expect(mac.target.map(({ target, arch }: { target: string; arch: string[] }) => [target, ...arch])).toEqual([
    ["dmg", "arm64", "x64"],
    ["zip", "arm64", "x64"],
  ]);
  expect(win.target).toEqual([{ target: "nsis", arch: ["x64", "arm64"] }]);
  expect(mac.extendInfo.NSLocalNetworkUsageDescription).toMatch(/gateways/);
});

test("the app has one name, which key stores, menus and notifications go by; under another one, stored keys are lost", () => {
  const builder = parse(read("electron-builder.yml"));
  const { name, productName } = JSON.parse(read("package.json"));
  // Electron takes productName where there is one, packed or from a clone; a name in the builder's settings would differ from a clone's.
  expect([name, productName, builder.productName]).toEqual(["flight-deck", "Flight Deck", undefined]);
  expect(read("src/main/index.ts")).toContain(`app.setAppUserModelId("${builder.appId}")`);
});

test("files of its own open with the app, and it takes no other program's", () => {
  const { fileAssociations } = parse(read("electron-builder.yml"));
  expect(fileAssociations.map(({ ext }: { ext: string }) => ext)).toEqual(Object.values(fileEndings));
});

test("the Debian package has the command line tool", () => {
  const { deb, linux } = parse(read("electron-builder.yml"));
  expect(deb.fpm).toEqual([`resources/flightdeck=${packagedLauncher}`]);
  // Where electron-builder puts the app: below /opt by its name, with the name of the package for its program.
  expect(linux.executableName).toBeUndefined();
  const { name, productName } = JSON.parse(read("package.json"));
  const program = `/opt/${productName}/${name}`;
  expect(read("resources/flightdeck")).toBe(launcherText({ platform: "linux", program }));
  if (process.platform !== "win32") expect(statSync(join(root, "resources/flightdeck")).mode & 0o111).toBe(0o111);
});

test("a release has what installed copies look for, under names that a server keeps", () => {
  const release = read(".github/workflows/release.yml");
  const { publish } = parse(read("electron-builder.yml"));
  // It makes latest*.yml. The address is that of no server: updates are off until the operator names one.
  expect(publish).toEqual({ provider: "generic", url: "https://updates.invalid/" });
  for (const files of ["dist/latest*.yml", "dist/*.blockmap"]) expect(release).toContain(files);
  expect(release).toContain("--publish never");
  const [, name = ""] = /artifactName=(.*)'/.exec(release) ?? [];
  expect(name).toMatch(/^Flight-Deck-\$\{version\}-\$\{os\}-\$\{arch\}/);
  expect(release).toContain("-c.extraMetadata.isSigned=");
});

test("updates of packages are proposed, and Electron is among them", () => {
  const { updates } = parse(read(".github/dependabot.yml"));
  expect(updates.map((entry: { "package-ecosystem": string }) => entry["package-ecosystem"])).toContain("npm");
  expect(updates[0].groups.electron.patterns).toContain("electron");
  const { devDependencies } = JSON.parse(read("package.json"));
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
});

describe("docs/security.md", () => {
  const rows = read("docs/security.md")
    .split("\n")
    .filter((line) => /^\|.*"[^"]+" \|$/.test(line))
    .map((line) => ({
      line,
      file: /`([\w./-]+\.(?:test|spec)\.ts)`/.exec(line)?.[1] ?? "e2e/desktop/security.spec.ts",
      title: /"([^"]+)" \|$/.exec(line)?.[1] ?? "",
    }));

  test("has Electron's twenty points", () => {
    const points = rows.flatMap(({ line }) => /^\| (\d+)\. /.exec(line)?.[1] ?? []);
    expect(points).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)));
  });

  test.each(rows)("names a test that is there: $title", ({ file, title }) => {
    expect(read(file).replaceAll(/(test|it)\(\s+/g, "$1(")).toMatch(`("${title}"`);
  });
});
