import { afterEach } from "vitest";
import { openProvisioningFixture, type ProvisioningFixture, type ProvisioningFixtureOptions } from "./test-fixture.ts";

/** The fixture of the test that is running. */
export let fixture: ProvisioningFixture;

// Importing this file is enough: the fixture is closed after each test.
afterEach(async () => {
  await fixture.close();
});

export async function open(options: ProvisioningFixtureOptions = {}): Promise<ProvisioningFixture> {
  fixture = await openProvisioningFixture(options);
  return fixture;
}
