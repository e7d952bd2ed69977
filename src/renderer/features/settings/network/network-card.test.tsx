import { screen, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestAuthority } from "../../../../main/network/test-authority.ts";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

const openCard = async () => {
  page.go("/settings");
  return within(await screen.findByRole("region", { name: "Network" }));
};

test("a proxy is entered, shown without its password, and turned off again", async () => {
  const { user, desk } = page;
  const card = await openCard();
  await user.selectOptions(await card.findByLabelText("Proxy to gateways and webhooks"), "This proxy");
  await user.click(card.getByRole("button", { name: "Save proxy" }));
  expect(card.getByText("Enter the address.")).toBeDefined();
  await user.type(card.getByLabelText("Proxy address"), "socks5://proxy.test:1080");
  await user.click(card.getByRole("button", { name: "Save proxy" }));
  expect(await card.findByText(/it is a SOCKS proxy/)).toBeDefined();
  await user.clear(card.getByLabelText("Proxy address"));
  await user.type(card.getByLabelText("Proxy address"), "http://me:hunter2pass@proxy.test:3128");
  await user.click(card.getByRole("button", { name: "Save proxy" }));
  expect(await card.findByText("At present proxy.test:3128, with user and password.")).toBeDefined();
  expect(document.body.innerHTML).not.toContain("hunter2pass");
  await user.type(card.getByLabelText("Hosts without the proxy"), ".corp.test");
  await user.click(card.getByRole("button", { name: "Save proxy" }));
  await card.findByDisplayValue(".corp.test");
  expect(await desk.client.network.get()).toMatchObject({ proxy: "proxy.test:3128", exceptions: ".corp.test" });
  await user.selectOptions(card.getByLabelText("Proxy to gateways and webhooks"), "No proxy");
  await user.click(card.getByRole("button", { name: "Save proxy" }));
  await card.findByText("Everything is reached directly, whatever the environment and the system say.");
  expect(await desk.client.network.get()).toMatchObject({ mode: "none", proxy: null });
});

test("an authority is added and removed; a file with its key is refused", async () => {
  const { user, desk } = page;
  const card = await openCard();
  const corp = makeTestAuthority("Corp Root");
  const give = async (text: string) =>
    user.upload(await card.findByLabelText("Certificate of the authority"), new File([text], "root.pem"));
  await give(corp.pem + corp.privateKeyPem);
  expect(await card.findByText(/has a private key/)).toBeDefined();
  await give(corp.pem);
  expect(await card.findByText("CN=Corp Root")).toBeDefined();
  expect(await screen.findByText("1 authority is trusted from now on")).toBeDefined();
  await user.click(card.getByRole("button", { name: "Remove CN=Corp Root" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Remove this authority?" }));
  await user.click(dialog.getByRole("button", { name: "Remove" }));
  await expect.poll(async () => (await desk.client.network.get()).authorities).toEqual([]);
  expect(await screen.findByText("Certificates by CN=Corp Root are no longer trusted")).toBeDefined();
  expect(card.queryByText("CN=Corp Root")).toBeNull();
});
