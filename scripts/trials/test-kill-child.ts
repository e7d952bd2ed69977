import { performTask } from "./test-tasks.ts";
import { openTrialApp, quickRetries } from "./test-trial.ts";

/** A task in a process of its own, to be killed: data folder, templates, and the task as JSON. */
const [dataDir = "", templateFolder = "", request = "{}"] = process.argv.slice(2);
const app = await openTrialApp(dataDir, templateFolder, quickRetries);
const result = await performTask(app, JSON.parse(request));
app.close();
process.exitCode = result === null || result.status === "succeeded" ? 0 : 1;
