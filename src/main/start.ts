import { startQuickly } from "./cli/start-quickly.ts";

// What `npm start` runs until there is a window.
startQuickly();
const { runHost } = await import("./cli/run-host.ts");
const { practise } = await import("./cli/practise.ts");
await runHost(practise);
