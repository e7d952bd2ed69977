// Runs in an isolated world before any script of the page: the API of a sandboxed preload, and the preload itself.
// `preload` is a function with the preload's source as its body.
({ secret, binding, runsPreload, platform, preload }) => {
  const toMain = (message) => globalThis[binding](JSON.stringify(message));
  const refuse = (what) => {
    throw new Error(`electron harness: ${what}`);
  };

  // Messages and their ports.
  const bridged = new Map();

  const encode = (data) => {
    if (typeof data === "string") return { text: data };
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
      const bytes =
        data instanceof ArrayBuffer
          ? new Uint8Array(data)
          : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return { base64: bytes.toBase64() };
    }
    return refuse("a port carries text and bytes here, nothing else");
  };
  const decode = ({ text, base64 }) => text ?? Uint8Array.fromBase64(base64);

  /** Returns one end for the preload; the harness connects the other end to main. */
  const openPort = (portId) => {
    const { port1, port2 } = new MessageChannel();
    bridged.set(portId, port1);
    port1.onmessage = ({ data }) => toMain({ type: "port-message", portId, data: encode(data) });
    port1.addEventListener("close", () => {
      bridged.delete(portId);
      toMain({ type: "port-close", portId });
    });
    return port2;
  };

  // ipcRenderer.
  const listeners = new Map();
  const invoked = new Map();
  let lastInvoke = 0;
  const ipcRenderer = {
    send: (channel, ...args) => toMain({ type: "send", channel, args }),
    invoke: (channel, ...args) =>
      new Promise((resolve, reject) => {
        invoked.set(++lastInvoke, { resolve, reject });
        toMain({ type: "invoke", invokeId: lastInvoke, channel, args });
      }),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
  };

  // What the harness calls.
  globalThis[`${binding}Deliver`] = {
    message({ channel, args, portIds }) {
      const event = { sender: ipcRenderer, ports: portIds.map(openPort) };
      for (const listener of listeners.get(channel) ?? []) listener(event, ...args);
    },
    answer({ invokeId, value, error }) {
      const { resolve, reject } = invoked.get(invokeId);
      invoked.delete(invokeId);
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    },
    portMessage: ({ portId, data }) => bridged.get(portId)?.postMessage(decode(data)),
    portClose({ portId }) {
      bridged.get(portId)?.close();
      bridged.delete(portId);
    },
  };

  // contextBridge.
  const functions = new Map();
  const shapeOf = (value) => {
    if (typeof value === "function") {
      functions.set(functions.size + 1, value);
      return { callId: functions.size };
    }
    if (Array.isArray(value)) return refuse("exposing arrays is not implemented");
    if (typeof value !== "object" || value === null) return { value };
    return { members: Object.entries(value).map(([key, member]) => [key, shapeOf(member)]) };
  };
  const contextBridge = {
    exposeInMainWorld(key, api) {
      const detail = JSON.stringify({ key, shape: shapeOf(api) });
      const wasNotTaken = document.dispatchEvent(new CustomEvent(`${secret}-expose`, { detail, cancelable: true }));
      if (wasNotTaken) refuse("the page's own world is not prepared");
    },
  };
  document.addEventListener(`${secret}-call`, (event) => {
    const { id, args } = JSON.parse(event.detail);
    functions.get(id)(...args);
  });

  document.addEventListener(`${secret}-open`, (event) => toMain({ type: "open", ...JSON.parse(event.detail) }));

  if (!runsPreload) return;
  const electron = new Proxy(
    { contextBridge, ipcRenderer },
    { get: (given, key) => given[key] ?? refuse(`electron.${String(key)} is not there for a preload`) },
  );
  const require = (name) => (name === "electron" ? electron : refuse(`a sandboxed preload cannot require ${name}`));
  const module = { exports: {} };
  preload(require, { platform, sandboxed: true, contextIsolated: true, type: "renderer" }, module, module.exports);
};
