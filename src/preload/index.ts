import { contextBridge, ipcRenderer } from "electron";
import {
  type PortRequester,
  portAnswerChannel,
  portMessageType,
  portRequestChannel,
} from "../shared/port-handshake.ts";

// The whole bridge: ask main for a port, and hand the answer to this very page. What passes on the port is none of ours.
const requester: PortRequester = { request: () => ipcRenderer.send(portRequestChannel) };
contextBridge.exposeInMainWorld("flightDeckPort", requester);

ipcRenderer.on(portAnswerChannel, (event) => {
  window.postMessage({ type: portMessageType }, window.origin, [...event.ports]);
});
