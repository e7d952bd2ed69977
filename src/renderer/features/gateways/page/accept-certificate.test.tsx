import { screen, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTlsFront, type TlsFront } from "../../../../main/gateway/test-tls-front.ts";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
let front: TlsFront;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  const { client, gateway, gatewayId: id } = page.desk;
  front = await openTlsFront(gateway.url);
  await client.gateways.update({ id, change: { url: front.url, token: gateway.token, allowInsecureTls: true } });
  await client.gateways.probe({ id });
});
afterAll(async () => {
  await page.close();
  await front.close();
});

test("a gateway's new certificate is accepted after a question with both fingerprints", async () => {
  const { desk, user } = page;
  const first = front.fingerprint();
  front.renew();
  page.go(`/gateways/${desk.gatewayId}`);
  await user.click(await screen.findByRole("button", { name: "Connection" }));
  await screen.findByText(first);
  await user.click(await screen.findByRole("button", { name: "Accept the new certificate" }));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText(first);
  dialog.getByText(front.fingerprint());
  await user.click(dialog.getByRole("button", { name: "Accept" }));
  await screen.findByText(front.fingerprint());
  await expect.poll(async () => (await desk.client.gateways.list())[0]?.connection.state).toBe("connected");
});
