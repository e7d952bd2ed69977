import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
beforeEach(async () => {
  page.go("/gateways");
  await screen.findByRole("table", { name: "Gateways" });
  page.go("/gateways/new");
  await screen.findByLabelText("Address");
});
afterAll(() => page.close());

const press = (name: string) => page.user.click(screen.getByRole("button", { name }));
const gateways = () => page.desk.client.gateways.list();

test("names the missing fields, and checks no gateway", async () => {
  await press("Check and connect");
  await screen.findByText("Give the gateway a name.");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  await page.user.type(screen.getByLabelText("Address"), "http://127.0.0.1:18789");
  await screen.findByText(
    "The address begins with http://, not with ws:// or wss://. Write it like ws://127.0.0.1:18789 or wss://gateway.example.com.",
  );
  expect(await gateways()).toHaveLength(1);
});

test("warns of an address that sends the token unencrypted over a network", async () => {
  await page.user.type(screen.getByLabelText("Address"), "ws://10.0.0.7:18789");
  await screen.findByText(/ws:\/\/ is not encrypted/);
  await page.user.clear(screen.getByLabelText("Address"));
  await page.user.type(screen.getByLabelText("Address"), "ws://127.0.0.1:18789");
  await waitFor(() => expect(screen.queryByText(/ws:\/\/ is not encrypted/)).toBeNull());
});

test("a failed check keeps the form; a successful one saves the gateway and opens it", async () => {
  await page.user.type(screen.getByLabelText("Name"), "Second");
  await page.user.type(screen.getByLabelText("Address"), page.desk.gateway.url);
  await page.user.type(screen.getByLabelText(/token/i, { selector: "input" }), "not-the-token");
  await press("Check and connect");
  await screen.findByRole("button", { name: "Check and connect" });
  await waitFor(() => expect(screen.getAllByText(/token/i).length).toBeGreaterThan(1));
  expect(await gateways()).toHaveLength(1);
  const token = screen.getByLabelText(/token/i, { selector: "input" });
  await page.user.clear(token);
  await page.user.type(token, page.desk.gateway.token);
  await press("Check and connect");
  await waitFor(() => expect(location.hash).toMatch(/^#\/gateways\/[0-9a-f-]{36}$/));
  expect((await gateways()).map(({ name }) => name)).toContain("Second");
  expect(document.body.textContent).not.toContain(page.desk.gateway.token);
});
