import { defineConfig } from "drizzle-kit";

/** `npx drizzle-kit generate --name what-changes` writes the next migration from the schema. */
export default defineConfig({
  dialect: "sqlite",
  schema: "./src/main/database/schema",
  out: "./drizzle",
});
