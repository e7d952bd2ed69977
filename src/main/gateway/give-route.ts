import http, { type RequestOptions } from "node:http";
import https from "node:https";
import type { GatewayClient } from "@openclaw/gateway-client";
import { type Route, startTls } from "./open-route.ts";

/**
 * Makes a client open its next connection over this socket. The client has no option for that: it makes its WebSocket with options
 * of its own, and that asks `node:http` or `node:https` for a connection before it returns. For as long as that takes, their
 * `request` gets the socket.
 */
export function giveRoute(client: GatewayClient, address: string, route: Route | null): void {
  if (route === null) return;
  const url = new URL(address);
  const { socket: way } = route;
  const create: unknown = Reflect.get(client, "createSocket");
  if (typeof create !== "function") throw new Error("the gateway client makes its sockets in another way");
  const module = url.protocol === "wss:" ? https : http;
  const connection = (options: object) => (url.protocol === "wss:" ? startTls(url, way, options) : way);
  Reflect.set(client, "createSocket", (handlers: unknown) => {
    const request: unknown = module.request;
    let isUsed = false;
    const requestOverRoute = (options: RequestOptions) => {
      isUsed = true;
      return Reflect.apply(request as typeof http.request, module, [
        { ...options, createConnection: (own: object) => connection(own) },
      ]);
    };
    Reflect.set(module, "request", requestOverRoute);
    try {
      const socket: unknown = create.call(client, handlers);
      if (!isUsed) throw new Error("the gateway client connects in another way");
      return socket;
    } finally {
      Reflect.set(module, "request", request);
    }
  });
}
