import { type ClientRequest, request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { requireReady } from "../harness-state.ts";
import type { Session } from "./session.ts";

type NetRequestOptions = RequestOptions & { session?: Session };

/** Electron's `net` for requests to servers: Node's own client, after the session's handler was asked. */
export const net = {
  request({ session, ...options }: NetRequestOptions): ClientRequest {
    requireReady("net");
    const send = options.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(options);
    const url = `${options.protocol}//${options.hostname}:${options.port ?? ""}${options.path}`;
    const details = { url, method: options.method ?? "GET", resourceType: "xhr" };
    const end = request.end.bind(request);
    request.end = ((...words: Parameters<typeof end>) => {
      void (session?.webRequest.isRefused(details) ?? Promise.resolve(false)).then((isRefused) =>
        isRefused ? request.destroy(new Error("net::ERR_BLOCKED_BY_CLIENT")) : end(...words),
      );
      return request;
    }) as typeof request.end;
    return request;
  },
};
