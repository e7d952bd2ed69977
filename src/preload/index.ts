import { contextBridge, ipcRenderer } from "electron";
import {
  type PortRequester,
  portAnswerChannel,
  portMessageType,
  portRequestChannel,
} from "../shared/port-handshake.ts";

// The whole bridge: it requests a port from main and passes it to this page. The preload does not see what the port transmits.
const requester: PortRequester = { request: () => ipcRenderer.send(portRequestChannel) };
contextBridge.exposeInMainWorld("flightDeckPort", requester);

ipcRenderer.on(portAnswerChannel, (event) => {
  window.postMessage({ type: portMessageType }, window.origin, [...event.ports]);
});
