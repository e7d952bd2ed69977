import type { AnyRouter } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { ipcMain, MessageChannelMain } from "electron";
import { portAnswerChannel, portRequestChannel } from "../../shared/port-handshake.ts";
import type { MainWindow } from "./main-window.ts";

/** Serves the contract to our own window only, on a new port each time its page asks. */
export function offerPorts(window: MainWindow, router: AnyRouter): void {
  const handler = new RPCHandler(router);
  ipcMain.on(portRequestChannel, ({ senderFrame }) => {
    if (!window.isOwnFrame(senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    handler.upgrade(port1);
    port1.start();
    senderFrame.postMessage(portAnswerChannel, null, [port2]);
  });
}
