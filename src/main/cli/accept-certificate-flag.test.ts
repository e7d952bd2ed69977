import { afterEach, beforeEach, expect, it } from "vitest";
import { openTlsFront, type TlsFront } from "../gateway/test-tls-front.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let front: TlsFront;
beforeEach(async () => {
  fixture = await openCliFixture();
  front = await openTlsFront(fixture.gateway.url);
});
afterEach(async () => {
  await front.close();
  await fixture.close();
});

type Checked = { certificateSha256: string | null; failure: { code: string; offeredCertificate: string } | null };
type Listed = { gateways: { certificateSha256: string | null }[] };

it("accepts a gateway's new certificate by its fingerprint, and nothing else", async () => {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith({ url: front.url, allow_insecure_tls: true }));
  const check = () => cli.jsonHere<Checked>(["gateway", "check", "Practice gateway"]);
  const edit = (...flags: string[]) => cli.runHere(["gateway", "edit", "Practice gateway", ...flags]);
  const listed = async () => (await cli.jsonHere<Listed>(["list", "gateways"])).json.gateways[0]?.certificateSha256;

  expect(await listed()).toBeNull();
  const first = front.fingerprint();
  expect(await check()).toMatchObject({ code: 0, json: { certificateSha256: first } });
  expect(await listed()).toBe(first);
  expect((await cli.runHere(["list", "gateways"])).stdout).toContain(first.slice(0, 11));

  front.renew();
  const renewed = front.fingerprint();
  expect(await check()).toMatchObject({
    code: 3,
    json: { certificateSha256: renewed, failure: { code: "gateway-certificate", offeredCertificate: renewed } },
  });
  const shown = await cli.runHere(["gateway", "check", "Practice gateway"]);
  expect(shown.stdout).toContain(first);
  expect(shown.stdout).toContain(renewed);

  expect((await edit("--accept-certificate", renewed.slice(3))).code).toBe(2);
  expect((await edit("--accept-certificate", renewed, "--no-templates")).code).toBe(2);
  expect(await listed()).toBe(first);
  const accepted = await edit("--accept-certificate", renewed.replaceAll(":", "").toLowerCase());
  expect(accepted).toMatchObject({ code: 0, stdout: expect.stringContaining(renewed) });
  expect(await listed()).toBe(renewed);
  expect((await check()).code).toBe(0);
});

it("has nothing to accept where certificates must be trusted", async () => {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith({ url: front.url }));
  const refused = await cli.runHere([
    "gateway",
    "edit",
    "Practice gateway",
    "--accept-certificate",
    front.fingerprint(),
  ]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("allow_insecure_tls") });
});
