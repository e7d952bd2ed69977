import { Worker } from "node:worker_threads";

const source = `
const { parentPort } = require("node:worker_threads");
const tls = require("node:tls");
parentPort.postMessage(tls.getCACertificates("system"));
`;

/**
 * The authorities that this system trusts, as PEM. They are read in a thread: a key store may take seconds, and all that time
 * nothing else would happen here.
 * @throws when they cannot be read, or not within `timeoutMs`
 */
export async function readSystemAuthorities(timeoutMs = 10_000): Promise<string[]> {
  const worker = new Worker(source, { eval: true });
  worker.unref();
  const answer = Promise.withResolvers<string[]>();
  worker.once("message", answer.resolve);
  worker.once("error", answer.reject);
  worker.once("exit", () => answer.reject(new Error("the thread ended without an answer")));
  const timer = setTimeout(() => answer.reject(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
  try {
    return await answer.promise;
  } finally {
    clearTimeout(timer);
    void worker.terminate();
  }
}
