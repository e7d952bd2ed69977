import { mkdtempSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
const folder = mkdtempSync(join(tmpdir(), "own-templates-"));
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  await cp(join(import.meta.dirname, "../../../../../templates"), folder, { recursive: true });
});
afterAll(async () => {
  await page.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the gateway page gives a gateway its own templates and base URL, and refuses a folder that is none", async () => {
  const { desk, user } = page;
  page.go(`/gateways/${desk.gatewayId}`);
  await screen.findByText("Templates and base URL");
  expect(await screen.findAllByText("the default, not set")).toHaveLength(2);
  await user.click(screen.getByRole("button", { name: "Change" }));
  await user.type(screen.getByLabelText("Template folder"), join(folder, "missing"));
  await user.click(screen.getByRole("button", { name: "Check and save" }));
  await screen.findByText(/missing/);
  expect((await desk.client.gateways.list())[0]?.ownTemplates.folder).toBeNull();

  await user.clear(screen.getByLabelText("Template folder"));
  await user.type(screen.getByLabelText("Template folder"), folder);
  await user.type(screen.getByLabelText("Base URL"), "http://control.example");
  await user.click(screen.getByRole("button", { name: "Check and save" }));
  await waitFor(() => expect(screen.getAllByText("of this gateway").length).toBe(2));
  const [row] = await desk.client.gateways.list();
  expect(row?.ownTemplates).toEqual({ folder, baseUrl: "http://control.example" });
});

test("Check connection says whether Mission Control answers at the base URL", async () => {
  const { desk, user } = page;
  const control = createServer((_, response) => response.end("<html>"));
  await new Promise<void>((resolve) => control.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(control.address() as AddressInfo).port}`;
  await desk.client.gateways.setTemplates({ id: desk.gatewayId, folder, baseUrl });
  page.go("/gateways");
  page.go(`/gateways/${desk.gatewayId}`);
  await screen.findByText(baseUrl);
  // The page checks the connection when it opens; the button is off meanwhile.
  const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Check connection" });
  await waitFor(() => expect(button().disabled).toBe(false));
  await user.click(button());
  await screen.findByText(`${baseUrl}/health answers, but not as Mission Control does.`);
  control.close();
  await desk.client.gateways.setTemplates({ id: desk.gatewayId, folder, baseUrl: "http://control.example" });
  await screen.findByText("http://control.example");
  expect(screen.queryByText(/but not as Mission Control/)).toBeNull();
});
